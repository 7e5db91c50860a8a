/**
 * A copy of an object with more in it. As a spread, but that Node 20 gives each spread of an object that is not frozen a hidden
 * class of its own as soon as it gets a further field or is frozen: thousands of them make every read slow (docs/decisions/cost-per-task.md).
 */
export function extended<T extends object, M extends object>(object: T, more: M): T & M {
  return Object.assign({}, object, more)
}
