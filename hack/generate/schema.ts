/** The part of JSON Schema that the sources use: what a structural CRD schema allows, and `$ref` to a named fragment. */
export interface Schema {
  $ref?: string
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  enum?: string[]
  default?: unknown
  format?: 'int32' | 'int64' | 'double'
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  maxProperties?: number
  'x-kubernetes-list-type'?: string
  'x-kubernetes-list-map-keys'?: string[]
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['$ref', 'type', 'description', 'properties', 'required', 'items', 'additionalProperties', 'enum', 'default'],
  ...['format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'maxProperties'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
])

/** Applies `change` to a schema and everything below it, deepest first; the input stays as it is. */
export function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const copy: Schema = { ...schema }
  if (schema.properties) copy.properties = mapValues(schema.properties, (inner) => mapSchema(inner, change))
  if (schema.items) copy.items = mapSchema(schema.items, change)
  if (typeof schema.additionalProperties === 'object')
    copy.additionalProperties = mapSchema(schema.additionalProperties, change)
  return change(copy)
}

/** Throws at a keyword that the generator does not know. In YAML's flow style, an unquoted comma in a text produces one. */
export function checkKeywords(where: string, schema: Schema): void {
  mapSchema(schema, (inner) => {
    const unknown = Object.keys(inner).find((key) => !KEYWORDS.has(key))
    if (unknown !== undefined) throw new Error(`${where}: unknown keyword ${JSON.stringify(unknown)}: quote its text`)
    if (typeof inner.default === 'object') throw new Error(`${where}: a default must be a plain value`)
    return inner
  })
}

/** Adds a maximum size to each string, list and map without one, so that no input is unbounded (S12). */
export function withBounds(schema: Schema): Schema {
  return mapSchema(schema, (inner) => {
    if (inner.type === 'string' && !inner.enum) return { ...inner, maxLength: inner.maxLength ?? 4096 }
    if (inner.type === 'array') return { ...inner, maxItems: inner.maxItems ?? 4096 }
    if (isMap(inner)) return { ...inner, maxProperties: inner.maxProperties ?? 4096 }
    return inner
  })
}

/** Whether a schema is a map from arbitrary names to values of one type. */
export function isMap(schema: Schema): boolean {
  return schema.type === 'object' && typeof schema.additionalProperties === 'object'
}

/** Maps the values of a record. */
export function mapValues<A, B>(record: Record<string, A>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
