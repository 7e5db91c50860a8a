import type { V1TaskTemplate } from '../generated/types.ts'

/**
 * Caches a function of a template, for each frozen template. All tasks of a revision share one template object, and every loop asks for the
 * same results.
 */
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
