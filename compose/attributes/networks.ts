import type { V1NetworkAttachment } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { entriesOf, itemsOf } from '../node.ts'
import { textMap } from '../readers/key-values.ts'
import { listOf, texts } from '../readers/lists.ts'
import { type Reader, readerOf, refuse } from '../readers/reader.ts'
import { decimal, integer, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, readMapping } from './attribute.ts'

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 }

const attachmentAttributes: AttributeTable<V1NetworkAttachment> = {
  aliases: field('aliases', listOf(text)),
  driver_opts: field('driverOpts', textMap('')),
  gw_priority: field('gwPriority', integer(int32)),
  interface_name: field('interfaceName', text),
  ipv4_address: field('ipv4Address', text),
  ipv6_address: field('ipv6Address', text),
  link_local_ips: field('linkLocalIPs', texts),
  mac_address: field('macAddress', text),
  priority: field('priority', decimal({ min: Number.MIN_SAFE_INTEGER })),
}

/** `networks` of a service: names, or a map. Sorted as in Compose, by descending priority and then by name. */
export const attachments: Reader<V1NetworkAttachment[]> = readerOf(attachmentAttributes, (node, context) => {
  const named = Array.isArray(node.value) ? listed(node, context) : mapped(node, context)
  if (!named) return undefined
  const list: V1NetworkAttachment[] = []
  for (const { attachment, at } of named.sort(byPriority)) context.ledger.pen(at).push(list, attachment)
  return list
})

interface Named {
  readonly attachment: V1NetworkAttachment
  readonly at: Node
}

function listed(node: Node, context: Context): Named[] {
  const named = new Map<string, Named>()
  for (const at of itemsOf(node)) {
    const network = text(at, context)
    if (network !== undefined) named.set(network, { attachment: { network }, at })
  }
  return [...named.values()]
}

function mapped(node: Node, context: Context): Named[] | undefined {
  if (typeof node.value !== 'object' || node.value === null) return refuse(node, context, 'a list or a map of networks')
  return entriesOf(node).map(([network, at]) => {
    const attachment: V1NetworkAttachment = { network }
    if (at.value !== null) readMapping(at, { table: attachmentAttributes, target: attachment, context })
    return { attachment, at }
  })
}

function byPriority({ attachment: one }: Named, { attachment: other }: Named): number {
  const difference = (other.priority ?? 0) - (one.priority ?? 0)
  return difference !== 0 ? difference : one.network < other.network ? -1 : 1
}
