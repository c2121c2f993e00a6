import { entryOf, type Driver, type Tree } from '../driver.ts'
import { digitsOf, type Release, type Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const rails: Driver = {
  system: 'rails',
  engine: 'ActiveRecord',
  settings: ['default'],
  idOf: ({ number }) => String(number),
  files,
  start: () => startEngine('/usr/bin/ruby', 'rails/engine.rb'),
}

function files(release: Release): Tree {
  return Object.fromEntries(
    release.map((step) => [`db/migrate/${digitsOf(step)}_${slugOf(step)}.rb`, migrationOf(step)]),
  )
}

/** Two files with one name are refused, as they make one class: only every other step risks it. */
function slugOf({ number, width, slug }: Step): string {
  return width === 3 ? slug : `${slug}_${number}`
}

function migrationOf(step: Step): string {
  const name = slugOf(step).replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const entry = entryOf(String(step.number), step)
  return `class ${name} < ActiveRecord::Migration[6.1]
  ${step.remark === 0 ? '' : `# remark ${step.remark}`}
  def up
    ${step.body === 0 ? '' : `execute "INSERT INTO journal VALUES ('${entry}')"`}
  end
end
`
}
