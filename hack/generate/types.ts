import { type KindSource, type Model, typeNamed } from './model.ts'
import type { Schema } from './schema.ts'

const HEADER = `// Written by npm run generate from crds/source; edit those.

/** What a list says of itself. */
export interface V1ListMeta {
  resourceVersion?: string
  continue?: string
  remainingItemCount?: number
}
`

/** The text of api/v1/generated/types.ts: an interface for each named type, kind and list. Dates are strings, as in JSON. */
export function typesText(model: Model): string {
  const named = Object.entries(model.types)
    .filter(([, schema]) => schema.type === 'object')
    .map(([name, schema]) => interfaceText(model, name, schema))
  return [HEADER, ...named, ...model.kinds.map(kindText)].join('\n')
}

function interfaceText(model: Model, name: string, schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {}).map(([field, inner]) => {
    const optional = schema.required?.includes(field) ? '' : '?'
    const text = inner.description ? `  /** ${inner.description}${defaultText(inner)} */\n` : ''
    return `${text}  ${field}${optional}: ${typeText(model, inner)}\n`
  })
  const doc = schema.description ? `/** ${schema.description} */\n` : ''
  if (fields.length === 0) return `${doc}export type V1${name} = Record<string, never>\n`
  return `${doc}export interface V1${name} {\n${fields.join('')}}\n`
}

function defaultText(schema: Schema): string {
  return schema.default === undefined ? '' : ` Default: ${JSON.stringify(schema.default)}.`
}

function typeText(model: Model, schema: Schema): string {
  if (schema.$ref) return referenceText(model, schema.$ref)
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ')
  if (schema.type === 'array') return arrayText(typeText(model, schema.items ?? {}))
  if (schema.type === 'object') return mapText(model, schema)
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown')
}

function referenceText(model: Model, name: string): string {
  const target = typeNamed(model, name)
  return target.type === 'object' ? `V1${name}` : typeText(model, target)
}

function mapText(model: Model, { additionalProperties }: Schema): string {
  if (additionalProperties === true) return 'Record<string, unknown>'
  if (typeof additionalProperties === 'object') return `Record<string, ${typeText(model, additionalProperties)}>`
  throw new Error('crds/source: an object with properties needs a name: make it a fragment')
}

function arrayText(item: string): string {
  return item.includes('|') ? `(${item})[]` : `${item}[]`
}

function kindText({ kind, description }: KindSource): string {
  return `/** ${description} */
export interface V1${kind} {
  apiVersion: 'reconcile.dev/v1'
  kind: '${kind}'
  metadata: V1ObjectMeta
  spec: V1${kind}Spec
  status?: V1${kind}Status
}

export interface V1${kind}List {
  apiVersion: 'reconcile.dev/v1'
  kind: '${kind}List'
  metadata: V1ListMeta
  items: V1${kind}[]
}
`
}
