import { baseName } from '../folders.ts'
import type { Migration } from '../../model.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/** A changelog with one empty change set, to be included by the one that has the others. */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, slug, date } = request
  const { folder, master } = list.style ?? {}
  if (folder === undefined || master === undefined) return undefined
  const kept = original !== undefined && !list.migrations.some(({ id }) => id === original.id)
  const day = new Date(date * 1000).toISOString().slice(0, 10).replaceAll('-', '')
  const { id, author } = kept ? namesOf(original) : { id: `${day}-${slug}`, author: authorOf(list.migrations) }
  const extension = /\.(xml|ya?ml|json|sql)$/i.exec(master)?.[1]?.toLowerCase() ?? 'xml'
  const name = `${day}-${slug}.${extension}`
  const text = textOf(extension, id, author, baseName(master))
  return { id: `${id}::${author}`, path: folder === '' ? name : `${folder}/${name}`, text, mode: 'create' }
}

function namesOf({ id: whole }: Migration): { id: string; author: string } {
  const [id = whole, author = 'unknown'] = whole.split('::')
  return { id, author }
}

function authorOf(migrations: readonly Migration[]): string {
  const last = migrations.at(-1)
  return last ? namesOf(last).author : 'upgrade-paths'
}

function textOf(extension: string, id: string, author: string, master: string): string {
  const why = `Does nothing here. Include this file in ${master}, unless the whole folder is included.`
  if (extension === 'sql') {
    return `--liquibase formatted sql\n\n-- ${why}\n--changeset ${quoted(author)}:${quoted(id)}\nSELECT 1;\n`
  }
  if (extension === 'json') {
    const changeSet = { id, author, comment: why, changes: [] }
    return `${JSON.stringify({ databaseChangeLog: [{ changeSet }] }, undefined, 2)}\n`
  }
  if (extension !== 'xml') {
    const lines = ['databaseChangeLog:', '  - changeSet:', `      id: ${JSON.stringify(id)}`]
    return [...lines, `      author: ${JSON.stringify(author)}`, `      comment: ${why}`, '      changes: []', ''].join(
      '\n',
    )
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<databaseChangeLog',
    '    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"',
    '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    '    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog',
    '        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">',
    `    <!-- ${why} -->`,
    `    <changeSet id="${escaped(id)}" author="${escaped(author)}"/>`,
    '</databaseChangeLog>',
    '',
  ].join('\n')
}

function quoted(text: string): string {
  return /[\s:]/.test(text) ? `"${text.replaceAll('"', '')}"` : text
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
