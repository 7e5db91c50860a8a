import type { V1Ulimit } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { entriesByName, itemsOf } from '../node.ts'
import { listOf, oneOrMore } from '../readers/lists.ts'
import { type Reader, readerOf, refuse } from '../readers/reader.ts'
import { anyText, flag, integer, text } from '../readers/scalars.ts'
import { containerPath } from '../paths.ts'
import { durationSeconds } from '../units/duration.ts'
import { portRange, protocolOf } from '../units/port.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf } from './attribute.ts'

/** Microseconds: a whole number of them, or a duration such as 50ms. */
export const microseconds: Reader<number> = (node, context) => {
  const { value } = node
  const duration = typeof value === 'string' ? durationSeconds(value) : undefined
  return duration === undefined ? integer()(node, context) : Math.round(duration * 1e6)
}

/** `init`: whether an init process runs. File format 2.2 also allowed a path, which engines no longer take, so it counts as true. */
export const init: Reader<boolean> = (node, context) => {
  if (typeof node.value !== 'string' || !node.value.startsWith('/')) return flag(node, context)
  context.warn(node, `is read as true: engines run their own init process, not ${node.value}`)
  return true
}

/** `expose`: ports that are declared but not published, such as `80` or `8000-8010/udp`. */
export function expose(node: Node, context: Context): string[] | undefined {
  return listOf((item, inner) => {
    const [range = '', protocol, ...more] = (anyText(item, inner) ?? '').split('/')
    const known = protocol === undefined ? '' : protocolOf(protocol)
    if (more.length > 0 || known === undefined || !portRange(range))
      return refuse(item, inner, 'a port such as "80" or "8000-8010/udp"')
    return known === '' ? range : `${range}/${known}`
  })(node, context)
}

/** `host=address` or `host:address` in a list, or a map of host to one or more addresses. */
export function extraHosts(node: Node, context: Context): string[] | undefined {
  const { value } = node
  if (Array.isArray(value)) return oneOrMore(hostLine)(node, context)
  if (typeof value !== 'object' || value === null) return refuse(node, context, 'a list of host=address, or a map')
  const lines: string[] = []
  for (const [host, child] of entriesByName(node)) {
    for (const item of Array.isArray(child.value) ? itemsOf(child) : [child]) {
      const address = text(item, context)
      if (address !== undefined) context.ledger.pen(item).push(lines, `${host}:${unbracketed(address)}`)
    }
  }
  return lines
}

const hostLine: Reader<string> = (node, context) => {
  const [, host, address = ''] = /^([^=:]+)[=:](.+)$/.exec(text(node, context) ?? '') ?? []
  return host === undefined ? refuse(node, context, 'host=address') : `${host}:${unbracketed(address)}`
}

function unbracketed(address: string): string {
  return /^\[.*\]$/.test(address) ? address.slice(1, -1) : address
}

/** `tmpfs`: one or more of `path[:options]`. */
export function tmpfs(node: Node, context: Context): Record<string, string> {
  const record: Record<string, string> = {}
  for (const item of Array.isArray(node.value) ? itemsOf(node) : [node]) {
    const [, path, options = ''] = /^(\/[^:]*)(?::(.*))?$/.exec(text(item, context) ?? '') ?? []
    if (item.value === '') continue
    if (path === undefined) refuse(item, context, 'an absolute path, with options after a colon')
    else context.ledger.pen(item).set(record, containerPath(path), options)
  }
  return record
}

const ulimitAttributes: AttributeTable<V1Ulimit> = {
  soft: field('soft', integer({ min: -1 })),
  hard: field('hard', integer({ min: -1 })),
}

/** `ulimits`: a map from names to one limit, or to `soft` and `hard`. */
export const ulimits: Reader<V1Ulimit[]> = readerOf(ulimitAttributes, (node, context) => {
  if (typeof node.value !== 'object' || Array.isArray(node.value)) return refuse(node, context, 'a map')
  const list: V1Ulimit[] = []
  for (const [name, child] of entriesByName(node)) {
    const limit = ulimit(name, child, context)
    if (limit) context.ledger.pen(child).push(list, limit)
  }
  return list
})

function ulimit(name: string, node: Node, context: Context): V1Ulimit | undefined {
  if (typeof node.value !== 'object') {
    const both = integer({ min: -1 })(node, context)
    return both === undefined ? undefined : { name, soft: both, hard: both }
  }
  return mapOf<V1Ulimit>(ulimitAttributes, () => ({ name }), ['soft', 'hard'])(node, context)
}
