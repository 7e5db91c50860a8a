import { deepEqual } from 'node:assert/strict'
import { validateObject } from '../../../api/v1/validation/validate.ts'

const wrongIn = (kind: string, spec: object) =>
  validateObject({ apiVersion: 'reconcile.dev/v1', kind, metadata: { name: 'a', namespace: 'shop' }, spec }).map(
    ({ path }) => path.slice(1).join('.'),
  )

const config = (...each: object[]) => ({ ipam: { config: each } })
const inside = (fields: object) => config({ subnet: '10.5.0.0/24', ...fields })
const option = (name: string, value: string) => ({ driverOpts: { [name]: value } })
const MTU = 'com.docker.network.driver.mtu'
const BRIDGE = 'com.docker.network.bridge'

describe('a network that no engine makes', () => {
  for (const [spec, wrong] of [
    [inside({}), []],
    [config({ subnet: '10.5.0.5/24' }), []],
    [config({ subnet: '10.5.0.0/31' }), []],
    [config({ subnet: 'fd00::/64' }, { subnet: '10.5.0.0/24' }), []],
    [config({ subnet: '10.5.0.0' }), ['ipam.config.0.subnet']],
    [config({ subnet: '10.5.0.0/33' }), ['ipam.config.0.subnet']],
    [config({ subnet: '' }), ['ipam.config.0.subnet']],
    [config({ subnet: 'fd00::/130' }), ['ipam.config.0.subnet']],
    [config({ subnet: '10.5.0.0/24/1' }), ['ipam.config.0.subnet']],
    [config({ gateway: '10.5.0.1' }), ['ipam.config.0']],
    [config({}), ['ipam.config.0']],
    [config({ subnet: '10.5.0.0/24' }, { subnet: '10.5.0.128/25' }), ['ipam.config.1.subnet']],
    [inside({ gateway: '10.5.0.1', ipRange: '10.5.0.128/25', auxAddresses: { a: '10.5.0.9' } }), []],
    [inside({ gateway: '', ipRange: '10.5.0.7/25' }), []],
    [inside({ gateway: '10.6.0.1' }), ['ipam.config.0.gateway']],
    [inside({ gateway: '10.5.0.1/24' }), ['ipam.config.0.gateway']],
    [inside({ gateway: 'fd00::1' }), ['ipam.config.0.gateway']],
    [inside({ gateway: '10.5.0.0' }), ['ipam.config.0.gateway']],
    [inside({ gateway: '10.5.0.255' }), ['ipam.config.0.gateway']],
    [inside({ gateway: '10.5.0.254' }), []],
    [config({ subnet: '10.5.0.64/30', gateway: '10.5.0.67' }), ['ipam.config.0.gateway']],
    [config({ subnet: '10.5.0.0/31', gateway: '10.5.0.0' }), []],
    [config({ subnet: 'fd00::/64', gateway: 'fd00::1' }), []],
    [inside({ auxAddresses: { a: '10.5.0.255', b: '10.5.0.254' } }), ['ipam.config.0.auxAddresses.a']],
    [inside({ gateway: '10.5.0.9', auxAddresses: { a: '10.5.0.9' } }), ['ipam.config.0.auxAddresses.a']],
    [inside({ auxAddresses: { a: '10.5.0.9', b: '10.5.0.9' } }), ['ipam.config.0.auxAddresses.b']],
    [inside({ ipRange: '10.6.0.0/25' }), ['ipam.config.0.ipRange']],
    [inside({ ipRange: '10.5.0.9' }), ['ipam.config.0.ipRange']],
    [inside({ auxAddresses: { a: '10.6.0.9' } }), ['ipam.config.0.auxAddresses.a']],
    [inside({ auxAddresses: { a: 'x' } }), ['ipam.config.0.auxAddresses.a']],
    [{ ipam: { driver: 'dhcp', config: [{ subnet: 'any' }] } }, []],
    [{ hostName: 'bridge' }, ['hostName']],
    [{ hostName: 'bridge', external: true }, []],
    [{ driver: 'host' }, ['driver']],
    [{ driver: 'null' }, ['driver']],
    [{ enableIPv4: false }, ['enableIPv4']],
    [{ enableIPv4: false, enableIPv6: true }, []],
    [option(MTU, '1450'), []],
    [option(MTU, 'x'), [`driverOpts.${MTU}`]],
    [option(MTU, '-5'), [`driverOpts.${MTU}`]],
    [{ ...option(MTU, 'x'), driver: 'other' }, []],
    [option(`${BRIDGE}.enable_icc`, 'False'), []],
    [option(`${BRIDGE}.enable_icc`, 'no'), [`driverOpts.${BRIDGE}.enable_icc`]],
    [option(`${BRIDGE}.name`, 'br-shop'), []],
    [option(`${BRIDGE}.name`, 'br-shop-that-is-long'), [`driverOpts.${BRIDGE}.name`]],
    [option(`${BRIDGE}.name`, 'docker0'), [`driverOpts.${BRIDGE}.name`]],
    [option(`${BRIDGE}.host_binding_ipv4`, '127.0.0.1'), []],
    [option(`${BRIDGE}.host_binding_ipv4`, '::'), []],
    [option(`${BRIDGE}.host_binding_ipv4`, 'localhost'), [`driverOpts.${BRIDGE}.host_binding_ipv4`]],
    [option('any', 'x'), []],
  ] as const)
    it(`${JSON.stringify(spec)}: ${wrong.join() || 'fine'}`, () => deepEqual(wrongIn('Network', spec), wrong))
})

describe('a volume that the driver local does not make', () => {
  for (const [driverOpts, wrong] of [
    [{ type: 'none', o: 'bind', device: '/srv' }, []],
    [{ type: 'tmpfs', device: 'tmpfs' }, []],
    [{ type: '', device: '', o: '' }, []],
    [{ size: '1g' }, []],
    [{ size: '1.5 GiB', type: 'tmpfs', device: 'tmpfs' }, []],
    [{ size: 'large' }, ['driverOpts.size']],
    [{ size: '' }, ['driverOpts.size']],
    [{ size: '-5' }, ['driverOpts.size']],
    [{}, []],
    [{ type: 'tmpfs' }, ['driverOpts']],
    [{ device: '/srv' }, ['driverOpts']],
    [{ o: 'bind', device: '/srv' }, ['driverOpts']],
    [{ mountpoint: '/srv' }, ['driverOpts.mountpoint']],
  ] as const) {
    it(`${JSON.stringify(driverOpts)}: ${wrong.join() || 'fine'}`, () =>
      deepEqual(wrongIn('Volume', { driverOpts }), wrong))
    it(`${JSON.stringify(driverOpts)} of another driver: fine`, () =>
      deepEqual(wrongIn('Volume', { driverOpts, driver: 'nfs' }), []))
  }

  it('nor one without a name', () => {
    const volume = { driver: { options: { type: 'tmpfs' } } }
    const template = { image: 'a', mounts: [{ type: 'Volume', target: '/a', volume }] }
    deepEqual(wrongIn('Service', { template }), ['template.mounts.0.volume.driver.options'])
  })
})
