import type { FileRef, Files } from '../../snapshots/files.ts'
import type { Home } from './homes.ts'
import type { Registered } from './list.ts'

/**
 * How the plugin writes its migrations: the module that holds most of them, the name before `.repository` there, and what
 * to put before one more. A plugin that has none yet has them in its entry point.
 */
export function styleOf(
  files: Files,
  home: Home,
  registered: readonly Registered[],
): Readonly<Record<string, string>> | undefined {
  const usable = registered.filter(({ registration }) => registration.prefix !== '')
  const counts = new Map<FileRef, number>()
  for (const { file } of usable) counts.set(file, (counts.get(file) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  const last = usable.findLast(({ file }) => file === most?.[0])
  if (last) return { path: last.file.path, prefix: last.registration.prefix, gap: gapAfter(files.text(last.file)) }
  const entry = entryOf(home)
  return entry && { path: entry.file.path, prefix: `${entry.name}.upgrade`, gap: gapAfter(files.text(entry.file)) }
}

/** `package.module:name` of the config. */
function entryOf({ plugin, path, modules }: Home): { file: FileRef; name: string } | undefined {
  const value = plugin?.config.entryPoint?.value
  const match = typeof value === 'string' ? /^([\w.]+):(\w+)$/.exec(value) : null
  const [, module = '', name = ''] = match ?? []
  const wanted = `${module.replaceAll('.', '/')}.py`
  const file =
    modules.find((one) => one.path === (path === '' ? wanted : `${path}/${wanted}`)) ??
    modules.find((one) => one.path.endsWith(`/${wanted.slice(wanted.lastIndexOf('/') + 1)}`))
  return file && name !== '' ? { file, name } : undefined
}

/** Two blank lines in the file's own line ending. */
function gapAfter(text = ''): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  return newline.repeat(text === '' || text.endsWith('\n') ? 2 : 3)
}
