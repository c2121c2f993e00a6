import { bodyOf, digestOf, hasWord, isInert, readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import {
  freshDigits,
  inFolder,
  keptId,
  leadingDigits,
  listOf,
  textOrder,
  type Content,
  type Entry,
} from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

/** The Designer beside each holds a copy of the whole model: many times larger, and no part of what runs. */
const wants: Wants = { name: /^[0-9]{14}_\w+\.cs$/, prefetch: false }

/**
 * Every migration of the assembly whose id is not in `__EFMigrationsHistory` runs, in order of ids; ids there that the
 * assembly does not have are left alone; no checksums - EF Core, `Migrator.PopulateMigrations`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const efCore: MigrationReader = {
  system: 'ef-core',
  title: 'Entity Framework Core',
  site: 'https://learn.microsoft.com/ef/core/managing-schemas/migrations/',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

interface Step extends Content {
  /** Imports EF Core; the older Entity Framework has other classes and another engine. */
  readonly isStep: boolean
  readonly namespace: string | undefined
}

/** Every folder of `<time>_<Name>.cs` that use EF Core's namespace. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const folders = byFolder(filesIn(files.wanted, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    const steps = inside.map((file) => ({ file, step: files.parse(file, readStep) }))
    if (source === undefined && !steps.some(({ step }) => step?.isStep)) return []
    const namespace = steps.findLast(({ step }) => step?.namespace !== undefined)?.step?.namespace
    const context = contextOf(files, inside[0])
    return [
      listOf({
        system: 'ef-core',
        path,
        entries: steps.map(({ file, step }) => entryOf(file, step)),
        behaviour: { ...behaviour, source: source === undefined ? `EF Core's own classes in ${path}` : 'config' },
        ...(namespace === undefined || context === undefined ? {} : { style: { namespace, ...context } }),
      }),
    ]
  })
}

/** The id stands in the Designer's attribute, and is the file's name unless somebody renamed the file. */
function entryOf(file: FileRef, content: Step | undefined): Entry {
  const id = baseName(file.path).replace(/\.cs$/, '')
  return { file, id, order: textOrder(id), slug: id.replace(/^[0-9]+_/, ''), spellings: [], content }
}

function readStep(text: string): Step {
  const program = readProgram(text, 'csharp')
  const body = bodyOf(program, 'Up')
  return {
    digest: digestOf(program),
    effect: body !== undefined && isInert(body) ? 'noop' : 'changes',
    objects: [],
    isStep: hasWord(program, /^EntityFrameworkCore$/),
    namespace: /^[ \t]*namespace[ \t]+([\w.]+)/m.exec(text)?.[1],
  }
}

/** The context that the oldest Designer names: the smallest, and the one that no release changes. */
function contextOf(files: Files, first: FileRef | undefined): Readonly<Record<string, string>> | undefined {
  const designer = first && files.find(first.path.replace(/\.cs$/, '.Designer.cs'))
  return designer && files.parse(designer, readDesigner)
}

function readDesigner(text: string): Readonly<Record<string, string>> | undefined {
  const head = text.slice(0, 4000)
  const context = /\[DbContext\(typeof\(([\w.]+)\)\)\]/.exec(head)?.[1]
  const usings = [...head.matchAll(/^using (?!Microsoft\.|System)[\w.]+;/gm)].map(([line]) => line)
  return context === undefined ? undefined : { context, usings: usings.join('\n') }
}

/** One file: the attributes that the Designer has otherwise stand on the class itself. */
function noop(request: NoopRequest): NewFile | undefined {
  const { namespace, context, usings = '' } = request.list.style ?? {}
  if (namespace === undefined || context === undefined) return undefined
  const word = request.slug.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const id = keptId(request) ?? `${freshDigits(request, leadingDigits)}_${word}`
  const text = [
    'using Microsoft.EntityFrameworkCore.Infrastructure;',
    'using Microsoft.EntityFrameworkCore.Migrations;',
    ...(usings === '' ? [] : usings.split('\n')),
    '',
    `namespace ${namespace}`,
    '{',
    '    /// <summary>No-op.</summary>',
    `    [DbContext(typeof(${context}))]`,
    `    [Migration("${id}")]`,
    `    public partial class ${id.replace(/^[0-9]+_/, '')} : Migration`,
    '    {',
    '        protected override void Up(MigrationBuilder migrationBuilder)',
    '        {',
    '        }',
    '    }',
    '}',
    '',
  ].join('\n')
  return { id, path: inFolder(request.list.path, `${id}.cs`), text, mode: 'create' }
}
