import type { V1Port } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { childOf, itemsOf, placeOf } from '../node.ts'
import { isIP } from 'node:net'
import { orNothing, type Reader, readerOf, refuse } from '../readers/reader.ts'
import { anyText, integer, oneOf, text } from '../readers/scalars.ts'
import { tellSplit } from '../readers/split-item.ts'
import { parsePortRanges, portCount, portRange, portsIn, protocolOf } from '../units/port.ts'
import type { AttributeTable } from './attribute.ts'
import { field, read, readMapping } from './attribute.ts'

const portAttributes: AttributeTable<V1Port> = {
  target: field('containerPort', integer({ min: 1, max: 65_535 })),
  published: read('hostPort', published),
  host_ip: field('hostIP', address),
  protocol: field(
    'protocol',
    orNothing((node, context) => protocolOf(text(node, context) ?? '') ?? refuse(node, context, 'tcp, udp or sctp')),
  ),
  mode: field('mode', orNothing(oneOf({ host: 'Host', ingress: 'Ingress' }))),
  name: field('name', text),
  app_protocol: field('appProtocol', text),
}

/** `ports`: short and long forms, ranges expanded. Of equal ports the last one counts, at the position of the first. */
export const ports: Reader<V1Port[]> = readerOf(portAttributes, (node, context) => {
  if (!Array.isArray(node.value)) return refuse(node, context, 'a list of ports')
  const list: V1Port[] = []
  const taken = new Map<string, Leading>()
  const kept = new Map<string, { readonly port: V1Port; readonly item: Node }>()
  for (const item of itemsOf(node)) for (const port of entry(item, context)) kept.set(keyOf(port), { port, item })
  for (const { port, item } of kept.values())
    if (isFree(port, item, { context, taken })) context.ledger.pen(item).push(list, port)
  return list
})

/** The identity of a published port: host address, host ports, protocol and container port. The engine publishes each only once. */
function keyOf(port: V1Port): string {
  return `${hostOf(port)}-${port.hostPortEnd ?? ''}:${port.containerPort}`
}

function hostOf({ hostIP = '', hostPort = 0, protocol = 'tcp' }: V1Port): string {
  return `${hostIP === '0.0.0.0' ? '' : hostIP} ${hostPort}/${protocol}`
}

interface Taken {
  readonly context: Context
  /** The host ports in use, by address, port and protocol. */
  readonly taken: Map<string, Leading>
}

/** The container port that a host port leads to, and the entry that says so. */
interface Leading {
  readonly to: number
  readonly item: Node
}

function isFree(port: V1Port, node: Node, { context, taken }: Taken): boolean {
  if (!port.hostPort || port.hostPortEnd !== undefined) return true
  const key = hostOf(port)
  const other = taken.get(key) ?? { to: port.containerPort, item: node }
  taken.set(key, other)
  if (other.to === port.containerPort) return true
  const { file, line } = placeOf(other.item)
  context.error(
    node,
    `the host's port ${port.hostPort} already leads to port ${other.to} of the container (${file}:${line}): choose another one`,
  )
  return false
}

function entry(node: Node, context: Context): readonly V1Port[] {
  if (typeof node.value === 'object' && node.value !== null) return longForm(node, context)
  const ranges = parsePortRanges(anyText(node, context) ?? '')
  if (!('message' in ranges) && !context.fits(portCount(ranges.container), node)) return []
  const parsed = 'message' in ranges ? ranges : portsIn(ranges)
  if (!('message' in parsed)) return parsed
  context.error(node, `${parsed.message}; a port is [IP:][HOST:]CONTAINER[/PROTOCOL], such as "8080:80"`)
  return []
}

function longForm(node: Node, context: Context): V1Port[] {
  const port: V1Port = { containerPort: 0 }
  if (tellSplit(node, portAttributes, context)) return []
  if (!readMapping(node, { table: portAttributes, target: port, context })) return []
  if (childOf(node, 'target')) return port.containerPort === 0 ? [] : [port]
  context.error(node, 'needs target: the port in the container')
  return []
}

function published(node: Node, port: V1Port, context: Context): void {
  const written = anyText(node, context)
  if (written === undefined || written === '') return
  const range = portRange(written)
  if (!range) return refuse(node, context, 'a port from 0 to 65535, or a range of them')
  const pen = context.ledger.pen(node)
  if (range.from > 0) pen.set(port, 'hostPort', range.from)
  if (range.from > 0 && range.to > range.from) pen.set(port, 'hostPortEnd', range.to)
}

function address(node: Node, context: Context): string | undefined {
  const written = text(node, context)
  if (written === undefined || isIP(written) !== 0) return written
  return refuse(node, context, 'an IP address')
}
