/**
 * V8 up to Node 20 compiles a function anew, on a thread of its own, as soon as it looks hot. A check is over in a second or
 * two and shares two processors with git: to wait until a function really is hot saves a fifth of its processor time. Newer
 * versions have a middle tier of their own and not this setting. Nothing but speed hangs on it.
 */
import { setFlagsFromString } from 'node:v8'

if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000')
