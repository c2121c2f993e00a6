/** One entry of a tree object. Symbolic links and submodules are data of their own kind, never followed. */
export interface TreeEntry {
  readonly name: string
  readonly oid: string
  readonly kind: 'file' | 'folder' | 'symlink' | 'submodule'
}

/** Parses git's raw tree format: `<mode> <name>\0<20 or 32 byte id>` repeated. */
export function parseTree(data: Buffer, idBytes: number): readonly TreeEntry[] {
  const entries: TreeEntry[] = []
  let at = 0
  while (at < data.length) {
    const space = data.indexOf(32, at)
    const zero = data.indexOf(0, space)
    // A truncated tree yields the entries that are whole.
    if (space < 0 || zero < 0 || zero + 1 + idBytes > data.length) break
    const kind = kindOf(data, at, space)
    const name = data.toString('utf8', space + 1, zero)
    entries.push({ name, oid: data.toString('hex', zero + 1, zero + 1 + idBytes), kind })
    at = zero + 1 + idBytes
  }
  return entries
}

/** Modes: 100644, 100755 and old 100664 files; 40000 folder; 120000 symlink; 160000 submodule. */
function kindOf(data: Buffer, start: number, end: number): TreeEntry['kind'] {
  if (end - start === 5) return 'folder'
  if (data[start + 1] === 50) return 'symlink'
  if (data[start + 1] === 54) return 'submodule'
  return 'file'
}
