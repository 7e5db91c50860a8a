import { equal } from 'node:assert/strict'
import { lackedAddress } from '../../../../controllers/task/observe/lacked-address.ts'

const table: readonly {
  it: string
  asked: { ipv4Address?: string; ipv6Address?: string }
  declared: readonly string[]
  found: readonly string[]
  lacks?: string
}[] = [
  { it: 'is none of what asks for none', asked: {}, declared: ['10.9.0.0/24'], found: [] },
  {
    it: 'is one of the declared subnet alone',
    asked: { ipv4Address: '10.9.0.5' },
    ...{ declared: ['10.9.0.0/24'], found: ['10.8.0.0/24'], lacks: '10.9.0.5' },
  },
  {
    it: 'is none that the network has as it stands',
    asked: { ipv4Address: '10.9.0.5' },
    ...{ declared: ['10.9.0.0/24'], found: ['fd00::/64', '10.9.0.0/16'] },
  },
  {
    it: 'is none that no declared subnet has either: that is never to come',
    asked: { ipv4Address: '10.7.0.5' },
    ...{ declared: ['10.9.0.0/24'], found: ['10.8.0.0/24'] },
  },
  {
    it: 'is one of IPv6, of a network that has none yet',
    asked: { ipv4Address: '10.9.0.5', ipv6Address: 'fd00::5' },
    ...{ declared: ['10.9.0.0/24', 'fd00::/64'], found: ['10.9.0.0/24'], lacks: 'fd00::5' },
  },
  {
    it: 'is none of what is no subnet',
    asked: { ipv4Address: '10.9.0.5' },
    ...{ declared: ['10.9.0.0', '10.9.0.0/99', 'ten/8', ''], found: [] },
  },
]

describe('an address that a network lacks', () => {
  for (const { it: name, asked, declared, found, lacks } of table)
    it(name, () => {
      const Config = found.map((Subnet) => ({ Subnet }))
      const ipam = { config: declared.map((subnet) => ({ subnet })) }
      equal(lackedAddress(asked, { declared: { ipam }, found: { IPAM: { Config } } }), lacks)
    })
})
