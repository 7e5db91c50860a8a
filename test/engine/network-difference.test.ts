import { equal } from 'node:assert/strict'
import { networkDifference } from '../../engine/network/difference.ts'
import type { NetworkBody, NetworkInspect } from '../../engine/types/network.ts'

/** How an engine shows a network whose address families come from its `default-network-opts` or the body's own options. */
const chosen = (family: 'ipv4' | 'ipv6', is: boolean): Partial<NetworkInspect> => ({
  [family === 'ipv4' ? 'EnableIPv4' : 'EnableIPv6']: is,
  Options: { [`com.docker.network.enable_${family}`]: String(is) },
})

const engineShows = [{ Subnet: 'fd00:66::/64', Gateway: 'fd00:66::1', AuxiliaryAddresses: { a: 'fd00:66::a' } }]

const withIPv6 = 'it is with IPv6, and not declared so'

const table: readonly [string, Partial<NetworkBody>, Partial<NetworkInspect>, string | undefined][] = [
  ['IPv6 that an engine gives to all networks', {}, chosen('ipv6', true), undefined],
  ['IPv6 that was declared away there', { EnableIPv6: false }, chosen('ipv6', true), withIPv6],
  [
    'IPv6 that is declared, and was not given there',
    { EnableIPv6: true },
    chosen('ipv6', false),
    'it is not with IPv6',
  ],
  ['IPv6 of a network that was made with it', {}, { EnableIPv6: true, Options: {} }, withIPv6],
  ['IPv4 that an engine gives to none', {}, chosen('ipv4', false), undefined],
  ['IPv4 that is declared there', { EnableIPv4: true }, chosen('ipv4', false), 'it is without IPv4'],
  ['IPv4 of a network that was made without it', {}, { EnableIPv4: false }, 'it is without IPv4'],
]

/** A network's declared and present addresses, and the difference. */
type Configs = NonNullable<NonNullable<NetworkBody['IPAM']>['Config']>
const addresses: readonly [string, Configs, Configs, string | undefined][] = [
  ['a subnet written in another way', [{ Subnet: 'FD00:0066:0::/64' }], engineShows, undefined],
  ['a gateway written in another way', [{ Subnet: 'fd00:66::/64', Gateway: 'fd00:66::0001' }], engineShows, undefined],
  [
    'a reserved address written in another way',
    [{ Subnet: 'fd00:66::/64', AuxiliaryAddresses: { a: 'FD00:66::000A' } }],
    engineShows,
    undefined,
  ],
  [
    'another length',
    [{ Subnet: 'fd00:66::/80' }],
    engineShows,
    'it has the subnet fd00:66::/64, declared fd00:66::/80',
  ],
  [
    'another reserved address',
    [{ Subnet: 'fd00:66::/64', AuxiliaryAddresses: { a: 'fd00:66::b' } }],
    engineShows,
    'its reserved address a is fd00:66::a, declared fd00:66::b',
  ],
]

describe('The difference of a network from its declaration', () => {
  for (const [what, Config, found, expected] of addresses)
    it(`is ${expected ?? 'none'}: ${what}`, () => {
      const base = { Name: 'n', Driver: 'bridge', EnableIPv6: false, EnableIPv4: true }
      equal(networkDifference({ Name: 'n', IPAM: { Config } }, { Id: '1', ...base, IPAM: { Config: found } }), expected)
    })

  for (const [what, body, found, expected] of table)
    it(`is ${expected ?? 'none'}: ${what}`, () => {
      const base = { Name: 'n', Driver: 'bridge', EnableIPv6: false, EnableIPv4: true }
      equal(networkDifference({ Name: 'n', ...body }, { Id: '1', ...base, ...found }), expected)
    })
})
