/**
 * V8 up to Node 20 compiles a function anew, on a thread of its own, as soon as it looks hot. A check is over in a second or
 * two and shares two processors with git: to wait until a function really is hot, and to run plain machine code until then,
 * saves a tenth to a fifth of its processor time. Newer versions have a middle tier of their own and not these settings.
 * Nothing but speed hangs on it.
 */
import { setFlagsFromString } from 'node:v8'

if (process.versions.node.startsWith('20.')) {
  setFlagsFromString('--interrupt-budget=300000')
  setFlagsFromString('--always-sparkplug')
}
