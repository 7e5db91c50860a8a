/** The parts of an `openAPIV3Schema` that `explain` uses. */
export interface FieldSchema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly items?: FieldSchema
  readonly additionalProperties?: FieldSchema | boolean
}

const WIDTH = 80

/** Formats a field and its subfields like kubectl's `explain`. `path` is empty for the kind itself. */
export function explainField(schema: FieldSchema, path: readonly string[]): string[] {
  const name = path.at(-1)
  return [
    ...(name === undefined ? [] : [`FIELD: ${name} <${typeName(schema)}>`, '']),
    'DESCRIPTION:',
    ...wrapped([schema.description ?? '<none>', ...factsOf(schema)].join(' '), '    '),
    ...fieldList(schema),
  ]
}

/** All fields below a schema, recursively, with their types only: `explain --recursive`. */
export function outline(schema: FieldSchema, indent = '  '): string[] {
  return fieldsOf(schema).flatMap(([name, field]) => [
    `${indent}${name} <${typeName(field)}>`,
    ...outline(field, `${indent}  `),
  ])
}

/** The subfields of a field; for a list those of its items, for a map those of its values. */
export function fieldsOf(schema: FieldSchema): readonly (readonly [string, FieldSchema])[] {
  return Object.entries(holderOf(schema).properties ?? {})
}

function holderOf({ items, additionalProperties, ...schema }: FieldSchema): FieldSchema {
  if (items) return holderOf(items)
  return typeof additionalProperties === 'object' ? holderOf(additionalProperties) : schema
}

function fieldList(schema: FieldSchema): string[] {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return []
  const { required = [] } = holderOf(schema)
  const lines = fields.flatMap(([name, field]) => [
    `  ${name} <${typeName(field)}>${required.includes(name) ? ' -required-' : ''}`,
    ...wrapped([field.description ?? '<none>', ...factsOf(field)].join(' '), '    '),
    '',
  ])
  return ['', 'FIELDS:', ...lines.slice(0, -1)]
}

function typeName({ type = 'any', items, additionalProperties }: FieldSchema): string {
  if (items) return `[]${typeName(items)}`
  if (typeof additionalProperties === 'object') return `map[string]${typeName(additionalProperties)}`
  return type === 'object' ? 'Object' : type
}

function factsOf({ enum: values, default: usual, minimum, maximum, pattern }: FieldSchema): string[] {
  return [
    ...(values ? [`One of ${values.map(String).join(', ')}.`] : []),
    ...(usual === undefined ? [] : [`Default: ${JSON.stringify(usual)}.`]),
    ...(minimum === undefined ? [] : [`At least ${minimum}.`]),
    ...(maximum === undefined ? [] : [`At most ${maximum}.`]),
    ...(pattern === undefined ? [] : [`As ${pattern}`]),
  ]
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && indent.length + longer.length > WIDTH) lines.push(indent + line)
    line = line !== '' && indent.length + longer.length > WIDTH ? word : longer
  }
  return [...lines, indent + line]
}
