import type { ValidationError } from './validation-error.ts'

const MAX_NODES = 100_000
const MAX_DEPTH = 64

/** Refuses a value that is too deep or has too many parts for further validation (S12). Time and memory are bounded by these limits. */
export function checkBounds(raw: unknown): ValidationError | undefined {
  const pending: { value: unknown; depth: number }[] = [{ value: raw, depth: 0 }]
  let nodes = 0
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.depth > MAX_DEPTH) return { path: [], message: `must not be nested deeper than ${MAX_DEPTH} levels` }
    if (typeof next.value !== 'object' || next.value === null) continue
    const children = Array.isArray(next.value) ? next.value : Object.values(next.value)
    nodes += children.length
    if (nodes > MAX_NODES) return { path: [], message: `must not have more than ${MAX_NODES} values` }
    for (const value of children) pending.push({ value, depth: next.depth + 1 })
  }
  return undefined
}
