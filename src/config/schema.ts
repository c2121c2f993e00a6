import { configFile } from './options.ts'
import { longestList, longestText, type Option, type SectionShape, type Shape } from './shapes.ts'

export const configSchemaId =
  'https://raw.githubusercontent.com/upgrade-paths/upgrade-paths/main/schema/config.schema.json'

type Schema = Readonly<Record<string, unknown>>

/** The JSON Schema (draft 2020-12) of the config file: it accepts what `parseConfig` accepts. */
export function configSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: configSchemaId,
    title: 'Upgrade Paths configuration',
    ...schemaOf(configFile),
  }
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return {
        type: 'string',
        maxLength: longestText,
        pattern: shape.pattern,
        ...(shape.format !== undefined && { format: shape.format }),
        ...(shape.not !== undefined && { not: { pattern: shape.not } }),
      }
    case 'choice':
      return { enum: shape.values }
    case 'count':
      return { type: 'integer', minimum: shape.minimum, maximum: shape.maximum }
    case 'flag':
      return { type: 'boolean' }
    case 'scalar':
      return { type: ['string', 'number', 'boolean'], maxLength: longestText }
    case 'list':
      return { type: 'array', maxItems: longestList, items: schemaOf(shape.of) }
    case 'map':
      return { type: 'object', propertyNames: schemaOf(shape.keys), additionalProperties: schemaOf(shape.of) }
    case 'section':
      return sectionSchema(shape)
    case 'either':
      return { anyOf: shape.of.map(schemaOf) }
  }
}

function sectionSchema({ options }: SectionShape): Schema {
  const entries = Object.entries(options)
  const required = entries.filter(([, option]) => option.required).map(([name]) => name)
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(entries.map(([name, option]) => [name, optionSchema(option)])),
  }
}

function optionSchema(option: Option): Schema {
  const missing = option.otherwise === undefined ? '' : ` Where missing: ${option.otherwise}.`
  return {
    description: option.description + missing,
    ...schemaOf(option.shape),
    // A default that stands for something found by itself would mislead an editor.
    ...(option.default !== undefined && option.otherwise === undefined && { default: option.default }),
    ...(option.example !== undefined && { examples: [option.example] }),
  }
}
