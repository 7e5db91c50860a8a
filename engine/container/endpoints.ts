import type { V1NetworkAttachment, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { EndpointBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { linkLine } from './links.ts'
import { present, some } from './present.ts'
import type { ContainerArgs, WantedEndpoint } from './want.ts'

const INTERFACE_NAME = 'com.docker.network.endpoint.ifname'
const BUILT_IN = /^(none|host|bridge|default|nat|service:.*|container:.*)$/

/** Whether a network mode is a network that somebody made: only there are aliases and links by alias. */
export function isUserNetwork(mode: string | undefined): boolean {
  return mode !== undefined && mode !== '' && !BUILT_IN.test(mode)
}

/** The attachments of a template, the primary first: the highest priority, ties by name. Without any, the network `default`. */
export function attachmentsOf(template: V1TaskTemplate): readonly V1NetworkAttachment[] {
  if (template.networkMode !== undefined) return []
  const attachments = template.networks ?? [{ network: 'default' }]
  return [...attachments].sort(
    (a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (a.network < b.network ? -1 : Number(a.network !== b.network)),
  )
}

/**
 * Every network that the container is wanted on. On those that somebody made it answers to its service's name and the aliases;
 * its own name the engine answers itself, also after a rename.
 */
export function wantedEndpoints(args: ContainerArgs): readonly WantedEndpoint[] {
  const mode = args.template.networkMode
  if (mode !== undefined) {
    const network = isUserNetwork(mode) ? mode : ownBridge(mode, args)
    if (network === undefined) return []
    const endpoint = endpointBody({ network }, { primary: true, name: network }, args)
    return [{ id: network, name: network, endpoint }]
  }
  return attachmentsOf(args.template).map((attachment, index) => {
    const { id, name } = resolved(attachment.network, args)
    return { id, name, endpoint: endpointBody(attachment, { primary: index === 0, name }, args) }
  })
}

/** The engine's own bridge, where it is to be told more than that: from API 1.44 on a hardware address is the endpoint's. */
function ownBridge(mode: string, { template, apiVersion }: ContainerArgs): string | undefined {
  const isBridge = mode === 'bridge' || mode === 'default' || mode === ''
  return isBridge && template.macAddress && atLeast(apiVersion, since.endpointMac) ? 'bridge' : undefined
}

/** The engine's own go by name: their ids change under a container, and only by name do engines know them as a mode, with its links. */
function resolved(network: string, args: ContainerArgs): { id: string; name: string } {
  const found = args.networks.find((one) => one.network === network)
  if (found) return isUserNetwork(found.name) ? found : { id: found.name, name: found.name }
  throw new Error(
    `the container ${args.name} can't be described: its network ${network} of stack ${args.stack} is not known on the node; it has to be made first`,
  )
}

function endpointBody(
  attachment: V1NetworkAttachment,
  { primary, name }: { readonly primary: boolean; readonly name: string },
  args: ContainerArgs,
): EndpointBody {
  const { apiVersion, service, template } = args
  const isUsers = isUserNetwork(name)
  const mac = attachment.macAddress ?? (primary ? template.macAddress : undefined)
  return present({
    Aliases: isUsers ? [...new Set([service, ...(attachment.aliases ?? [])])] : undefined,
    IPAMConfig: addresses(attachment),
    Links: isUsers ? some(links(template)) : undefined,
    MacAddress: atLeast(apiVersion, since.endpointMac) ? mac : undefined,
    DriverOpts: driverOpts(attachment, apiVersion),
    GwPriority: atLeast(apiVersion, since.gatewayPriority) ? attachment.gwPriority : undefined,
  })
}

function addresses({ ipv4Address, ipv6Address, linkLocalIPs }: V1NetworkAttachment): EndpointBody['IPAMConfig'] {
  const config = present({ IPv4Address: ipv4Address, IPv6Address: ipv6Address, LinkLocalIPs: some(linkLocalIPs) })
  return Object.keys(config).length > 0 ? config : undefined
}

function driverOpts({ driverOpts: declared, interfaceName }: V1NetworkAttachment, apiVersion: string) {
  const name = atLeast(apiVersion, since.interfaceName) ? interfaceName : undefined
  if (!declared && !name) return undefined
  return { ...declared, ...(name ? { [INTERFACE_NAME]: name } : {}) }
}

/** On a network of ours a link is a further name for what a service's own name stands for. */
function links({ links: services = [], externalLinks = [] }: V1TaskTemplate): string[] {
  return [...services, ...externalLinks].map(linkLine)
}

/** The MAC address that engines under API 1.44 take outside the endpoint: that of the first network. */
export function legacyMacAddress(template: V1TaskTemplate, apiVersion: string): string | undefined {
  if (atLeast(apiVersion, since.endpointMac)) return undefined
  return attachmentsOf(template)[0]?.macAddress ?? template.macAddress
}
