/**
 * Drives real migration engines through random histories: see driver.ts.
 *   node __tests__/engines/run.js                  all of them; writes docs/engines.md
 *   node __tests__/engines/run.js --check          the same; fails where docs/engines.md is not what the run gives
 *   node __tests__/engines/run.js dbmate --seed 1  one of them, with that seed
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const folder = await mkdtemp(join(tmpdir(), 'upgrade-paths-engines-'))
try {
  const { outputFiles } = await build({
    entryPoints: ['__tests__/engines/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
  })
  const made = join(folder, 'main.mjs')
  await writeFile(made, outputFiles[0].text)
  const { main } = await import(pathToFileURL(made).href)
  process.exitCode = await main(process.argv.slice(2))
} finally {
  await rm(folder, { recursive: true, force: true })
}
