/** What a candidate takes away from users, told to them. */
import type { Finding } from '../model.ts'
import { deprecationIn } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { isAccepted } from './acceptance.ts'
import { below } from './moves.ts'
import { nameRemoved } from './name-removed.ts'
import type { Rule } from './rule.ts'
import { runtimeName, runtimeRaised } from './runtime-raised.ts'
import { howNarrowed, settingNarrowed } from './setting-narrowed.ts'
import { settingNewlyRequired } from './setting-newly-required.ts'
import { settingRemoved } from './setting-removed.ts'
import { settingRenamed } from './setting-renamed.ts'
import type { SettingFacts } from './settings.ts'
import { show } from './words.ts'
import { baseRelease } from '../world.ts'

export interface Break {
  readonly finding: Finding
  /** Words of which notes that name the break have one. */
  readonly names: readonly string[]
  /** For the release notes: what changed and what to do. */
  readonly announcement: string
}

type Teller = (view: View) => readonly Break[]

const tellers: readonly Teller[] = [
  of(settingRemoved, namesOfSetting, ({ path }, words) => `\`${path}\` is gone. ${words ?? 'Take it out of your configuration.'}`),
  of(settingRenamed, namesOfRenamed, (facts) => facts.moved ? moveOf(facts, facts.moved) : `\`${facts.path}\` is now \`${facts.to ?? show(facts.after)}\`. Rename it in your configuration.`),
  of(settingNewlyRequired, namesOfSetting, ({ path }) => `\`${path}\` is required. Set it before you upgrade.`),
  of(settingNarrowed, namesOfSetting, (facts) => `${facts.path === '' ? 'The configuration as a whole' : `\`${facts.path}\``} accepts less${howNarrowed(facts)}. Check the value you have.`),
  of(nameRemoved, ({ name }) => [name], ({ name, kinds, now }) => `The ${kinds.join(' and ')} \`${name}\` is ${now === undefined ? 'gone. Stop using it' : `now \`${now}\`. Use that`} before you upgrade.`),
  of(runtimeRaised, ({ runtime }) => runtimeNames[runtime] ?? [runtime], ({ runtime, before, after }) => `${runtimeName(runtime)} ${after} or newer is needed; ${before} was enough. Upgrade it first.`),
] // prettier-ignore

const runtimeNames: Readonly<Record<string, readonly string[]>> = {
  java: ['Java', 'JDK', 'JRE'],
  node: ['Node', 'Node.js', 'NodeJS'],
  vscode: ['VS Code', 'Visual Studio Code'],
}

/** Every break of a candidate that the config does not accept, nor make less of. */
export function breaksOf(view: View): readonly Break[] {
  let known = found.get(view)
  if (!known) found.set(view, (known = tellers.flatMap((teller) => teller(view))))
  return known
}

const found = new WeakMap<View, readonly Break[]>()

function of<Facts>(
  rule: Rule<Facts>,
  names: (facts: Facts) => readonly string[],
  tell: (facts: Facts, deprecation: string | undefined) => string,
): Teller {
  return (view) => {
    const severity = view.config.rules[rule.id] ?? 'error'
    if (severity !== 'error') return []
    return rule
      .find(view)
      .filter((finding) => finding.breaks === true && finding.known !== true)
      .filter((finding) => !view.config.accept.some((entry) => isAccepted(entry, finding, view)))
      .map((finding) => ({
        finding,
        names: names(finding.facts),
        announcement: tell(finding.facts, deprecationOf(view, finding.facts as Partial<SettingFacts>)).replace(
          /\s+/g,
          ' ',
        ),
      }))
  }
}

/** The path, and its last name: notes seldom spell the path out. */
function namesOfSetting({ path }: SettingFacts): readonly string[] {
  const own = path.split('.').map((name) => name.replaceAll('[]', '')).filter((name) => name !== '' && name !== '*') // prettier-ignore
  return [path, ...own.slice(-1)]
}

/** Notes may name the new group, or any of what moved there. */
function namesOfRenamed(facts: SettingFacts): readonly string[] {
  const { path, to = '', moved } = facts
  if (!moved) return namesOfSetting(facts)
  return [...(to === '' ? [] : [to]), ...moved.flatMap((name) => namesOfSetting({ ...facts, path: below(path, name) }))]
}

function moveOf({ path, to = '' }: SettingFacts, moved: readonly string[]): string {
  const names = moved.map((name) => `\`${name}\``).join(', ')
  const [from, into] = [path, to].map((group) => (group === '' ? 'the document itself' : `\`${group}\``))
  return `These moved from ${from ?? ''} to ${into ?? ''}: ${names}. Move them in your configuration.`
}

/** What the base said to use instead. */
function deprecationOf(view: View, { surface, path }: Partial<SettingFacts>): string | undefined {
  const base = baseRelease(view)
  if (!base || surface === undefined || path === undefined) return undefined
  const words = deprecationIn(view.snapshot(base).settings.get(surface), path)
  return words === undefined || words === '' ? undefined : show(words.trim())
}
