import type { FieldPath, Provenance } from '../api/v1/provenance.ts'
import { formatPath } from '../api/v1/validation/validation-error.ts'
import { nearestAt, pathKey } from './interpolation/interpolate-tree.ts'
import type { Node } from './node.ts'
import { placeOf, writtenPath } from './node.ts'
import { inComposeWords } from './words.ts'

/** Writes fields of objects and records for each the node of the file that it came from. */
export interface Ledger {
  /** A pen that writes values as coming from `node`. */
  pen(node: Node): Pen
  /** Deep-copies the fields named in `keys` (absent: all) together with their nodes. Returns `to`. */
  copy<T extends object>(from: T, to: T, keys?: readonly string[]): T
  /** The node that a field came from; undefined for a field not written with a pen. */
  origin(target: object, key: string | number): Node | undefined
  /** The provenance of all fields of a finished object; `fallback` is the node for the object as a whole. */
  trace(root: object, fallback: Node): Trace
}

/** Writes values that come from one node. */
export interface Pen {
  set<T extends object, K extends keyof T & string>(target: T, key: K, value: NonNullable<T[K]>): void
  push<T>(list: T[], value: T): void
}

/** The provenance of a finished object's fields. */
export interface Trace extends Provenance {
  /** The node of a field, else that of the nearest enclosing field with one. */
  nodeOf(path: FieldPath): Node
}

/** Creates an empty ledger, for reading one file. */
export function createLedger(): Ledger {
  const written = new WeakMap<object, Map<string | number, Node>>()
  const note = (target: object, key: string | number, node: Node) => {
    const fields = written.get(target) ?? new Map<string | number, Node>()
    written.set(target, fields.set(key, node))
  }
  const origin = (target: object, key: string | number) => written.get(target)?.get(key)
  const copy = <T extends object>(from: T, to: T, keys = Object.keys(from)): T => {
    for (const [name, each] of Object.entries(from)) {
      if (!keys.includes(name)) continue
      const key = Array.isArray(from) ? Number(name) : name
      const value: unknown = isObject(each) ? copy(each, Array.isArray(each) ? [] : {}) : each
      Object.assign(to, { [key]: value })
      const node = origin(from, key)
      if (node) note(to, key, node)
    }
    return to
  }
  return {
    copy,
    origin,
    pen: (node) => ({
      set(target, key, value) {
        target[key] = value
        note(target, key, node)
      },
      push(list, value) {
        list.push(value)
        note(list, list.length - 1, node)
      },
    }),
    trace: (root, fallback) => traceOf(root, fallback, origin),
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Collects the nodes at once, not on demand, because the caller may change the object later. */
function traceOf(root: object, fallback: Node, origin: Ledger['origin']): Trace {
  const nodes = new Map<string, Node>()
  const visit = (value: unknown, path: FieldPath) => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, each] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name
      const node = origin(value, key)
      // Without the value, which would stay in memory: places need only the path.
      if (node) nodes.set(pathKey([...path, key]), { ...node, value: null })
      visit(each, [...path, key])
    }
  }
  visit(root, [])
  const nodeOf = (path: FieldPath) => nearestAt(nodes, path) ?? fallback
  return {
    nodeOf,
    placeOf: (path) => placeOf(nodeOf(path)),
    fieldOf: (path) => formatPath(writtenPath(nodeOf(path))),
    wordsOf: inComposeWords,
    positionOf(path) {
      const node = nodeOf(path)
      return node.source.positionOf(node.path)
    },
  }
}
