import { createHash } from 'node:crypto'
import { readRuby } from '../../languages/ruby.ts'
import type { Effect } from '../../model.ts'

export interface Content {
  readonly digest: string
  readonly effect: Effect
  /** Tables named by the usual calls. */
  readonly objects: readonly string[]
  readonly superclass: string | undefined
}

/** Before Rails 5 there was no version to state; 4.2 is what its absence means since - Rails guides, Migrations. */
const OLDEST_VERSION = /^(class .*< ?(?:::)?ActiveRecord::Migration)\[4\.2\]$/
const TABLE_CALL =
  /\b(?:(?:create|drop|rename|change)_table|(?:add|remove|rename|change)_(?:columns?|index|references?|belongs_to|timestamps|foreign_key|check_constraint|column_(?:default|null))|rename_index)[ (]\s*[:"']+(\w+)/g

/** A migration file; module-level so that equal texts are read once. */
export function readMigration(text: string): Content {
  const { code, noop, superclass } = readRuby(text)
  const meaning = code.map((line) => line.replace(OLDEST_VERSION, '$1')).join('\n')
  const tables = new Set(code.flatMap((line) => [...line.matchAll(TABLE_CALL)].map((call) => call[1] ?? '')))
  return {
    digest: createHash('sha1').update(meaning).digest('hex'),
    effect: noop ? 'noop' : 'changes',
    objects: [...tables].sort(),
    superclass,
  }
}
