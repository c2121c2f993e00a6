/**
 * Builds what is committed: dist/ from src/, and the pages and schemas that are made from the code.
 *   node build.js           writes them
 *   node build.js --check   fails where a committed file is not what the sources make
 */
import { mkdir, readFile, writeFile, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  loader: { '.yaml': 'text' },
  write: false,
  logLevel: 'warning',
  // CommonJS dependencies ask for `require`, which an ES module does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
}

async function bundle(entry) {
  const { outputFiles } = await build({ ...shared, entryPoints: [entry] })
  return outputFiles[0].text
}

/** Every generated file: path -> text. */
async function generate() {
  const files = new Map()
  for (const name of ['cli', 'action']) files.set(`dist/${name}.js`, await bundle(`src/${name}.ts`))
  const folder = await mkdtemp(join(tmpdir(), 'upgrade-paths-build-'))
  try {
    const made = join(folder, 'generated.mjs')
    await writeFile(made, await bundle('src/docs/generate.ts'))
    const { generatedFiles } = await import(pathToFileURL(made).href)
    const readme = await readFile('README.md', 'utf8')
    for (const [path, text] of generatedFiles(readme)) files.set(path, text)
  } finally {
    await rm(folder, { recursive: true })
  }
  return files
}

const check = process.argv.includes('--check')
const stale = []
for (const [path, text] of await generate()) {
  const found = await readFile(path, 'utf8').catch(() => undefined)
  if (found === text) continue
  stale.push(path)
  if (check) continue
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
if (check && stale.length > 0) {
  console.error(`not what the sources make: ${stale.join(', ')}\nrun: npm run build`)
  process.exitCode = 1
} else {
  console.log(
    check ? 'dist, docs and schemas are what the sources make' : `written: ${stale.join(', ') || 'nothing new'}`,
  )
}
