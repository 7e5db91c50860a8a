import { doOverlap, familyOf, isInSubnets } from '../../api/v1/subnet.ts'
import type { NetworkBody } from '../types/network.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'
import { addressOf, blockOf, overlapWords } from './subnets.ts'

type Config = NonNullable<NonNullable<NetworkBody['IPAM']>['Config']>[number]

const BRIDGE_NAME = 'com.docker.network.bridge.name'

/** Refuses addresses and settings that no engine gives a network, whatever its driver finds on the host. */
export function checkNetworkBody(host: HostState, body: NetworkBody): void {
  const { Driver: driver = 'bridge', IPAM } = body
  for (const config of IPAM?.Config ?? []) checkConfig(host, config)
  checkOverlap(host, body)
  if (driver !== 'bridge') return
  const older = (IPAM?.Config ?? []).filter(({ Subnet = '' }) => isOfIPv4(Subnet))
  if (older.length > 1) refuse(400, "bridge driver doesn't support multiple subnets")
  checkBridge(host, body)
}

function checkConfig({ api }: HostState, config: Config): void {
  const { Subnet: subnet = '', Gateway: gateway = '', AuxiliaryAddresses: others = {} } = config
  if (subnet === '') return
  const outside = outsideOf(config)
  if (api >= 44) checkWhole(config, outside)
  if (outside.gateway) refuse(400, `failed to allocate gateway (${gateway}): Requested address is out of range`)
  if (outside.other)
    refuse(403, `auxiliary address: (${outside.other.join(':')}) must belong to the master pool: ${subnet}`)
  const taken = Object.entries(others).find(([, address]) => address === gateway)
  if (taken) refuse(403, `failed to allocate secondary ip address (${taken.join(':')}): Address already in use`)
}

/** What of a configuration is not in its subnet. */
function outsideOf(config: Config): { gateway: boolean; range: boolean; other: [string, string] | undefined } {
  const { Subnet: subnet = '', Gateway: gateway = '', IPRange: range = '', AuxiliaryAddresses: others = {} } = config
  const isOutside = (address: string) => address !== '' && !isInSubnets([subnet], address.split('/')[0] ?? '')
  const other = Object.entries(others).find(([, address]) => isOutside(address))
  return { gateway: isOutside(gateway), range: isOutside(range), other }
}

/** Newer engines look at it all before they begin. */
function checkWhole({ Subnet: subnet = '', Gateway, IPRange }: Config, outside: ReturnType<typeof outsideOf>): void {
  const invalid = (words: string) => refuse(400, `invalid network config:\n${words}`)
  const block = blockOf(subnet)
  const whole = block && `${addressOf(block.base)}/${block.bits}`
  if (whole !== undefined && whole !== subnet) invalid(`invalid subnet ${subnet}: it should be ${whole}`)
  const not = `parent subnet ${subnet} doesn't contain`
  if (outside.range) invalid(`invalid ip-range ${IPRange}: ${not} ip-range`)
  if (outside.gateway) invalid(`invalid gateway ${Gateway}: ${not} this address`)
  if (outside.other) invalid(`invalid auxiliary address ${outside.other[0]}: ${not} this address`)
}

/** Of IPv4 the pools tell; what is of IPv6 has none. */
function checkOverlap(host: HostState, body: NetworkBody): void {
  const subnets = (of: NetworkBody) =>
    (of.IPAM?.Config ?? []).flatMap(({ Subnet = '' }) => (Subnet.includes(':') ? Subnet : []))
  const taken = [...host.networks.values()].flatMap((network) => subnets(network.body))
  for (const subnet of subnets(body)) {
    if (taken.some((other) => doOverlap(subnet, other))) refuse(403, overlapWords(host.api))
    taken.push(subnet)
  }
}

function checkBridge(host: HostState, { Name, Options = {} }: NetworkBody): void {
  const bridge = Options[BRIDGE_NAME]
  const other = [...host.networks.values()].find(({ body }) => bridge && body.Options?.[BRIDGE_NAME] === bridge)
  if (other)
    refuse(
      403,
      `cannot create network ${Name} (${bridge}): conflicts with network ${other.id} (${bridge}): networks have same bridge name`,
    )
}

function isOfIPv4(subnet: string): boolean {
  return familyOf(subnet.split('/')[0] ?? '') === 'ipv4'
}
