import { stableJson } from '../../../api/v1/language/hash.ts'
import type { FieldPath } from '../../../api/v1/provenance.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import type { ValueChange } from '../../../store/writer/changed-value.ts'

/** Two states of a field, with defaults. */
export interface TwoStates {
  readonly from: unknown
  readonly to: unknown
}

/** The field's path, and the value as sent, without defaults: that is what gets written. */
export interface DeclaredAt {
  readonly path: FieldPath
  readonly declared: unknown
}

/**
 * The edits that turn `from` into `to`, to be applied in this order. List items are matched by the field that identifies them; if there is
 * none, or their order changed, the list is replaced. Pure.
 */
export function differences({ from, to }: TwoStates, at: DeclaredAt): ValueChange[] {
  if (stableJson(from) === stableJson(to)) return []
  const { path, declared } = at
  if (isMap(from) && isMap(to) && isMap(declared) && Object.keys(declared).length > 0) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    return keys.flatMap((key) =>
      differences({ from: from[key], to: to[key] }, { path: [...path, key], declared: declared[key] }),
    )
  }
  const lists = Array.isArray(from) && Array.isArray(to) && Array.isArray(declared)
  return (lists ? itemChanges({ from, to }, { path, declared }) : undefined) ?? [wholly(at)]
}

function wholly({ path, declared }: DeclaredAt): ValueChange {
  return declared === undefined ? { path, how: 'remove' } : { path, value: declared as YamlValue }
}

interface Lists {
  readonly from: readonly unknown[]
  readonly to: readonly unknown[]
}

function itemChanges(
  { from, to }: Lists,
  { path, declared }: { readonly path: FieldPath; readonly declared: readonly unknown[] },
): ValueChange[] | undefined {
  const [old, now] = [from.map(nameOf), to.map(nameOf)]
  if (new Set(old).size < old.length || new Set(now).size < now.length) return undefined
  const [left, kept] = [old.filter((name) => now.includes(name)), now.filter((name) => old.includes(name))]
  if (kept.length === 0 || left.join('\n') !== kept.join('\n')) return undefined
  const changed = old.flatMap((name, index) => {
    const next = now.indexOf(name)
    return next < 0
      ? []
      : differences({ from: from[index], to: to[next] }, { path: [...path, index], declared: declared[next] })
  })
  const removed = old.flatMap((name, index): ValueChange[] =>
    now.includes(name) ? [] : [{ path: [...path, index], how: 'remove' }],
  )
  const inserted = now.flatMap((name, index): ValueChange[] =>
    old.includes(name) ? [] : [{ path: [...path, index], how: 'insert', value: declared[index] as YamlValue }],
  )
  return [...changed, ...removed.toReversed(), ...inserted]
}

/** Fields that identify an item of a list. */
const NAMES = ['name', 'target', 'network', 'secret', 'config', 'containerPort'] as const

function nameOf(item: unknown): string {
  const field = isMap(item) ? NAMES.find((each) => item[each] !== undefined) : undefined
  return isMap(item) && field !== undefined ? `${field} ${String(item[field])}` : stableJson(item)
}
