import { shapes } from '../generated/shapes.ts'
import type { ObjectOf } from '../kinds.ts'
import type { Field, Shape } from './shape.ts'

/**
 * Fills in the schema's defaults: returns a copy, or the same object if nothing was missing. As in Kubernetes, defaults below an absent
 * optional object are not filled in.
 */
export function withDefaults<T extends ObjectOf>(object: T): T {
  const complete = { ...object, spec: object.spec ?? {} }
  const spec = fillType(`${object.kind}Spec`, complete.spec)
  return spec === object.spec ? object : { ...complete, spec }
}

function fillType(type: string, value: unknown): unknown {
  const shape = shapes[type]
  if (!shape || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return fillFields(shape, value as Record<string, unknown>)
}

function fillFields(shape: Shape, value: Record<string, unknown>): Record<string, unknown> {
  let filled: Record<string, unknown> | undefined
  for (const name in shape) {
    const field = shape[name] ?? {}
    const before = value[name]
    const after = before === undefined ? field.default : fillValue(field, before)
    if (after === before) continue
    filled ??= { ...value }
    filled[name] = after
  }
  return filled ?? value
}

function fillValue({ of, many }: Field, value: unknown): unknown {
  if (of === undefined) return value
  if (many === 'list') return Array.isArray(value) ? fillItems(of, value) : value
  return many === 'map' ? value : fillType(of, value)
}

function fillItems(type: string, items: unknown[]): unknown[] {
  const filled = items.map((item) => fillType(type, item))
  return filled.some((item, index) => item !== items[index]) ? filled : items
}
