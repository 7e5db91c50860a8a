import assert from 'node:assert/strict'
import { isEngineError } from '../../engine/errors.ts'
import { writeTar } from '../../engine/tar.ts'
import { launch, simulatedWorld } from './simulated-world.ts'

const always = { HostConfig: { RestartPolicy: { Name: 'always' } } }
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => (isEngineError(error) ? error.code : error),
  )

describe('a simulated host that hangs', () => {
  it('answers nothing until it thaws, and then what it was asked', async () => {
    const world = simulatedWorld()
    world.host.hang()
    const listed = world.engine.listContainers({}, world.run)
    await world.pass(5000)
    let answered = false
    void listed.then(() => {
      answered = true
    })
    await world.pass(5000)
    assert.equal(answered, false)
    world.host.thaw()
    assert.deepEqual(await world.settle(listed), [])
  })

  it('ends calls by their deadline, those before and those after', async () => {
    const world = simulatedWorld()
    const before = codeOf(world.engine.inspectContainer({ id: 'x' }, world.run))
    world.host.hang()
    const after = codeOf(world.engine.inspectContainer({ id: 'x' }, world.run))
    assert.deepEqual([await world.settle(before), await world.settle(after)], ['Timeout', 'Timeout'])
    assert.equal(world.clock.now() - Date.UTC(2026, 0, 1), 10_000)
  })

  it('heeds the signals of the calls that it holds', async () => {
    const world = simulatedWorld()
    world.host.hang()
    const call = codeOf(world.engine.inspectContainer({ id: 'x' }, world.run))
    await world.pass(10)
    world.abort.abort()
    assert.equal(await world.settle(call), 'Cancelled')
  })

  it('lets nothing happen to its containers meanwhile, and no event out', async () => {
    const world = simulatedWorld({ behaviour: () => ({ exitsAfterMs: 500, exitCode: 1 }) })
    const id = await launch(world, 'web')
    world.host.hang()
    await world.pass(5000)
    assert.equal(world.states()['web'], 'running')
    world.host.thaw()
    await world.quiet()
    assert.equal(world.states()['web'], 'exited')
    assert.equal(world.actions(id).at(-1), 'die')
  })
})

describe('a simulated host that loses its power', () => {
  it('breaks connections and streams, and refuses calls until it is back', async () => {
    const world = simulatedWorld()
    const underWay = codeOf(world.engine.createContainer({ name: 'web', body: { Image: 'web:1' } }, world.run))
    world.host.crash()
    assert.equal(await world.settle(underWay), 'Unreachable')
    assert.equal(await world.settle(codeOf(world.engine.info({}, world.run))), 'Unreachable')
    await world.quiet()
    assert.equal(world.broken(), 1)
    world.host.restart()
    assert.equal(await world.settle(codeOf(world.engine.info({}, world.run))), 'ok')
  })

  it('tells a stream opened while it is off that it is broken', async () => {
    const world = simulatedWorld()
    world.host.crash()
    let broken = 0
    world.engine.watch({ onEvent: () => {}, onReady: () => assert.fail('ready'), onBroken: () => broken++ })
    await world.quiet()
    assert.equal(broken, 1)
  })

  it("loses its processes; Docker's policies bring back what they cover", async () => {
    const world = simulatedWorld()
    const policies = ['no', 'always', 'unless-stopped', 'on-failure']
    for (const Name of policies) await launch(world, Name, { HostConfig: { RestartPolicy: { Name } } })
    await launch(world, 'stopped-always', always)
    await launch(world, 'stopped-unless', { HostConfig: { RestartPolicy: { Name: 'unless-stopped' } } })
    for (const id of ['stopped-always', 'stopped-unless']) {
      await world.settle(world.engine.stopContainer({ id, timeoutSeconds: 1 }, world.run))
    }
    world.host.crash()
    assert.equal(world.states()['always'], 'exited')
    world.host.restart()
    await world.quiet()
    assert.deepEqual(world.states(), {
      no: 'exited',
      always: 'running',
      'unless-stopped': 'running',
      'on-failure': 'running',
      'stopped-always': 'running',
      'stopped-unless': 'exited',
    })
    assert.equal(world.host.containers().find(({ Name }) => Name === '/no')?.State.ExitCode, 255)
  })

  it('loses what is in memory, and starts nothing that mounts it until it is there again', async () => {
    const world = simulatedWorld()
    const put = async (directory: string) => {
      const body = { Image: 'web:1', HostConfig: { Binds: [`${directory}:/delivery`] } }
      const { id } = await world.settle(world.engine.createContainer({ name: 'carrier', body }, world.run))
      const tar = writeTar([{ name: 'file', type: 'file', mode: 0o444, uid: 0, gid: 0, bytes: Buffer.from('x') }])
      await world.settle(world.engine.putArchive({ id, path: '/delivery', tar }, world.run))
      await world.settle(world.engine.removeContainer({ id }, world.run))
    }
    await put('/run/keys')
    await put('/var/keys')
    for (const root of ['run', 'var'])
      await launch(world, root, {
        HostConfig: { ...always.HostConfig, Mounts: [{ Type: 'bind', Source: `/${root}/keys/file`, Target: '/key' }] },
      })
    world.host.crash()
    world.host.restart()
    await world.quiet()
    assert.deepEqual([...world.host.files().keys()], ['/var/keys/file'])
    assert.deepEqual(world.states(), { run: 'exited', var: 'running' })
    const start = () => codeOf(world.engine.startContainer({ id: 'run' }, world.run))
    assert.equal(await world.settle(start()), 'Invalid')
    await put('/run/keys')
    assert.equal(await world.settle(start()), 'ok')
  })

  it('breaks off what is under way, whether or not it was applied', async () => {
    const outcomes = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const world = simulatedWorld({ seed })
      const created = codeOf(world.engine.createContainer({ name: 'web', body: { Image: 'web:1' } }, world.run))
      await world.pass(10)
      world.host.crash()
      outcomes.add(`${await world.settle(created)} ${world.host.containers().length}`)
    }
    outcomes.delete('ok 1')
    assert.deepEqual([...outcomes].sort(), ['Unreachable 0', 'Unreachable 1'])
  })
})

describe('faults asked for', () => {
  it('fail one call, applied or not', async () => {
    const world = simulatedWorld()
    const create = (name: string) => codeOf(world.engine.createContainer({ name, body: { Image: 'web:1' } }, world.run))
    world.host.failNext('createContainer', { status: 500, message: 'the disk is on fire' })
    assert.equal(await world.settle(create('web-a')), 'Internal')
    world.host.failNext('createContainer', { code: 'Timeout', message: 'no answer' }, { applied: true })
    assert.equal(await world.settle(create('web-b')), 'Timeout')
    assert.deepEqual(Object.keys(world.states()), ['web-b'])
    assert.equal(await world.settle(create('web-c')), 'ok')
  })

  it('lose one event, or all, without a word', async () => {
    const world = simulatedWorld()
    await world.quiet()
    world.host.loseEvent(2)
    const id = await launch(world, 'web', { HostConfig: { NetworkMode: 'none' } })
    await world.quiet()
    assert.deepEqual(world.actions(id), ['create', 'start'])
    assert.ok(!world.events.some((event) => event.action === 'connect'))
    world.host.dropEvents(true)
    world.host.byHand.kill('web')
    await world.quiet()
    assert.deepEqual(world.actions(id), ['create', 'start'])
    assert.equal(world.broken(), 0)
  })

  it('break the streams, which say so', async () => {
    const world = simulatedWorld()
    await world.quiet()
    world.host.breakStream()
    await world.quiet()
    assert.equal(world.broken(), 1)
  })
})

describe('what is done by hand', () => {
  it('is seen at once, and told by events', async () => {
    const world = simulatedWorld()
    const { byHand } = world.host
    const id = await launch(world, 'web', { Healthcheck: { Test: ['CMD', 'true'] }, ...always })
    await world.quiet()
    byHand.setHealth('web', 'unhealthy')
    byHand.pause('web')
    byHand.unpause('web')
    byHand.update('web', { Memory: 64e6, MemorySwap: 128e6 })
    byHand.disconnect('bridge', 'web')
    byHand.rename('web', 'other')
    byHand.exit('other', 3)
    await world.quiet()
    byHand.kill('other')
    await world.quiet()
    byHand.remove('other')
    await world.quiet()
    const expected = ['health_status: unhealthy', 'pause', 'unpause', 'update', 'rename', 'die', 'start']
    assert.deepEqual(
      world
        .actions(id)
        .filter((action) => expected.includes(action))
        .slice(1),
      [...expected, 'die'],
    )
    assert.equal(world.actions(id).at(-1), 'destroy')
  })

  it('prunes what nothing uses', async () => {
    const world = simulatedWorld({ images: { 'web:1': { config: { Cmd: ['web'] } }, 'old:1': {} } })
    const { byHand } = world.host
    byHand.createNetwork({ Name: 'unused' })
    byHand.createNetwork({ Name: 'used' })
    await launch(world, 'web', { HostConfig: { NetworkMode: 'used' } })
    await launch(world, 'gone')
    await world.settle(world.engine.stopContainer({ id: 'gone', timeoutSeconds: 1 }, world.run))
    byHand.prune()
    assert.deepEqual(Object.keys(world.states()), ['web'])
    const networks = [...world.host.state.networks.values()].map((network) => network.name)
    assert.deepEqual(networks, ['bridge', 'host', 'none', 'used'])
    assert.deepEqual([...world.host.state.references.keys()], ['web:1'])
  })

  it('takes ports and paths away from the containers', async () => {
    const world = simulatedWorld()
    world.host.byHand.takePort('tcp/0.0.0.0:80')
    const ports = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } } }
    await assert.rejects(launch(world, 'web', ports), /port is already allocated/)
    world.host.byHand.removePath('/run/secrets-of-web')
    const Mounts = [{ Type: 'bind', Source: '/run/secrets-of-web/abc', Target: '/run/secrets', ReadOnly: true }]
    await assert.rejects(launch(world, 'db', { HostConfig: { Mounts } }), /bind source path does not exist/)
  })
})
