import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { entryOf, type Driver, type Observed, type RunningEngine, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { HERE, startWorker } from '../processes.ts'

const MASTER = 'db/changelog/master'

export const liquibase: Driver = {
  system: 'liquibase',
  engine: 'Liquibase',
  settings: ['XML', 'YAML', 'formatted SQL by includeAll'],
  idOf: (step) => `${nameOf(step)}::ann`,
  files,
  start,
}

function nameOf({ number, slug }: Step): string {
  return `${number}-${slug}`
}

function files(release: Release, setting: string): Tree {
  switch (setting) {
    case 'YAML':
      return { [`${MASTER}.yaml`]: `databaseChangeLog:\n${release.map(yamlOf).join('') || '  []\n'}` }
    case 'XML':
      return { [`${MASTER}.xml`]: changeLog(release.map(xmlOf).join('')) }
    default: {
      const parts = release.map((step): [string, string] => [
        `db/changelog/parts/${nameOf(step)}.sql`,
        formattedOf(step),
      ])
      const master = 'databaseChangeLog:\n  - includeAll:\n      path: db/changelog/parts\n'
      return { ...Object.fromEntries(parts), [`${MASTER}.yaml`]: master }
    }
  }
}

/** Empty for nothing to do. Some remarks stand in the SQL itself, where Liquibase counts them. */
function sqlIn(step: Step): string {
  const remark = step.remark % 3 === 2 ? `-- remark ${step.remark}\n` : ''
  return step.body === 0
    ? ''
    : `${remark}INSERT INTO journal (entry) VALUES ('${entryOf(`${nameOf(step)}::ann`, step)}')`
}

/** What a change set says of edits; it is written anew, as the width of its number is. */
function saysOf({ number, width }: Step): { readonly attribute?: string; readonly takesAny?: true } {
  if (width === 1) return {}
  if (number % 4 === 0) return { attribute: 'runOnChange' }
  if (number % 4 === 1) return { attribute: 'runAlways' }
  return number % 8 === 2 ? { attribute: 'runAlways', takesAny: true } : { takesAny: true }
}

function xmlOf(step: Step): string {
  const sql = sqlIn(step)
  const { attribute, takesAny } = saysOf(step)
  return `  <!-- remark ${step.remark} -->
  <changeSet id="${nameOf(step)}" author="ann"${attribute === undefined ? '' : ` ${attribute}="true"`}>
${takesAny ? '    <validCheckSum>ANY</validCheckSum>\n' : ''}${step.remark % 3 === 1 ? `    <comment>${step.remark}</comment>\n` : ''}    ${sql === '' ? '<empty/>' : `<sql>${sql}</sql>`}
  </changeSet>
`
}

function changeLog(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.4.xsd">
${inside}</databaseChangeLog>
`
}

function yamlOf(step: Step): string {
  const sql = sqlIn(step)
  const { attribute, takesAny } = saysOf(step)
  const lines = [
    `- changeSet: # remark ${step.remark}`,
    `    id: ${nameOf(step)}`,
    '    author: ann',
    ...(attribute === undefined ? [] : [`    ${attribute}: true`]),
    ...(takesAny ? ['    validCheckSum: ANY'] : []),
    ...(step.remark % 3 === 1 ? [`    comment: ${step.remark}`] : []),
    `    changes: ${sql === '' ? '[]' : ''}`,
    ...(sql === '' ? [] : ['    - sql:', `        sql: ${JSON.stringify(sql)}`]),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

function formattedOf(step: Step): string {
  const { attribute, takesAny } = saysOf(step)
  const lines = [
    '--liquibase formatted sql',
    '',
    `--changeset ann:${nameOf(step)}${attribute === undefined ? '' : ` ${attribute}:true`}`,
    ...(takesAny ? ['--validCheckSum: ANY'] : []),
    ...(step.remark % 3 === 1 ? [`--comment: ${step.remark}`] : []),
    sqlIn(step) === '' ? 'SELECT 1' : sqlIn(step),
  ]
  return `${lines.join('\n')};\n`
}

/** One JVM for all: its start takes longer than all that it does for one release. */
async function start(): Promise<RunningEngine> {
  const home = join(HERE, 'node_modules/liquibase/dist/liquibase')
  const jars = [join(home, 'liquibase.jar'), ...readdirSync(join(home, 'lib')).map((name) => join(home, 'lib', name))]
  const script = join(HERE, 'liquibase/Engine.java')
  const java = ['-XX:+UseSerialGC', '-cp', jars.join(':'), script]
  const worker = startWorker('java', java)
  const { version } = (await worker.ask({})) as { readonly version: string }
  return {
    version,
    live: async (releases) => (await worker.ask({ releases })) as readonly Observed[],
    stop: () => worker.stop(),
  }
}
