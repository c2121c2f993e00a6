import manifest from '../package.json' with { type: 'json' }

/** The product's own version. */
export const toolVersion = manifest.version
