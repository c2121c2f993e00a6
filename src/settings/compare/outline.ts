import { draftOf } from './draft.ts'
import { copyOf } from './json.ts'
import { Resources } from './resources.ts'
import { keyword, settingsOf, type Setting } from './settings.ts'
import { metaschema } from './validator.ts'

/** What a schema says of one setting beside what it accepts. */
export interface SettingOutline {
  /** JSON pointer into the schema. */
  readonly pointer: string
  /** Absent where none is stated. */
  readonly default?: unknown
  /** What it says about its deprecation, possibly nothing; absent where it is not deprecated. */
  readonly deprecated?: string
  /** What its schema says of the type, else its allowed values; absent where it says neither. */
  readonly type?: unknown
  readonly description?: string
}

/** Where schemas and editors put the words; the first that is a text counts. */
const MESSAGES = ['deprecationMessage', 'markdownDeprecationMessage', 'x-deprecated', 'deprecated'] as const
const DESCRIPTIONS = ['description', 'markdownDescription', 'title'] as const
/** `[DEPRECATED] ...`, `**Deprecated:** ...`, `This option is deprecated ...`. */
const BEGINS = /^[\W_]*(?:this (?:\w+ )?is )?deprecated\b/i

/** The settings of a schema by dotted path; empty where it cannot be read. */
export function outlineOf(schema: unknown): ReadonlyMap<string, SettingOutline> {
  try {
    const copy = copyOf(schema)
    const settings = settingsOf(new Resources(copy, 'outline', draftOf(copy), metaschema))
    return new Map([...settings].map(([path, setting]) => [path, outline(setting)]))
  } catch {
    return new Map()
  }
}

function outline(setting: Setting): SettingOutline {
  const value = keyword(setting, 'default')
  const deprecated = deprecationOf(setting)
  const type = keyword(setting, 'type') ?? keyword(setting, 'enum')
  const description = descriptionOf(setting)
  const pointer = setting.places[0]?.pointer ?? '#'
  return {
    pointer,
    ...(value === undefined ? {} : { default: value }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description }),
  }
}

/** The words of a deprecation, empty where it has none; undefined for a setting that is not deprecated. */
export function deprecationOf(setting: Setting): string | undefined {
  const message = MESSAGES.map((name) => keyword(setting, name)).find(isText)
  if (message !== undefined) return message
  const description = descriptionOf(setting)
  const flagged = keyword(setting, 'deprecated') === true || keyword(setting, 'x-deprecated') === true
  return flagged || BEGINS.test(description ?? '') ? (description ?? '') : undefined
}

function descriptionOf(setting: Setting): string | undefined {
  return DESCRIPTIONS.map((name) => keyword(setting, name)).find(isText)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
