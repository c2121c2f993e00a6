/** Strips the types of a test or source file; types themselves are checked by `npm run typecheck`. */
const { createHash } = require('node:crypto')
const { transformSync, version } = require('esbuild')

module.exports = {
  getCacheKey: (source, path) => createHash('sha1').update([version, path, source].join('\0')).digest('hex'),
  process: (source, path) => {
    const { code, map } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'inline',
    })
    return { code, map: map || null }
  },
}
