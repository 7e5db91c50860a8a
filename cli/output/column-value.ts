/** The value that a printer column's path leads to: `.status.phase`, `.status.conditions[?(@.type=="Ready")].status`. */
export function columnValue(object: unknown, jsonPath: string): unknown {
  return stepsOf(jsonPath).reduce<unknown>(follow, object)
}

interface Step {
  readonly field: string
  /** Of a list, the first item whose field has this value. */
  readonly where?: { readonly field: string; readonly value: string }
}

function stepsOf(jsonPath: string): readonly Step[] {
  return [...jsonPath.matchAll(/\.(\w+)(?:\[\?\(@\.(\w+)=="([^"]*)"\)\])?/g)].map(([, field = '', name, value = '']) =>
    name === undefined ? { field } : { field, where: { field: name, value } },
  )
}

function follow(holder: unknown, { field, where }: Step): unknown {
  const value = fieldOf(holder, field)
  if (!where) return value
  return Array.isArray(value) ? value.find((item) => fieldOf(item, where.field) === where.value) : undefined
}

function fieldOf(holder: unknown, field: string): unknown {
  return typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[field] : undefined
}
