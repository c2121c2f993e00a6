import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, livesWithSquashes, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const django: Driver = {
  system: 'django',
  engine: 'Django',
  settings: ['default'],
  lives: livesWithSquashes,
  // How many leaves there are depends on what a database has of a squash: the engine itself looks.
  harmless: () => ['multiple-heads'],
  idOf,
  files,
  // What a squash stands for is written down with it.
  tableOf: ({ migrations }) => [...new Set([...migrations.values()].flatMap(({ id, replaces }) => [id, ...replaces]))],
  start: () => startEngine('/usr/bin/python3', 'django/engine.py'),
}

function idOf(step: Step): string {
  return `${digitsOf(step)}_${step.slug}`
}

function files(release: Release): Tree {
  // Names of what is gone are still used by what follows it.
  const known = [...release.flatMap(({ replaces }) => replaces), ...release]
  const ids = new Map(known.map((step) => [step.number, idOf(step)]))
  return {
    'shop/__init__.py': '',
    'shop/migrations/__init__.py': '',
    ...Object.fromEntries(
      release.map((step) => [
        `shop/migrations/${idOf(step)}.py`,
        migrationOf(
          step,
          step.parents.map((number) => ids.get(number) ?? ''),
        ),
      ]),
    ),
  }
}

function migrationOf(step: Step, parents: readonly string[]): string {
  const named = (ids: readonly string[]): string => ids.map((id) => `("shop", ${JSON.stringify(id)})`).join(', ')
  const replaces = step.replaces.length === 0 ? '' : `\n    replaces = [${named(step.replaces.map(idOf))}]`
  const operations =
    step.body === 0 ? '' : `migrations.RunSQL("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')")`
  return `from django.db import migrations

${step.remark === 0 ? '' : `# remark ${step.remark}`}

class Migration(migrations.Migration):
    dependencies = [${named(parents)}]${replaces}
    operations = [${operations}]
`
}
