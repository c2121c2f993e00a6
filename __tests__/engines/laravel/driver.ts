import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const laravel: Driver = {
  system: 'laravel',
  engine: 'Laravel',
  settings: ['default'],
  idOf,
  files,
  start: () => startEngine('/usr/bin/php', 'laravel/engine.php'),
}

function idOf(step: Step): string {
  return `2026_01_01_${digitsOf(step)}_${slugOf(step)}`
}

function files(release: Release): Tree {
  return Object.fromEntries(release.map((step) => [`database/migrations/${idOf(step)}.php`, scriptOf(step)]))
}

/** Two classes of one name end the program: those that have a name have a number in it. */
function slugOf(step: Step): string {
  return isNamed(step) ? `${step.slug}_${step.number}` : step.slug
}

function isNamed({ width }: Step): boolean {
  return width === 1
}

function scriptOf(step: Step): string {
  const name = slugOf(step).replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const up = step.body === 0 ? '' : `DB::statement("INSERT INTO journal VALUES ('${entryOf(idOf(step), step)}')");`
  return `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\DB;

${isNamed(step) ? `class ${name}` : 'return new class'} extends Migration
{
    // remark ${step.remark}
    public function up()
    {
        ${up}
    }
}${isNamed(step) ? '' : ';'}
`
}
