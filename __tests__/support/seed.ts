/**
 * One seed for all properties, so that a change is held against the same inputs as the one before it. `SEED` gives others,
 * and the weekly run of CI does; a failure prints it.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.SEED ?? 55638056) % 2 ** 31 })
