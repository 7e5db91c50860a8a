import assert from 'node:assert/strict'
import type { NetworkBody } from '../../engine/types/network.ts'
import { programs } from './programs.ts'
import { refuses, speaks, type Subject } from './subject.ts'

const Cmd = [...programs.forever]
const name = { 'com.docker.network.bridge.name': 'brcontract' }
const withSubnets = (...Config: NonNullable<NonNullable<NetworkBody['IPAM']>['Config']>) => ({ IPAM: { Config } })

/** Which network bodies engines refuse, and which host ports conflict. */
export function networkBodiesContract(get: () => Subject): void {
  describe('bodies of networks', () => {
    const made: string[] = []
    const create = async (stem: string, body: Partial<NetworkBody> = {}) => {
      const { engine, run, name } = get()
      const { id } = await engine.createNetwork({ body: { Name: name(stem), ...body } }, run)
      made.push(id)
      return id
    }
    after(async () => {
      const { engine, run } = get()
      for (const id of made) await engine.removeNetwork({ id }, run).catch(() => {})
    })

    it('are refused with a gateway that is not in their subnet', async () => {
      const body = withSubnets({ Subnet: '10.214.1.0/24', Gateway: '10.214.2.1' })
      await refuses(create('gateway', body), 'Invalid', /10\.214\.2\.1/)
    })

    it('are refused with two subnets of one family', async () => {
      const body = withSubnets({ Subnet: '10.214.3.0/24' }, { Subnet: '10.214.4.0/24' })
      await refuses(create('two', body), 'Invalid', /doesn't support multiple subnets/)
    })

    it('are refused with two subnets of IPv6', async () => {
      const body = withSubnets({ Subnet: 'fd00:214:8::/64' }, { Subnet: 'fd00:214:9::/64' })
      await refuses(create('two', { EnableIPv6: true, ...body }), 'Invalid', /doesn't support multiple subnets/)
    })

    it('are refused with a gateway that is the first or last of their subnet', async () => {
      for (const Gateway of ['10.214.13.0', '10.214.13.255'])
        await refuses(
          create('gateway', withSubnets({ Subnet: '10.214.13.0/24', Gateway })),
          'Busy',
          /failed to allocate gateway .*: Address already in use/,
        )
    })

    it('of IPv6 without a subnet get one of newer engines, and none of older ones', async () => {
      const made = create('seven', { EnableIPv6: true })
      if (!speaks(get().under, 46)) return refuses(made, 'NotFound', /non-overlapping IPv6 address pool/)
      const { engine, run } = get()
      const { IPAM } = await engine.inspectNetwork({ id: await made }, run)
      const [older, newer] = IPAM?.Config ?? []
      assert.match(older?.Subnet ?? '', /^\d+\./)
      assert.match(newer?.Subnet ?? '', /^fd.*::\/64$/)
    })

    it('of two addresses have none to give in older engines', async () => {
      const made = create('small', withSubnets({ Subnet: '10.214.14.0/31' }))
      if (speaks(get().under, 44)) await made
      else await refuses(made, 'Invalid', /No available addresses on this pool/)
    })

    it('are refused with an address that is reserved and the gateway’s', async () => {
      const AuxiliaryAddresses = { own: '10.214.5.7' }
      const body = withSubnets({ Subnet: '10.214.5.0/24', Gateway: '10.214.5.7', AuxiliaryAddresses })
      await refuses(create('reserved', body), 'Busy', /secondary ip address \(own:10\.214\.5\.7\)/)
    })

    it('are refused with a reserved address that is the last of their subnet, or is reserved twice', async () => {
      for (const AuxiliaryAddresses of [{ one: '10.214.15.255' }, { one: '10.214.15.7', other: '10.214.15.7' }])
        await refuses(
          create('reserved', withSubnets({ Subnet: '10.214.15.0/24', AuxiliaryAddresses })),
          'Busy',
          /secondary ip address \(\w+:10\.214\.15\.\d+\): Address already in use/,
        )
    })

    it('are refused with a reserved address that is not in their subnet', async () => {
      const body = withSubnets({ Subnet: '10.214.11.0/24', AuxiliaryAddresses: { own: '10.214.12.7' } })
      await refuses(create('strange', body), 'Invalid', /auxiliary address.*own/)
    })

    it('are refused with a subnet of IPv6 that another has', async () => {
      await create('six', { EnableIPv6: true, ...withSubnets({ Subnet: 'fd00:214:1::/64' }) })
      const body = { EnableIPv6: true, ...withSubnets({ Subnet: 'fd00:214:1::/80' }) }
      await refuses(create('six', body), 'Conflict', /Pool overlaps with other one/)
    })

    it('without a subnet of IPv6 give no address of it', async () => {
      const { create: make, engine, run, under, name } = get()
      const id = await create('older', withSubnets({ Subnet: '10.214.10.0/24' }))
      const endpoint = { IPAMConfig: { IPv6Address: 'fd00:214:2::5' } }
      const made = make(name('six'), {
        ...{ Cmd, HostConfig: { NetworkMode: id } },
        NetworkingConfig: { EndpointsConfig: { [id]: endpoint } },
      })
      const refused = speaks(under, 44) ? made : made.then((id) => engine.startContainer({ id }, run))
      await refuses(refused, 'Invalid', /only when connecting to networks with user configured subnets/)
    })

    it('are refused with the bridge of another', async () => {
      await create('bridge', { Options: name })
      await refuses(create('bridge', { Options: name }), 'Conflict', /networks have same bridge name/)
    })

    it('name whole subnets, and ranges in them, to newer engines', async () => {
      if (!speaks(get().under, 44)) {
        const NetworkMode = await create('range', withSubnets({ Subnet: '10.214.9.0/24', IPRange: '10.214.8.0/25' }))
        const { launch, inspect, name } = get()
        const { Networks } = (await inspect(await launch(name('range'), { Cmd, HostConfig: { NetworkMode } })))
          .NetworkSettings
        return assert.deepEqual(
          Object.values(Networks).map(({ IPAddress }) => IPAddress),
          ['10.214.9.2'],
        )
      }
      const bits = create('bits', withSubnets({ Subnet: '10.214.6.5/24' }))
      await refuses(bits, 'Invalid', /it should be 10\.214\.6\.0\/24/)
      const range = create('range', withSubnets({ Subnet: '10.214.7.0/24', IPRange: '10.214.8.0/25' }))
      await refuses(range, 'Invalid', /doesn't contain ip-range/)
      const wide = create('wide', withSubnets({ Subnet: '10.214.0.0/24', IPRange: '10.214.0.0/16' }))
      await refuses(wide, 'Invalid', /CIDR block is bigger than its parent subnet/)
      const part = create('part', withSubnets({ Subnet: '10.214.7.0/24', IPRange: '10.214.7.130/25' }))
      await refuses(part, 'Invalid', /it should be 10\.214\.7\.128\/25/)
    })

    it('that are internal publish no ports', async () => {
      const { launch, inspect, name } = get()
      const id = await create('internal', { Internal: true })
      const ports = { ExposedPorts: { '80/tcp': {} }, PortBindings: { '80/tcp': [{ HostPort: '38191' }] } }
      const on = (NetworkMode: string) => ({
        ...{ Cmd, ExposedPorts: ports.ExposedPorts },
        HostConfig: { NetworkMode, PortBindings: ports.PortBindings },
      })
      const inside = await launch(name('internal'), on(id))
      assert.deepEqual(Object.values((await inspect(inside)).NetworkSettings.Ports ?? {}).flat(), [])
      await launch(name('outside'), on('bridge'))
    })

    it('give all addresses of one family of a host to one container, and those of the other to another', async () => {
      const { launch, name } = get()
      const at = (stem: string, HostIp: string) =>
        launch(name(stem), {
          ...{ Cmd, ExposedPorts: { '80/tcp': {} } },
          HostConfig: { PortBindings: { '80/tcp': [{ HostIp, HostPort: '38192' }] } },
        })
      await at('six', '::')
      await at('four', '0.0.0.0')
      await refuses(at('six', '::1'), 'Busy')
      await refuses(at('four', '127.0.0.1'), 'Busy')
    })
  })
}
