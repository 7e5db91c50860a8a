import type { V1NetworkAttachment, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { EndpointBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { linkLine } from './links.ts'
import { present, some } from './present.ts'
import type { ContainerArgs, WantedEndpoint } from './want.ts'

const INTERFACE_NAME = 'com.docker.network.endpoint.ifname'
const BUILT_IN = /^(none|host|bridge|default|nat|service:.*|container:.*)$/

/** Whether a network mode names a user-defined network: only these have aliases and links by alias. */
export function isUserNetwork(mode: string | undefined): boolean {
  return mode !== undefined && mode !== '' && !BUILT_IN.test(mode)
}

/** The attachments of a template, by descending priority and then name; the first is primary. Without any, the network `default`. */
export function attachmentsOf(template: V1TaskTemplate): readonly V1NetworkAttachment[] {
  if (template.networkMode !== undefined) return []
  const attachments = template.networks ?? [{ network: 'default' }]
  return [...attachments].sort(
    (a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (a.network < b.network ? -1 : Number(a.network !== b.network)),
  )
}

/**
 * The endpoints of a desired container. On user-defined networks it answers to its service's name and the aliases; the engine itself adds
 * the container's own name, also after a rename.
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

/**
 * `bridge` if the container is on the default bridge with a MAC address, which from API 1.44 on is a setting of the endpoint; else
 * undefined.
 */
function ownBridge(mode: string, { template, apiVersion }: ContainerArgs): string | undefined {
  const isBridge = mode === 'bridge' || mode === 'default' || mode === ''
  return isBridge && template.macAddress && atLeast(apiVersion, since.endpointMac) ? 'bridge' : undefined
}

/**
 * Resolves an attachment to an id and name on the node. Built-in networks go by name: their ids can change, and engines only accept their
 * names as a mode with links.
 */
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

/** Links on a user-defined network, where a link is just another alias for a service's name. */
function links({ links: services = [], externalLinks = [] }: V1TaskTemplate): string[] {
  return [...services, ...externalLinks].map(linkLine)
}

/** The MAC address that engines before API 1.44 take outside of the endpoint: that of the first network. */
export function legacyMacAddress(template: V1TaskTemplate, apiVersion: string): string | undefined {
  if (atLeast(apiVersion, since.endpointMac)) return undefined
  return attachmentsOf(template)[0]?.macAddress ?? template.macAddress
}
