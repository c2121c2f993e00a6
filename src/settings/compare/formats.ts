import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { Truth } from './holds.ts'

/** A readable text for each format, to have something to try where no automaton can follow the format. */
const examples: Record<string, readonly string[]> = {
  date: ['2024-01-31'],
  time: ['12:00:00Z'],
  'date-time': ['2024-01-31T12:00:00Z'],
  'iso-time': ['12:00:00'],
  'iso-date-time': ['2024-01-31T12:00:00'],
  duration: ['P1D'],
  uri: ['http://example.com'],
  'uri-reference': ['a'],
  'uri-template': ['a'],
  url: ['http://example.com'],
  email: ['a@example.com'],
  hostname: ['example.com'],
  ipv4: ['127.0.0.1'],
  ipv6: ['::1'],
  regex: ['a'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000'],
  'json-pointer': ['/a'],
  'json-pointer-uri-fragment': ['#/a'],
  'relative-json-pointer': ['0'],
  byte: ['YQ=='],
}

export function examplesOf(format: string): readonly string[] {
  return examples[format] ?? []
}

/** What `ajv-formats` says of the text; formats that it does not know accept everything, as Ajv has it. */
export function checkFormat(format: string, text: string): Truth {
  const known: unknown = (fullFormats as Record<string, unknown>)[format]
  if (known === undefined) return true
  return holds(known, text)
}

function holds(format: unknown, text: string): Truth {
  if (format === true) return true
  if (format instanceof RegExp) return new RegExp(format.source, format.flags.replace('g', '')).test(text)
  if (typeof format === 'function') return Boolean((format as (text: string) => unknown)(text))
  if (typeof format !== 'object' || format === null || !('validate' in format)) return undefined
  // Formats of numbers say nothing about strings.
  if ('type' in format && format.type === 'number') return true
  return holds(format.validate, text)
}
