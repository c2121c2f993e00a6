import { runOptions, runOutputs } from '../../src/config/run-options.ts'
import { actionFile } from './run.ts'

describe('action.yml', () => {
  const { inputs, outputs, runs } = actionFile()

  it('has the inputs of the option table, with its words and defaults', () => {
    const expected = runOptions.flatMap(({ name, description, values, input }) => {
      if (!input) return []
      const words = [
        description,
        ...(values ? [`One of ${values.join(', ')}.`] : []),
        ...(input.otherwise === undefined ? [] : [`Default: ${input.otherwise}.`]),
      ]
      return [[name, { description: words.join(' '), default: input.default ?? '' }] as const]
    })
    expect(Object.entries(inputs)).toEqual(expected)
  })

  it('has the outputs of the option table', () => {
    expect(Object.entries(outputs)).toEqual(runOutputs.map(({ name, description }) => [name, { description }]))
  })

  it('runs the built file on a Node that GitHub has', () => {
    expect(runs).toEqual({ using: 'node24', main: 'dist/action.js' })
  })
})
