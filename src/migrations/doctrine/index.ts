import { bodyOf, classNameOf, digestOf, hasWord, isInert, readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, listOf, textOrder, type Content, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

const wants: Wants = { name: /^Version[0-9]{8,20}\w*\.php$/, prefetch: false }

/**
 * Every version that is not in the table runs, in order of names; versions there without a class are warned of, and an
 * unattended run goes on; no checksums - Doctrine Migrations, `MigrateCommand`, `MigrationPlanCalculator`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const doctrine: MigrationReader = {
  system: 'doctrine',
  title: 'Doctrine Migrations',
  site: 'https://www.doctrine-project.org/projects/doctrine-migrations/en/current/reference/managing-migrations.html',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

interface Version extends Content {
  /** Imports Doctrine, or derives from its class. */
  readonly isVersion: boolean
  readonly namespace: string | undefined
  /** Declarations of `up` differ over PHP versions. */
  readonly returns: boolean
}

/** Every folder of `Version<time>.php` that derive from an AbstractMigration. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const folders = byFolder(filesIn(files.wanted, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    const versions = inside.map((file) => ({ file, version: files.parse(file, readVersion) }))
    if (source === undefined && !versions.some(({ version }) => version?.isVersion)) return []
    const last = versions.findLast(({ version }) => version?.namespace !== undefined)?.version
    return [
      listOf({
        system: 'doctrine',
        path,
        entries: versions.map(({ file, version }) => entryOf(file, version)),
        behaviour: { ...behaviour, source: source === undefined ? `Doctrine's own class in ${path}` : 'config' },
        ...(last?.namespace === undefined
          ? {}
          : { style: { namespace: last.namespace, returns: last.returns ? ': void' : '' } }),
      }),
    ]
  })
}

/** Versions are compared by their full names, which have one namespace in one folder. */
function entryOf(file: FileRef, content: Version | undefined): Entry {
  const id = baseName(file.path).replace(/\.php$/, '')
  return { file, id, order: textOrder(id), slug: '', spellings: [id.slice('Version'.length)], content }
}

function readVersion(text: string): Version {
  const program = readProgram(text, 'php')
  const words = program.tokens.map((token) => token.text)
  const className = classNameOf(program)
  const body = bodyOf(program, 'up')
  const at = words.indexOf('namespace')
  const end = words.indexOf(';', at)
  return {
    digest: digestOf(program, className === undefined ? [] : [className]),
    effect: body !== undefined && isInert(body) ? 'noop' : 'changes',
    objects: [],
    isVersion: hasWord(program, /^Doctrine$/) && hasWord(program, /^Abstract\w*Migration$/),
    namespace: at < 0 || end < 0 || end > at + 40 ? undefined : words.slice(at + 1, end).join(''),
    returns: words.includes('void'),
  }
}

function noop(request: NoopRequest): NewFile | undefined {
  const { namespace, returns = ': void' } = request.list.style ?? {}
  if (namespace === undefined) return undefined
  const digits = freshDigits(request, ({ id }) => /^Version([0-9]+)/.exec(id)?.[1])
  const id = keptId(request) ?? `Version${digits}`
  const text = [
    '<?php',
    '',
    'declare(strict_types=1);',
    '',
    `namespace ${namespace};`,
    '',
    'use Doctrine\\DBAL\\Schema\\Schema;',
    'use Doctrine\\Migrations\\AbstractMigration;',
    '',
    '/** No-op. */',
    `final class ${id} extends AbstractMigration`,
    '{',
    `    public function up(Schema $schema)${returns}`,
    '    {',
    '    }',
    '',
    `    public function down(Schema $schema)${returns}`,
    '    {',
    '    }',
    '}',
    '',
  ].join('\n')
  return { id, path: inFolder(request.list.path, `${id}.php`), text, mode: 'create' }
}
