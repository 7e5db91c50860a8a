import type { FieldPath, Provenance } from '../api/v1/provenance.ts'
import { formatPath } from '../api/v1/validation/validation-error.ts'
import { pathKey } from './interpolation/interpolate-tree.ts'
import type { Node } from './node.ts'
import { placeOf, writtenPath } from './node.ts'
import { inComposeWords } from './words.ts'

/** Writes values and notes for each which node of the file it came from. */
export interface Ledger {
  /** Writes as coming from `node`. */
  pen(node: Node): Pen
  /** Copies fields, all of them unless some are named, as coming from the same nodes; answers what they were copied to. */
  copy<T extends object>(from: T, to: T, keys?: readonly string[]): T
  /** The node that a field came from, if it was written with a pen. */
  origin(target: object, key: string | number): Node | undefined
  /** For every field of a finished object the node that it came from; `fallback` for the object as a whole. */
  trace(root: object, fallback: Node): Trace
}

/** Writes values of one node. */
export interface Pen {
  set<T extends object, K extends keyof T & string>(target: T, key: K, value: NonNullable<T[K]>): void
  push<T>(list: T[], value: T): void
}

/** What a finished object's fields came from. */
export interface Trace extends Provenance {
  /** The nearest enclosing node that is known. */
  nodeOf(path: FieldPath): Node
}

/** A ledger for one reading. */
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

/** Copied out at once: whoever gets the object may change it. */
function traceOf(root: object, fallback: Node, origin: Ledger['origin']): Trace {
  const nodes = new Map<string, Node>()
  const visit = (value: unknown, path: FieldPath) => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, each] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name
      const node = origin(value, key)
      // The value stays behind: places need the path alone.
      if (node) nodes.set(pathKey([...path, key]), { ...node, value: null })
      visit(each, [...path, key])
    }
  }
  visit(root, [])
  const nodeOf = (path: FieldPath) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = nodes.get(pathKey(path.slice(0, length)))
      if (node) return node
    }
    return fallback
  }
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
