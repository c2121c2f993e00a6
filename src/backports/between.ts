import type { Revision } from '../model.ts'
import type { World } from '../view.ts'
import { tipOf } from './gaps.ts'

/**
 * Supported lines that lack something which the newest supported line has and an older one too. Every line is seen at its
 * branch, the candidate's at the candidate; one for which `has` cannot tell is left out.
 */
export function linesLacking(world: World, has: (revision: Revision) => boolean | undefined): readonly string[] {
  const known = world.lines.flatMap((line) => {
    const tip = line.name === world.candidate.line ? world.candidate : tipOf(line)
    const answer = line.supported && tip ? has(tip) : undefined
    return answer === undefined ? [] : [{ name: line.name, answer }]
  })
  const oldest = known.findIndex(({ answer }) => answer)
  if (known.at(-1)?.answer !== true) return []
  return known.slice(oldest).flatMap(({ name, answer }) => (answer ? [] : [name]))
}
