import type { V1TaskTemplate } from '../generated/types.ts'

/** What follows from a template alone, worked out once for each frozen one: all tasks of a revision share theirs, and every loop asks. */
export function perTemplate<T>(workOut: (template: V1TaskTemplate) => T): (template: V1TaskTemplate) => T {
  const known = new WeakMap<V1TaskTemplate, { readonly value: T }>()
  return (template) => {
    const before = known.get(template)
    if (before) return before.value
    const value = workOut(template)
    if (Object.isFrozen(template)) known.set(template, { value })
    return value
  }
}
