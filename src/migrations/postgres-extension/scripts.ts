import type { FileRef } from '../../snapshots/files.ts'
import { readSql, type Content } from '../by-file-name.ts'
import { baseName } from '../folders.ts'

/** `ext--a.sql` installs a version, `ext--a--b.sql` leads from one to another. */
export interface Script {
  readonly file: FileRef
  readonly from: string | undefined
  readonly to: string
}

/** What builds fill in goes by other endings: `.sql.in`, `.sql.m4` ... */
export const SCRIPT = /^(.+?)--(.+)\.sql(?:\.\w+)?$/
export const CONTROL = /^(.+?)\.control(?:\.in)?$/

/** Scripts by the extension in front of their names - PostgreSQL, `extension.c`, `get_ext_ver_list`. */
export function scriptsOf(files: readonly FileRef[]): ReadonlyMap<string, readonly Script[]> {
  const extensions = new Map<string, Script[]>()
  for (const file of files) {
    const [, extension = '', versions = ''] = SCRIPT.exec(baseName(file.path)) ?? []
    const [first = '', second, ...more] = versions.split('--')
    // Extensions that were there before there were extensions: nobody is on that version.
    if (first === '' || more.length > 0 || second === '' || first === 'unpackaged') continue
    const script = second === undefined ? { file, from: undefined, to: first } : { file, from: first, to: second }
    extensions.set(extension, [...(extensions.get(extension) ?? []), script])
  }
  return extensions
}

const DEFAULT = /^[ \t]*default_version[ \t]*(?:=[ \t]*)?'([^'\n]*)'/m

/** The version in a control file; undefined where it states none, or a build fills it in. */
export function defaultVersion(text: string): string | undefined {
  const version = DEFAULT.exec(text)?.[1]
  return version === undefined || !/^[\w.+~-]+$/.test(version) ? undefined : version
}

/** Lines that only warn people who feed the script to psql do not count, as in PostgreSQL itself; what a build includes does. */
export function readScript(text: string): Content {
  return readSql(text.replace(/^\\(?:echo|quit).*$/gm, '').replace(/^#(?=[ \t]*include\b)/gm, ''))
}
