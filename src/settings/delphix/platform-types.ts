/**
 * Types that plugin schemas may refer to without defining them - SDK docs, References, Schemas, "Delphix-specific
 * Pre-defined Types". Only what tells them apart: which kinds of credentials they accept.
 */
const PLATFORM = 'https://delphix.com/platform/api#/definitions/'
const VAULTS = ['CyberArkVaultCredential', 'HashiCorpVaultCredential']
const TYPES = new Map([
  ['credentialsSupplier', ['NamedPasswordCredential', 'NamedKeyPairCredential', ...VAULTS]],
  ['keyCredentialsSupplier', ['NamedKeyPairCredential', ...VAULTS]],
  ['passwordCredentialsSupplier', ['NamedPasswordCredential', ...VAULTS]],
])

/** A schema in place of such a reference; undefined for any other. */
export function platformType(reference: string): Record<string, unknown> | undefined {
  if (!reference.startsWith(PLATFORM)) return undefined
  const kinds = TYPES.get(reference.slice(PLATFORM.length))
  return kinds && { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: kinds } } }
}
