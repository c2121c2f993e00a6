import { writeWhole } from '../publish/write-file.ts'
import { Refusal } from './exit.ts'

/** What the flags about output say; `color` is undefined where nothing was said. */
export interface OutputFlags {
  readonly output?: string
  readonly color?: boolean
  readonly quiet?: boolean
}

/** Writes the finished text to the file named, whole or not at all, else to standard output. Throws `Refusal`. */
export async function emit(text: string, { output }: OutputFlags): Promise<void> {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  if (output !== undefined) {
    await writeWhole(output, whole).catch((error: unknown) => {
      throw new Refusal(
        `--output ${output}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      )
    })
    return
  }
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(whole, (error) => {
      // Whoever reads may stop reading (`| head`): that is no failure of ours.
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
      else resolve()
    })
  })
}

/** Colour where it was asked for, else on a terminal that did not ask for none (no-color.org). */
export function useColor({ color, output }: OutputFlags): boolean {
  if (color !== undefined) return color
  return output === undefined && process.stdout.isTTY && process.env.NO_COLOR === undefined
}

/** Tells how far the work is, on a terminal only; `undefined` clears the line. */
export function progressLine({ quiet }: OutputFlags): (text: string | undefined) => void {
  if (quiet === true || !process.stderr.isTTY) return () => undefined
  return (text) => {
    process.stderr.write(`\r\u001b[2K${text ?? ''}`)
  }
}
