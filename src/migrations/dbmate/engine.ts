import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { outOfOrder } from '../engines/obstacles.ts'
import { setEngine } from '../engines/set.ts'
import type { Engine } from '../reader.ts'

/**
 * dbmate asks its table only about the files that it has. Scripts run in order of their names, but `--strict` compares
 * versions: the first script to run must have a higher one, as a text, than all that are applied. The two orders differ:
 * `10_a.sql` comes before `1_a.sql`, and `10` after `1` - dbmate, `DB.Migrate`.
 */
export const dbmateEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const plain = setEngine.upgrade(applied, target, { ...behaviour, outOfOrder: 'runs' })
  if (behaviour.outOfOrder === 'runs') return plain
  let highest = ''
  for (const { id } of target) if (applied.migrations.has(id) && id > highest) highest = id
  const late = plain.ran.filter(({ id }) => id <= highest)
  if (late.length === 0 || late[0] !== plain.ran[0]) return plain
  const told = late.flatMap((migration) => outOfOrder(migration, behaviour) ?? [])
  return { obstacles: [...plain.obstacles, ...told], ran: [], after: applied }
}
