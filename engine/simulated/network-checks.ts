import { addressOf, blockOf, endsOf } from '../../api/v1/ipv4-block.ts'
import { doOverlap, isInSubnets, isSubnet } from '../../api/v1/subnet.ts'
import type { NetworkBody } from '../types/network.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'
import { type AddressConfig, configsOf, newerSubnets, overlapWords } from './subnets.ts'

const BRIDGE_NAME = 'com.docker.network.bridge.name'

/** Refuses addresses and settings of a network that no engine accepts, whatever the host. */
export function checkNetworkBody(host: HostState, body: NetworkBody): void {
  const { Driver: addresses = 'default', Config = [] } = body.IPAM ?? {}
  if (addresses === 'null') refuse(host.api < 44 ? 500 : 400, 'ipv4 pool is empty')
  if (addresses !== 'default') return // plugins have their own formats
  for (const config of Config) checkConfig(host, config)
  checkNewer(host, body)
  checkOverlap(host, body)
  if (body.Driver !== 'bridge') return
  if (configsOf(body, 'ipv4').length > 1 || configsOf(body, 'ipv6').length > 1)
    refuse(400, "bridge driver doesn't support multiple subnets")
  checkBridge(host, body)
}

/** From API 1.46 on, an engine has default IPv6 subnets. */
function checkNewer({ api }: HostState, body: NetworkBody): void {
  if (!body.EnableIPv6 || newerSubnets(body).length > 0 || api >= 46) return
  const words = 'could not find an available, non-overlapping IPv6 address pool among the defaults'
  refuse(404, `${words} to assign to the network`)
}

function checkConfig({ api }: HostState, config: AddressConfig): void {
  const { Subnet: subnet = '', Gateway: gateway = '', AuxiliaryAddresses: others = {} } = config
  if (!isSubnet(subnet)) {
    if (api < 44) refuse(500, `Invalid subnet ${subnet} : invalid CIDR address: ${subnet}`)
    refuse(400, `invalid network config:\ninvalid subnet ${subnet}: invalid CIDR block notation`)
  }
  const outside = outsideOf(config)
  if (api >= 44) checkWhole(config, outside)
  const failed = `failed to allocate gateway (${gateway}): `
  if (outside.gateway) refuse(400, `${failed}Requested address is out of range`)
  const block = blockOf(subnet)
  const ends = block ? endsOf(block) : []
  if (api < 44 && block && ends.length === 0) refuse(403, `${failed}No available addresses on this pool`)
  if (ends.includes(gateway)) refuse(500, `${failed}Address already in use`)
  if (outside.other)
    refuse(403, `auxiliary address: (${outside.other.join(':')}) must belong to the master pool: ${subnet}`)
  const reserved = Object.entries(others)
  const taken = reserved.find(
    ([, address], index) =>
      address === gateway || ends.includes(address) || reserved.findIndex(([, other]) => other === address) < index,
  )
  if (taken) refuse(403, `failed to allocate secondary ip address (${taken.join(':')}): Address already in use`)
}

/** The parts of a configuration that are outside its subnet. */
function outsideOf(config: AddressConfig): { gateway: boolean; range: boolean; other: [string, string] | undefined } {
  const { Subnet: subnet = '', Gateway: gateway = '', IPRange: range = '', AuxiliaryAddresses: others = {} } = config
  const isOutside = (address: string) => address !== '' && !isInSubnets([subnet], address.split('/')[0] ?? '')
  const other = Object.entries(others).find(([, address]) => isOutside(address))
  return { gateway: isOutside(gateway), range: isOutside(range), other }
}

/** Checks a whole configuration up front, like newer engines. */
function checkWhole(
  { Subnet: subnet = '', Gateway, IPRange = '' }: AddressConfig,
  outside: ReturnType<typeof outsideOf>,
): void {
  const invalid = (words: string) => refuse(400, `invalid network config:\n${words}`)
  const [block, range] = [blockOf(subnet), blockOf(IPRange)]
  if (block && written(block) !== subnet) invalid(`invalid subnet ${subnet}: it should be ${written(block)}`)
  const not = `parent subnet ${subnet} doesn't contain`
  if (outside.range) invalid(`invalid ip-range ${IPRange}: ${not} ip-range`)
  if (range && block && range.bits < block.bits)
    invalid(`invalid ip-range ${IPRange}: CIDR block is bigger than its parent subnet ${subnet}`)
  if (range && written(range) !== IPRange) invalid(`invalid ip-range ${IPRange}: it should be ${written(range)}`)
  if (outside.gateway) invalid(`invalid gateway ${Gateway}: ${not} this address`)
  if (outside.other) invalid(`invalid auxiliary address ${outside.other[0]}: ${not} this address`)
}

function written({ base, bits }: { base: number; bits: number }): string {
  return `${addressOf(base)}/${bits}`
}

/** Checks overlaps of IPv6 subnets; those of IPv4 show in the pools. */
function checkOverlap(host: HostState, body: NetworkBody): void {
  const taken = [...host.networks.values()].flatMap((network) => newerSubnets(network.body))
  for (const subnet of newerSubnets(body)) {
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
