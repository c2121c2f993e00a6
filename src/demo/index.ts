import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nearest } from '../config/nearest.ts'
import { buildScenario, parseScenario } from './scenario.ts'
import { stories } from './stories.ts'

export interface Story {
  readonly name: string
  readonly title: string
  /** What happens in it, and what a check of it says. */
  readonly expectation: string
}

/** A story as a repository that can be looked at. */
export interface Demo extends Story {
  /** A new folder with a work tree; nobody removes it. */
  readonly directory: string
  readonly candidate: string
}

export class UnknownStory extends Error {}

/** The stories of the demo, the motivating one first. */
export function listStories(): readonly Story[] {
  return Object.entries(stories).map(([name, text]) => {
    const { title, about } = parseScenario(text)
    return { name, title, expectation: about.trim() }
  })
}

/** Makes a story a repository in a new temporary folder. Throws `UnknownStory`. */
export async function prepareDemo(name = 'story'): Promise<Demo> {
  const story = listStories().find((one) => one.name === name)
  const text = stories[name]
  if (!story || text === undefined) {
    const names = Object.keys(stories)
    const close = nearest(name, names)
    const hint = close === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${close}?`
    throw new UnknownStory(`there is no story ${JSON.stringify(name)}: ${hint}`)
  }
  const directory = await mkdtemp(join(tmpdir(), `upgrade-paths-${name}-`))
  const scenario = parseScenario(text)
  await buildScenario(scenario, directory, { bare: false })
  return { ...story, directory, candidate: scenario.candidate }
}
