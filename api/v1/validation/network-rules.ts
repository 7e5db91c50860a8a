import type { V1IPAMConfig, V1Network, V1NetworkSpec } from '../generated/types.ts'
import { blockOf, endsOf } from '../ipv4-block.ts'
import { isGoBoolean } from './go-boolean.ts'
import { doOverlap, isInSubnets, isSubnet } from '../subnet.ts'
import type { ValidationError } from './validation-error.ts'
import { isAddress } from './value-forms.ts'

/** The networks that every engine has. */
const PREDEFINED: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'default'])

/** Errors for a network that no engine can create. */
export function networkRules({ spec }: V1Network): ValidationError[] {
  if (spec.external) return []
  const { driver, enableIPv4, enableIPv6, ipam } = spec
  const errors = predefinedRules(spec)
  if (enableIPv4 === false && !enableIPv6)
    errors.push({ path: ['spec', 'enableIPv4'], message: 'needs enableIPv6: without either there are no addresses' })
  // Other IPAM drivers have formats of their own.
  if (!ipam?.driver || ipam.driver === 'default') errors.push(...addressRules(ipam?.config ?? []))
  return !driver || driver === 'bridge' ? [...errors, ...bridgeRules(spec)] : errors
}

function predefinedRules({ hostName, driver }: V1NetworkSpec): ValidationError[] {
  const errors: ValidationError[] = []
  const remedy = 'every engine has it, and makes no other: take it with external: true'
  if (hostName !== undefined && PREDEFINED.has(hostName))
    errors.push({ path: ['spec', 'hostName'], message: `is the engine's own: ${remedy}`, value: hostName })
  if (driver === 'host' || driver === 'null') {
    const message = `is of the network ${driver === 'host' ? 'host' : 'none'}: ${remedy}`
    errors.push({ path: ['spec', 'driver'], message, value: driver })
  }
  return errors
}

function addressRules(config: readonly V1IPAMConfig[]): ValidationError[] {
  return config.flatMap((one, index): ValidationError[] => {
    const at = ['spec', 'ipam', 'config', index]
    const { subnet } = one
    if (subnet === undefined) return [{ path: at, message: 'needs subnet: all else is in it' }]
    const path = [...at, 'subnet']
    if (!isSubnet(subnet)) return [{ path, message: 'must be a subnet in CIDR form, as 10.5.0.0/24', value: subnet }]
    const other = config.slice(0, index).find((before) => before.subnet && doOverlap(before.subnet, subnet))
    if (other) return [{ path, message: `overlaps ${other.subnet}: give it other addresses`, value: subnet }]
    return insideRules(one, subnet, at)
  })
}

function insideRules({ gateway, ipRange, auxAddresses = {} }: V1IPAMConfig, subnet: string, at: (string | number)[]) {
  const errors: ValidationError[] = []
  const addresses = Object.entries(auxAddresses).map(([name, value]) => ({
    path: [...at, 'auxAddresses', name],
    value,
  }))
  const taken = new Set<string>()
  for (const { path, value } of [...(gateway ? [{ path: [...at, 'gateway'], value: gateway }] : []), ...addresses]) {
    const message = addressError(value, subnet, taken)
    if (message !== undefined) errors.push({ path, message, value })
    taken.add(value)
  }
  if (ipRange && !(isSubnet(ipRange) && doOverlap(ipRange, subnet)))
    errors.push({ path: [...at, 'ipRange'], message: `must be a part of ${subnet}, in CIDR form`, value: ipRange })
  return errors
}

/** Why no engine reserves an address in a subnet; undefined if it does. */
function addressError(address: string, subnet: string, taken: ReadonlySet<string>): string | undefined {
  if (!isInSubnets([subnet], address)) return `must be an address in ${subnet}`
  const block = blockOf(subnet)
  const [first, last] = block ? endsOf(block) : []
  if (address === first || address === last)
    return `is the ${address === first ? 'first' : 'last'} address of ${subnet}, which no engine gives out: take one between`
  return taken.has(address) ? 'is given out already: take another one' : undefined
}

const isTrueOrFalse = { isRight: isGoBoolean, message: 'must be true or false' }

const BRIDGE_NAME = 'com.docker.network.bridge.name'

/** Checks of the options of the bridge driver that all engines know. */
const BRIDGE = new Map([
  ['com.docker.network.bridge.enable_icc', isTrueOrFalse],
  ['com.docker.network.bridge.enable_ip_masquerade', isTrueOrFalse],
  [
    'com.docker.network.bridge.host_binding_ipv4',
    { isRight: isAddress, message: 'must be an IP address of the host, of either family' },
  ],
  [
    BRIDGE_NAME,
    {
      isRight: (text: string) => /^[^/\s]{0,15}$/.test(text),
      message: 'must be the name of an interface: at most 15 characters, without blanks and slashes',
    },
  ],
  [
    'com.docker.network.driver.mtu',
    { isRight: (text: string) => /^\+?\d+$/.test(text), message: 'must be a whole number of bytes, as 1450' },
  ],
])

function bridgeRules({ driverOpts = {} }: V1NetworkSpec): ValidationError[] {
  const errors = Object.entries(driverOpts).flatMap(([name, value]): ValidationError[] => {
    const rule = BRIDGE.get(name)
    return !rule || rule.isRight(value) ? [] : [{ path: ['spec', 'driverOpts', name], message: rule.message, value }]
  })
  if (driverOpts[BRIDGE_NAME] !== 'docker0') return errors
  // Engine 20.10 would delete that bridge with the network.
  const message = "is the engine's own bridge: give this one another name"
  return [...errors, { path: ['spec', 'driverOpts', BRIDGE_NAME], message, value: 'docker0' }]
}
