import type { V1Device, V1DeviceRequest, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { itemsOf } from '../node.ts'
import { textMap } from '../readers/key-values.ts'
import { listOf, texts } from '../readers/lists.ts'
import { orNothing, type Reader, refuse } from '../readers/reader.ts'
import { filledText, integer, text } from '../readers/scalars.ts'
import type { Attribute, AttributeTable } from './attribute.ts'
import { field, mapOf, read } from './attribute.ts'

const deviceAttributes: AttributeTable<V1Device> = {
  source: field('source', filledText),
  target: field('target', orNothing(filledText)),
  permissions: field('permissions', orNothing(filledText)),
}

/** `devices`: CDI devices such as nvidia.com/gpu=0, and host devices. Of several for one path in the container the last one wins. */
export const devices: Attribute<V1TaskTemplate> = read('devices', readDevices, deviceAttributes)

function readDevices(node: Node, template: V1TaskTemplate, context: Context): void {
  if (!Array.isArray(node.value)) return refuse(node, context, 'a list of devices')
  const pen = context.ledger.pen(node)
  const found: V1Device[] = []
  const byTarget = new Map<string, { readonly device: V1Device; readonly item: Node }>()
  const cdi: string[] = []
  for (const item of itemsOf(node)) {
    const device = typeof item.value === 'object' ? deviceMap(item, context) : shortDevice(item, context)
    if (!device) continue
    if (isCDI(device)) context.ledger.pen(item).push(cdi, device.source)
    else byTarget.set(device.target ?? device.source, { device, item })
  }
  for (const { device, item } of byTarget.values()) context.ledger.pen(item).push(found, device)
  if (found.length > 0) pen.set(template, 'devices', found)
  // Always before the requests of `gpus`: the order of keys in a file must not change the template.
  if (cdi.length > 0) template.deviceRequests = [{ driver: 'cdi', deviceIDs: cdi }, ...(template.deviceRequests ?? [])]
}

const deviceMap = mapOf<V1Device>(deviceAttributes, () => ({ source: '' }), ['source'])

function shortDevice(node: Node, context: Context): V1Device | undefined {
  const parts = text(node, context)?.split(':')
  if (!parts) return undefined
  const [source = '', target, permissions] = parts
  if (parts.length > 3 || parts.includes('')) return refuse(node, context, 'SOURCE[:TARGET[:rwm]]')
  return { source, ...(target === undefined ? {} : { target }), ...(permissions === undefined ? {} : { permissions }) }
}

function isCDI({ source, target = source }: V1Device): boolean {
  return source === target && /^[a-z][^/:=]*\/[^/:=]+=[^:]+$/i.test(source)
}

const requestAttributes: AttributeTable<V1DeviceRequest> = {
  driver: field('driver', text),
  count: field('count', (node, context) => (node.value === 'all' ? -1 : integer({ min: -1 })(node, context))),
  device_ids: field('deviceIDs', texts),
  capabilities: field('capabilities', (node, context) => {
    const list = texts(node, context)
    return list && [list]
  }),
  options: field('options', textMap('')),
}

/** Device requests with these attributes at least; without a count or ids a request is for all devices of the driver. */
function requestsWith(required: readonly string[]): Reader<V1DeviceRequest[]> {
  const requestMap: Reader<V1DeviceRequest> = mapOf(requestAttributes, () => ({}), required)
  return listOf((node, context) => {
    const request = requestMap(node, context)
    if (request && request.count === undefined && request.deviceIDs === undefined) request.count = -1
    return request
  })
}

/** `deploy.resources.reservations.devices`: no engine finds a device for a request without capabilities. */
export const reservedDevices = requestsWith(['capabilities'])

const deviceRequests = requestsWith([])

/** `gpus`: `all`, or device requests, to which the capability gpu is added. */
export const gpus: Attribute<V1TaskTemplate> = read('deviceRequests', readGPUs, requestAttributes)

function readGPUs(node: Node, template: V1TaskTemplate, context: Context): void {
  const requests: V1DeviceRequest[] = node.value === 'all' ? [{ count: -1 }] : (deviceRequests(node, context) ?? [])
  for (const request of requests) request.capabilities = [[...(request.capabilities?.[0] ?? []), 'gpu']]
  template.deviceRequests = [...(template.deviceRequests ?? []), ...requests]
}
