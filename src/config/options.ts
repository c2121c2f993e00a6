import { readers } from '../readers.ts'
import { rules } from '../rules/index.ts'
import { rangePattern } from './range.ts'
import {
  choice,
  listOf,
  text,
  type ChoiceShape,
  type MapShape,
  type Option,
  type SectionShape,
  type TextShape,
} from './shapes.ts'

const line = text('a text of one line')
/** Neither absolute nor out of the repository. */
const path = text(
  'a path or glob inside the repository',
  String.raw`^(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\u0000-\u001f\u007f]+$`,
)
const glob = text('a glob')
const range = text('a version range (">=1.1 <2.0", "1.x") or a line', rangePattern)
const name = text('a name of lower-case words joined by hyphens', String.raw`^[a-z0-9]+(?:-[a-z0-9]+)*$`)
const branch = text('a branch', String.raw`^(?![-/])(?!.*\.\.)[^\u0000-\u0020\u007f~^:?*\[\\]+$`)
const lineName = text('a line', String.raw`^\d{1,15}(?:\.\d{1,15})*(?:\.[xX])?$`)
const date: TextShape = { ...text('a date (2027-03-31)', String.raw`^\d{4}-\d\d-\d\d$`), format: 'date' }
/**
 * With repeated groups, or many repetitions in a row, a regular expression can take time without bound. `\Z` means
 * something in other languages, and nothing here.
 */
const pattern: TextShape = {
  ...text('a regular expression that repeats no group and has at most three of * + {'),
  not: String.raw`(?<!\\)\)[*+{]|^(?:[^*+{]*[*+{]){4}|[^\\]\\Z`,
  format: 'regex',
}
const ruleName: ChoiceShape = { ...choice(...rules.map(({ id }) => id)), what: 'the name of a rule' }
const settings: MapShape = {
  kind: 'map',
  keys: text('a setting', String.raw`^[A-Za-z][A-Za-z0-9_.-]{0,99}$`),
  of: { kind: 'either', of: [{ kind: 'scalar' }, listOf({ kind: 'scalar' })] },
}

function section(options: Readonly<Record<string, Option>>): SectionShape {
  return { kind: 'section', options }
}

const releases = section({
  tags: {
    shape: { kind: 'either', of: [glob, listOf(glob)] },
    description: 'Which tags are releases: a glob or a list of globs. `{version}` marks the number.',
    example: 'plugin-a@{version}',
    default: [],
    otherwise: 'the tag family that most releases use',
  },
  scheme: {
    shape: choice('auto', 'semver', 'build-number'),
    description: 'How version numbers compare. `build-number` is any count of integers, compared part by part.',
    default: 'auto',
  },
  lines: {
    shape: { kind: 'either', of: [choice('auto'), { kind: 'count', minimum: 1, maximum: 8 }] },
    description: 'How many leading parts of the number name a release line.',
    example: 2,
    default: 'auto',
  },
  prereleases: {
    shape: { kind: 'flag' },
    description:
      'Whether pre-releases count as releases. One that is judged is taken for the release it is on its way to.',
    default: false,
  },
  heads: {
    shape: { kind: 'map', keys: lineName, of: branch },
    description: 'The branch of a line, where branch names do not tell.',
    example: { '1.x': 'release/1.x', '2.x': 'main' },
    default: {},
    otherwise: 'found by branch names',
  },
  supported: {
    shape: listOf(range),
    description: 'Releases and lines whose users count. Others are compared, and only noted.',
    example: ['>=1.1'],
    default: [],
    otherwise: "lines released within 24 months of the candidate's day that no tag (`x-eol`) marks as ended",
  },
})

const migration = section({
  system: { shape: name, description: 'The migration system.', example: 'flyway', required: true },
  path: {
    shape: path,
    description: 'The folder, file or glob of the migrations.',
    example: 'db/migration/**/V*.sql',
    required: true,
  },
  name: { shape: line, description: 'A name for the list, where there are several.', example: 'orders' },
  engine: {
    shape: settings,
    description: "The engine's settings in its own spelling; they win over what the project's files say.",
    example: { outOfOrder: true },
  },
  options: { shape: settings, description: "The reader's own settings; see the page of the system." },
})

const surface = section({
  format: { shape: name, description: 'The format of the settings.', example: 'json-schema', required: true },
  path: { shape: path, description: 'The file or glob.', example: 'values.schema.json', required: true },
  name: { shape: line, description: 'A name for reports.', example: 'chart values', otherwise: 'the path' },
})

const runtime = section({
  source: {
    shape: choice(...readers.runtimes.map(({ source }) => source)),
    description: 'The manifest that states the lowest runtime.',
    example: 'maven',
    required: true,
  },
  path: { shape: path, description: 'The file or glob.', example: 'pom.xml', required: true },
})

const acceptance: SectionShape = {
  ...section({
    rule: { shape: ruleName, description: 'The rule of the finding.', example: 'setting-removed', required: true },
    subject: {
      shape: line,
      description: 'The subject of the finding, as the report prints it.',
      example: 'linkedSource.stagingPort',
      required: true,
    },
    releases: { shape: range, description: 'The affected releases it covers.', example: '<2.0', otherwise: 'all' },
    reason: { shape: line, description: 'Why the project accepts it.', example: 'nobody used it', required: true },
    owner: { shape: line, description: 'Who decided.', example: '@team-db' },
    until: { shape: date, description: 'The last day it holds.', example: '2027-03-31', otherwise: 'for ever' },
  }),
  located: true,
}

/** The config file: one entry per key, in the order of the documentation. */
export const configFile = section({
  releases: {
    shape: releases,
    description: 'Which tags are releases, and which releases belong together.',
    default: {},
  },
  migrations: {
    shape: listOf(migration),
    description: 'Where the migrations are.',
    default: [],
    otherwise: 'detected at every release',
  },
  settings: {
    shape: listOf(surface),
    description: 'Where the schemas of the settings are.',
    default: [],
    otherwise: 'detected at every release',
  },
  runtime: {
    shape: listOf(runtime),
    description: 'Where the lowest runtime (Java, Node.js, Python, Go ...) is stated.',
    default: [],
    otherwise: "the root's manifests at every release",
  },
  fixes: {
    shape: section({
      paths: {
        shape: listOf(glob),
        description: 'What counts as product code; `!` excludes, and the last glob that matches decides.',
        example: ['**', '!docs/**', '!**/test/**'],
        default: [],
        otherwise: 'everything but tests, documentation and automation',
      },
      marked: {
        shape: listOf(pattern),
        description:
          'Subjects, trailers or labels that mark a fix for backporting: `fix-not-backported` asks for it on the older lines.',
        example: ['^fix(\\(.+\\))?:'],
        default: [],
      },
    }),
    description: 'Which commits are fixes.',
    default: {},
  },
  policy: {
    shape: section({
      versions: {
        shape: choice('independent', 'synchronised'),
        description:
          'Which versions may break: a major one (a minor one below 1.0), or x.y.0 of a product numbered like its core.',
        default: 'independent',
      },
      guards: {
        shape: choice('required', 'optional'),
        description: 'Whether every fix must ship with a migration that keeps its users from losing it.',
        otherwise: 'required for delphix, else optional',
      },
      deprecation: {
        shape: section({
          releases: {
            shape: { kind: 'count', minimum: 0, maximum: 100 },
            description: 'Releases with the deprecation before the removal.',
            default: 2,
          },
          months: {
            shape: { kind: 'count', minimum: 0, maximum: 120 },
            description: 'Months from the first of them to the removal.',
            default: 6,
          },
        }),
        description: 'How long something is visibly deprecated before it goes.',
        default: {},
      },
      notes: {
        shape: path,
        description: 'The file with the release notes, which name every break.',
        example: 'CHANGELOG.md',
        otherwise: 'found by name (changelog, changes, history, news, release notes, upgrading), else notes of reno',
      },
    }),
    description: 'What the project promises.',
    default: {},
  },
  rules: {
    shape: { kind: 'map', keys: ruleName, of: choice('off', 'note', 'warning', 'error') },
    description: 'Severities of rules, instead of their own.',
    example: { 'setting-boolean': 'off' },
    default: {},
  },
  accept: {
    shape: listOf(acceptance),
    description: 'Findings that the project decided to live with. Expired and unused entries are reported.',
    default: [],
  },
})
