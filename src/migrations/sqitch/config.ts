import { Unclear } from '../../snapshots/files.ts'
import { inFolder } from '../by-file-name.ts'
import { longestPath } from '../folders.ts'

/** Where a plan and its scripts are, as `sqitch.conf` says it. */
export interface Home {
  readonly plan: string
  readonly deploy: string
  /** Where the scripts of changes are that were reworked since. */
  readonly reworked: string
  /** Without the dot. */
  readonly extension: string
}

export type Section = ReadonlyMap<string, string>

const HEADER = /^\s*\[\s*([\w.-]+)(?:\s+"([^"]*)")?\s*\]/
const OPTION = /^\s*([\w-]+)\s*=\s*(.*)$/

/** Sections by name: `core`, `engine.pg` ... Throws `Unclear` for a value that can be no path, and no other setting. */
export function readConfig(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>()
  let options = new Map<string, string>()
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    const [, section, name] = HEADER.exec(line) ?? []
    const [, key, value = ''] = OPTION.exec(line) ?? []
    if (section !== undefined) {
      const full = name === undefined ? section.toLowerCase() : `${section.toLowerCase()}.${name}`
      options = sections.get(full) ?? new Map<string, string>()
      sections.set(full, options)
    } else if (key !== undefined) {
      if (value.length > longestPath)
        throw new Unclear(`expected ${key.slice(0, 80)} of at most ${longestPath} characters, found more`, n + 1)
      options.set(
        key.toLowerCase(),
        value
          .replace(/\s[#;].*$/, '')
          .replace(/^"(.*)"\s*$/, '$1')
          .trim(),
      )
    }
  }
  return sections
}

/**
 * One home for each engine or target that has a place of its own, else that of `core`; what they do not say, `core` does -
 * Sqitch, `App::Sqitch::Target`.
 */
export function homesOf(folder: string, sections: ReadonlyMap<string, Section>): readonly Home[] {
  const core = sections.get('core') ?? new Map<string, string>()
  const own = [...sections].filter(
    ([name, section]) => /^(?:engine|target)\./.test(name) && (section.has('plan_file') || section.has('top_dir')),
  )
  const layered = own.length > 0 ? own.map(([, section]) => section) : [core]
  return layered.map((section) => {
    const stated = (key: string): string | undefined => section.get(key) ?? core.get(key)
    return homeIn(folder, stated)
  })
}

export function homeIn(folder: string, stated: (key: string) => string | undefined): Home {
  const at = (path: string): string => inFolder(folder, path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, ''))
  const below = (top: string, name: string): string => at(top === '.' || top === '' ? name : `${top}/${name}`)
  const top = stated('top_dir') ?? '.'
  const deploy = stated('deploy_dir')
  const reworked = stated('reworked_dir')
  const own =
    stated('reworked_deploy_dir') ?? (reworked === undefined ? undefined : `${reworked}/${deploy ?? 'deploy'}`)
  return {
    plan: at(stated('plan_file') ?? (top === '.' ? 'sqitch.plan' : `${top}/sqitch.plan`)),
    deploy: deploy === undefined ? below(top, 'deploy') : at(deploy),
    reworked: own === undefined ? below(top, deploy ?? 'deploy') : at(own),
    extension: stated('extension') ?? 'sql',
  }
}
