import type { Model } from './model.ts'
import { isMap, mapValues, type Schema } from './schema.ts'

interface Field {
  of?: string
  many?: 'list' | 'map'
  enum?: string[]
  default?: unknown
}

const HEADER = `// Written by npm run generate from crds/source; edit those.
import type { Shape } from '../validation/shape.ts'

/** The fields of each named type: what defaulting walks along and what suggestions for a typo are taken from. */
export const shapes: Readonly<Record<string, Shape>> = `

/** The text of api/v1/generated/shapes.ts. */
export function shapesText({ kinds, types }: Model): string {
  const objects = Object.fromEntries(
    kinds.map(({ kind }) => [
      kind,
      {
        apiVersion: {},
        kind: {},
        metadata: { of: 'ObjectMeta' },
        spec: { of: `${kind}Spec` },
        status: { of: `${kind}Status` },
      },
    ]),
  )
  const named = mapValues(types, (schema) => mapValues(schema.properties ?? {}, fieldOf))
  return `${HEADER}${JSON.stringify({ ...objects, ...named }, null, 1).replace(/"([A-Za-z_]+)":/g, '$1:')}\n`
}

function fieldOf(schema: Schema): Field {
  const preset = schema.default === undefined ? {} : { default: schema.default }
  if (schema.type === 'array') return { many: 'list', ...valueOf(schema.items ?? {}), ...preset }
  if (isMap(schema)) return { many: 'map', ...valueOf(schema.additionalProperties as Schema), ...preset }
  return { ...valueOf(schema), ...preset }
}

function valueOf(schema: Schema): Field {
  return { ...(schema.$ref ? { of: schema.$ref } : {}), ...(schema.enum ? { enum: schema.enum } : {}) }
}
