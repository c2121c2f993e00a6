import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import type { Engine } from '../reader.ts'
import { highWaterEngine } from './high-water.ts'
import { setEngine } from './set.ts'

/** The family that the user's config names: for systems that only the user knows. */
export const statedEngine: Engine = { ...highWaterEngine, family: 'set', upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const engine = behaviour.family === 'high-water' ? highWaterEngine : setEngine
  return engine.upgrade(applied, target, behaviour)
}
