import './patience.ts'
import { runCommandLine } from './commands/index.ts'

process.exitCode = await runCommandLine(process.argv)
