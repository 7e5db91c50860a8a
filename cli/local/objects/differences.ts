import { stableJson } from '../../../api/v1/language/hash.ts'
import type { FieldPath } from '../../../api/v1/provenance.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import type { ValueChange } from '../../../store/writer/changed-value.ts'

/** Two states of one field, defaults filled in. */
export interface TwoStates {
  readonly from: unknown
  readonly to: unknown
}

/** Where it is, and what was sent of it, without defaults: that is what is written. */
export interface DeclaredAt {
  readonly path: FieldPath
  readonly declared: unknown
}

/**
 * What is to be changed, set, inserted and removed for one to become the other, in this order: each counts on those before. Items of
 * lists are told by what names them; where nothing does, or their order is another, a list is set anew. Pure.
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

/** The fields of items that there is one of each in a list. */
const NAMES = ['name', 'target', 'network', 'secret', 'config', 'containerPort'] as const

function nameOf(item: unknown): string {
  const field = isMap(item) ? NAMES.find((each) => item[each] !== undefined) : undefined
  return isMap(item) && field !== undefined ? `${field} ${String(item[field])}` : stableJson(item)
}
