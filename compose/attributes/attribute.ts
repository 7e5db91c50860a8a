import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { childOf, describe, entriesOf, placeOf, writtenPath } from '../node.ts'
import { type Reader, readerOf } from '../readers/reader.ts'
import { hintFor, isLevelMissing } from './misplaced.ts'

/** An attribute of a Compose file: how it is read into a `T`, or why it is refused. */
export type Attribute<T> = ReadAttribute<T> | RefusedAttribute

/** The attributes that one kind of map in a Compose file may have. Reading and documentation both use this table. */
export type AttributeTable<T> = Readonly<Record<string, Attribute<T>>>

export interface ReadAttribute<T> {
  readonly kind: 'read'
  /** For the documentation: the field of our resources that it becomes, or its effect in words; `.` is the enclosing attribute's field. */
  readonly becomes: string
  /** The attributes that its value may have, for the documentation. */
  readonly below?: AttributeTable<never>
  readonly read: (node: Node, target: T, context: Context) => void
}

/** An attribute that Compose knows and we do not support: using it is an error that says what to do. */
export interface RefusedAttribute {
  readonly kind: 'refused'
  readonly remedy: string
}

/** An attribute that becomes the field `key`. An empty list or map leaves it unset, and so does empty text where the reader allows that. */
export function field<T extends object, K extends keyof T & string>(
  key: K,
  reader: Reader<NonNullable<T[K]>>,
): Attribute<T> {
  const filled: Reader<NonNullable<T[K]>> = (node, context) => {
    const value = node.value === '' && reader.takesNothing ? undefined : reader(node, context)
    return isEmpty(value) ? undefined : value
  }
  return fieldAsWritten(key, readerOf(reader.table, filled))
}

/** As `field`, for fields where an empty value counts: an empty command, for example, removes that of the image. */
export function fieldAsWritten<T extends object, K extends keyof T & string>(
  key: K,
  reader: Reader<NonNullable<T[K]>>,
): Attribute<T> {
  const write: ReadAttribute<T>['read'] = (node, target, context) => {
    const value = reader(node, context)
    if (value !== undefined) setOnce({ target, key, value }, node, context)
  }
  return read(key, write, reader.table)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** An attribute with a reader of its own; `below` are the attributes of the maps in its value. */
export function read<T>(
  becomes: string,
  reader: ReadAttribute<T>['read'],
  below?: AttributeTable<never>,
): ReadAttribute<T> {
  return { kind: 'read', becomes, read: reader, ...(below ? { below } : {}) }
}

/** An attribute that is refused by name, with what to do instead. */
export function refused(remedy: string): RefusedAttribute {
  return { kind: 'refused', remedy }
}

/** A field to write, and its value. */
export interface Assignment<T extends object, K extends keyof T & string> {
  readonly target: T
  readonly key: K
  readonly value: NonNullable<T[K]>
}

/** Writes a field. Where another attribute has set it to another value, reports an error that names both. */
export function setOnce<T extends object, K extends keyof T & string>(
  { target, key, value }: Assignment<T, K>,
  node: Node,
  context: Context,
): void {
  const other = context.ledger.origin(target, key)
  if (other && target[key] !== value) {
    const [there, here] = [placeOf(other), placeOf(node)]
    const where = there.file === here.file ? `on line ${there.line}` : `in ${there.file}:${there.line}`
    const what = pathFromFork(other, node).join('.')
    context.error(node, `contradicts ${what} ${where}, which says ${JSON.stringify(target[key])}: keep one of them`)
    return
  }
  context.ledger.pen(node).set(target, key, value)
}

/** The part of a node's written path that differs from that of another node. */
function pathFromFork(node: Node, other: Node): FieldPath {
  const [path, around] = [writtenPath(node), writtenPath(other)]
  const fork = path.findIndex((part, index) => part !== around[index])
  return fork < 0 ? path : path.slice(fork)
}

/** What a map is read by and into. */
export interface Mapping<T> {
  readonly table: AttributeTable<T>
  readonly target: T
  readonly context: Context
}

/**
 * Reads each entry of a map by its table, skipping keys that begin with `x-`, null values, and what is not supported but switched off.
 * Returns false, with an error, for no map.
 */
export function readMapping<T>(node: Node, { table, target, context }: Mapping<T>): boolean {
  if (!isMap(node.value)) {
    // To YAML, `image:nginx` is a text: a colon ends a key only where a plain space follows.
    const isJoined = typeof node.value === 'string' && /^[\w.-]+:(?! )/.test(node.value)
    const isAttribute = isLevelMissing(node.path)
    const remedy = isJoined
      ? ': put a plain space behind the colon'
      : isAttribute
        ? `: ${node.path[1]} is one of a service, whose name is to stand above it`
        : ''
    context.error(node, `must be a map, not ${describe(node)}${remedy}`)
    return false
  }
  for (const [name, child] of entriesOf(node)) {
    if (context.isFull()) return true
    if (name.startsWith('x-')) continue
    const attribute = Object.hasOwn(table, name) ? table[name] : undefined
    if (!attribute) context.error(child, `no attribute has this name here: ${hintFor(name, node, table)}`)
    else if (child.value !== null) apply(attribute, child, { table, target, context })
  }
  return true
}

function apply<T>(attribute: Attribute<T>, node: Node, { target, context }: Mapping<T>): void {
  if (attribute.kind === 'read') attribute.read(node, target, context)
  else if (node.value !== false) context.error(node, `is not supported yet: ${attribute.remedy}`)
}

/** Turns the attributes of a part of `T`, reached by `part`, into attributes of `T`; `prefix` is put before their fields. */
export function within<T, P>(prefix: string, table: AttributeTable<P>, part: (whole: T) => P): AttributeTable<T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, attribute]): [string, Attribute<T>] => {
      if (attribute.kind !== 'read') return [name, attribute]
      const becomes = `${prefix}.${attribute.becomes}`
      const reading: ReadAttribute<T>['read'] = (node, target, context) => attribute.read(node, part(target), context)
      return [name, read(becomes, reading, attribute.below)]
    }),
  )
}

/** A reader of maps into a new object. A missing `required` attribute is an error. */
export function mapOf<T extends object>(
  table: AttributeTable<T>,
  make: () => T,
  required: readonly string[] = [],
): Reader<T> {
  return readerOf(table, (node, context) => {
    const target = make()
    if (!readMapping(node, { table, target, context })) return undefined
    const missing = required.filter((name) => (childOf(node, name)?.value ?? null) === null)
    if (missing.length === 0) return target
    context.error(node, `needs ${missing.join(' and ')}`)
    return undefined
  })
}
