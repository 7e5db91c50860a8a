import { strict as assert } from 'node:assert'
import type { V1NetworkSpec, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { networkBody } from '../../engine/network/body.ts'
import { networkDifference } from '../../engine/network/difference.ts'
import { volumeBody } from '../../engine/volume/body.ts'
import { volumeDifference } from '../../engine/volume/difference.ts'
import { type Bench, share } from './normaliser-engine.ts'

const networkSpecs: readonly V1NetworkSpec[] = [
  {},
  { driver: 'bridge', internal: true },
  { attachable: true, labels: { team: 'x' } },
  { driverOpts: { 'com.docker.network.bridge.name': 'shop0', 'com.docker.network.driver.mtu': '1400' } },
  { ipam: { config: [{ subnet: '10.91.0.0/16' }] } },
  { ipam: { config: [{ subnet: '10.92.0.0/16', ipRange: '10.92.5.0/24', gateway: '10.92.5.254' }] } },
  { ipam: { driver: 'default', config: [{ subnet: '10.93.0.0/24', auxAddresses: { router: '10.93.0.7' } }] } },
  { enableIPv6: true, ipam: { config: [{ subnet: '2001:DB8:1::/64' }] } },
  { enableIPv6: true, ipam: { config: [{ subnet: '10.94.0.0/24' }, { subnet: 'fd00:1::/64', gateway: 'fd00:1::1' }] } },
  { scope: 'local' },
]

/** Pairs of different specs, each with a word that the message about the difference contains. */
const otherNetworks: readonly [found: V1NetworkSpec, declared: V1NetworkSpec, word: string][] = [
  [{}, { internal: true }, 'internal'],
  [{ internal: true }, {}, 'internal'],
  [{}, { driver: 'macvlan' }, 'driver'],
  [{}, { enableIPv6: true }, 'IPv6'],
  [{ ipam: { config: [{ subnet: '10.91.0.0/16' }] } }, { ipam: { config: [{ subnet: '10.95.0.0/16' }] } }, 'subnet'],
  [{}, { driverOpts: { 'com.docker.network.driver.mtu': '1400' } }, 'mtu'],
  [
    { ipam: { config: [{ subnet: '10.91.0.0/16' }] } },
    { ipam: { config: [{ subnet: '10.91.0.0/16', gateway: '10.91.9.9' }] } },
    'gateway',
  ],
]

const volumeSpecs: readonly V1VolumeSpec[] = [
  {},
  { driver: 'local', labels: { a: 'b' } },
  { driverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } },
]

/** Tests that networks and volumes have no difference right after their create, and that real differences are named. */
export function testNetworks(at: () => Bench): void {
  const bodyOf = (spec: V1NetworkSpec) =>
    networkBody({
      network: { apiVersion: 'reconcile.dev/v1', kind: 'Network', metadata: { name: 'n', namespace: 'shop' }, spec },
      installation: 'default',
    })

  async function inspected(spec: V1NetworkSpec) {
    const { id } = await at().engine.createNetwork({ body: bodyOf(spec) }, at().run)
    const found = await at().engine.inspectNetwork({ id }, at().run)
    await at().engine.removeNetwork({ id }, at().run)
    return found
  }

  it('finds no difference in a network that was just created, whatever the engine filled in', async () => {
    for (const spec of share(networkSpecs))
      assert.equal(networkDifference(bodyOf(spec), await inspected(spec)), undefined, JSON.stringify(spec))
  })

  it('names what differs between a network and its declaration', async () => {
    for (const [found, declared, word] of share(otherNetworks))
      assert.match(networkDifference(bodyOf(declared), await inspected(found)) ?? 'nothing', new RegExp(word))
  })

  it('compares volumes by driver and options', async () => {
    const volumeOf = (spec: V1VolumeSpec) =>
      volumeBody({
        volume: { apiVersion: 'reconcile.dev/v1', kind: 'Volume', metadata: { name: 'v', namespace: 'shop' }, spec },
        installation: 'default',
      })
    for (const [index, spec] of volumeSpecs.entries()) {
      const body = volumeOf(spec)
      await at().engine.createVolume({ body }, at().run)
      const found = await at().engine.inspectVolume({ name: 'shop_v' }, at().run)
      await at().engine.removeVolume({ name: 'shop_v' }, at().run)
      assert.equal(volumeDifference(body, found), undefined)
      const other = volumeOf(index === 2 ? {} : { driverOpts: { o: 'size=2m' } })
      assert.match(volumeDifference(other, found) ?? 'nothing', /option/)
    }
  })
}
