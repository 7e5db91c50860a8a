import assert from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import { type Observed, seedHost } from '../../engine/simulated/seed.ts'
import { launch, simulatedWorld, start } from './simulated-world.ts'

/** A host with some of everything, as observed through its engine. */
async function observed(): Promise<Observed> {
  const world = simulatedWorld()
  const { byHand } = world.host
  byHand.createNetwork({
    Name: 'shop_default',
    Labels: { stack: 'shop' },
    IPAM: { Config: [{ Subnet: '10.1.0.0/24' }] },
  })
  const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/data' }]
  const NetworkMode = 'shop_default'
  const PortBindings = { '80/tcp': [{ HostPort: '8080' }] }
  const web = { ExposedPorts: { '80/tcp': {} }, Healthcheck: { Test: ['CMD', 'true'] } }
  await launch(world, 'shop-web-1', { ...web, HostConfig: { NetworkMode, PortBindings } })
  await launch(world, 'shop-db-1', { HostConfig: { NetworkMode, Mounts, RestartPolicy: { Name: 'always' } } })
  byHand.pause('shop-db-1')
  await launch(world, 'shop-job-1', { HostConfig: { NetworkMode } })
  byHand.exit('shop-job-1', 3)
  await world.quiet()
  const { engine, run } = world
  const names = (await world.settle(engine.listContainers({}, run))).map((row) => row.id)
  const networks = await world.settle(engine.listNetworks({}, run))
  return {
    containers: await world.settle(Promise.all(names.map((id) => engine.inspectContainer({ id }, run)))),
    networks: await world.settle(Promise.all(networks.map(({ Id }) => engine.inspectNetwork({ id: Id }, run)))),
    volumes: (await world.settle(engine.listVolumes({}, run))).volumes,
    images: [await world.settle(engine.inspectImage({ name: 'web:1' }, run))],
    info: await world.settle(engine.info({}, run)),
  }
}

function copyOf(seen: Observed) {
  const clock = virtualClock({ seed: 2, start: start + 3_600_000 })
  const host = createSimulatedHost({ node: 'h1', clock, random: seededRandom(2) })
  seedHost(host, seen)
  return { clock, host, engine: host.engine() }
}

describe('a simulated host seeded from what was observed', () => {
  it('answers the same reads as the one that was observed', async () => {
    const seen = await observed()
    const { host } = copyOf(seen)
    assert.deepEqual(host.containers(), seen.containers)
    const { networks, volumes } = host.state
    assert.deepEqual(
      [...networks.keys()],
      seen.networks.map(({ Id }) => Id),
    )
    assert.deepEqual([...volumes.keys()], ['shop_data'])
    assert.equal(host.state.info.id, seen.info?.id)
  })

  it('takes null for what is not set, as engines tell of it', async () => {
    const seen = await observed()
    const unset = { Binds: null, Mounts: null, VolumesFrom: null, Links: null, Tmpfs: null, PortBindings: null }
    const containers = seen.containers.map((each) => ({ ...each, HostConfig: { ...each.HostConfig, ...unset } }))
    const networks = seen.networks.map((each) => ({
      ...each,
      ...{ IPAM: { Driver: 'default', Options: null, Config: null }, Options: null, Labels: null },
    }))
    const { clock, host, engine } = copyOf({ ...seen, containers, networks } as unknown as Observed)
    const { run } = simulatedWorld()
    const listed = engine.listNetworks({}, run)
    await clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 1_000 })
    assert.equal((await listed).length, networks.length)
    for (const { Name } of containers) host.byHand.remove(Name.slice(1))
    assert.deepEqual(host.containers(), [])
  })

  it('leaves running what runs, as long as nobody touches it', async () => {
    const { clock, host } = copyOf(await observed())
    assert.equal(await clock.runUntilQuiet({ until: start * 2, steps: 1000 }), 'quiet')
    const states = host.containers().map(({ Name, State }) => `${Name} ${State.Status} ${State.Health?.Status ?? ''}`)
    assert.deepEqual(states, ['/shop-web-1 running healthy', '/shop-db-1 paused ', '/shop-job-1 exited '])
  })

  it('starts what was stopped, whose lists an engine shows as null', async () => {
    const seen = await observed()
    const containers = seen.containers.map((container) => {
      const HostConfig = { ...container.HostConfig, Ulimits: null, Sysctls: null }
      return { ...container, HostConfig, State: { ...container.State, Status: 'exited' as const } }
    })
    const { host } = copyOf({ ...seen, containers })
    host.byHand.start('shop-web-1')
    assert.equal(host.containers()[0]?.State.Status, 'running')
  })

  it('knows what is taken: names, addresses, ports, volumes, networks', async () => {
    const seen = await observed()
    const { host } = copyOf(seen)
    const { byHand, state } = host
    const web = seen.containers[0]?.Id ?? ''
    assert.throws(() => byHand.run('shop-web-1', { Image: 'web:1' }), /already in use/)
    const ports = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } }
    assert.throws(() => byHand.run('late', { Image: 'web:1', ...ports }), /port is already allocated/)
    assert.throws(() => byHand.removeVolume('shop_data'), /volume is in use/)
    assert.throws(() => byHand.removeNetwork('shop_default'), /has active endpoints/)
    byHand.run('next', { Image: 'web:1', HostConfig: { NetworkMode: 'shop_default' } })
    const next = host.containers().find(({ Name }) => Name === '/next')
    const addresses = [
      ...(state.networks.get(next?.NetworkSettings.Networks['shop_default']?.NetworkID ?? '')?.attached ?? []),
    ]
    const ips = addresses.map(([, endpoint]) => endpoint.live?.ip)
    assert.equal(new Set(ips).size, ips.length)
    byHand.remove(web)
    byHand.run('shop-web-1', { Image: 'web:1', ...ports })
  })

  it('leaves networks and addresses to containers that were not looked at', async () => {
    const seen = await observed()
    const { host } = copyOf({ ...seen, containers: [] })
    assert.throws(() => host.byHand.removeNetwork('shop_default'), /has active endpoints/)
    host.byHand.run('next', { Image: 'web:1', HostConfig: { NetworkMode: 'shop_default' } })
    const taken = seen.containers.map(({ NetworkSettings }) => NetworkSettings.Networks['shop_default']?.IPAddress)
    const [next] = host.containers()
    assert.ok(!taken.includes(next?.NetworkSettings.Networks['shop_default']?.IPAddress))
  })

  it('goes on from there: stops, starts, health and restarts work', async () => {
    const { clock, host } = copyOf(await observed())
    const wide = { until: Number.POSITIVE_INFINITY, steps: 10_000 }
    host.byHand.stop('shop-web-1', 1)
    await clock.runUntilQuiet(wide)
    host.byHand.start('shop-web-1')
    host.byHand.unpause('shop-db-1')
    host.byHand.exit('shop-db-1', 1)
    await clock.runUntilQuiet(wide)
    const [web, db] = host.containers()
    assert.deepEqual([web?.State.Status, web?.State.Health?.Status], ['running', 'healthy'])
    assert.deepEqual([db?.State.Status, db?.RestartCount], ['running', 1])
    assert.match(web?.NetworkSettings.Networks['shop_default']?.IPAddress ?? '', /^10\.1\.0\./)
  })

  it('restarts what was waiting for its restart', async () => {
    const seen = await observed()
    const waiting = seen.containers.map((container) =>
      container.Name === '/shop-db-1'
        ? { ...container, RestartCount: 2, State: { ...container.State, Status: 'restarting' as const } }
        : container,
    )
    const { clock, host } = copyOf({ ...seen, containers: waiting })
    await clock.runUntilQuiet({ until: Number.POSITIVE_INFINITY, steps: 10_000 })
    const db = host.containers()[1]
    assert.deepEqual([db?.State.Status, db?.RestartCount], ['running', 2])
  })
})
