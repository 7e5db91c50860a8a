import assert from 'node:assert/strict'
import { programs } from './programs.ts'
import { refuses, type Subject, speaks } from './subject.ts'

/** Containers that refer to others, by links on the engine's default bridge and by `VolumesFrom`, or to a network by its id. */
export function referencesContract(get: () => Subject): void {
  const Cmd = [...programs.forever]

  describe('links', () => {
    it('are shown by name, and by the first of two with one alias', async () => {
      const { name, create, launch, inspect } = get()
      const db = name('linked')
      await launch(db, { Cmd })
      const own = name('links')
      const { HostConfig: host } = await inspect(
        await create(own, { Cmd, HostConfig: { Links: [`${db}:db`, `${db}:db`, `${db}:db_1`] } }),
      )
      assert.deepEqual(host.Links?.toSorted(), [`/${db}:/${own}/db`, `/${db}:/${own}/db_1`])
    })

    it('to what is not there are refused', async () => {
      const { name, create } = get()
      const made = create(name('dangling'), { Cmd, HostConfig: { Links: ['contract-none-such:x'] } })
      await refuses(made, 'Invalid', /could not get container for contract-none-such/)
    })

    it('to what is not on the same bridge keep a container from starting, and matter on no other network', async () => {
      const { name, create, launch, engine, run } = get()
      const [net, db] = [name('net'), name('elsewhere')]
      const network = await engine.createNetwork({ body: { Name: net } }, run)
      const there = await launch(db, { Cmd, HostConfig: { NetworkMode: net } })
      const web = await create(name('web'), { Cmd, HostConfig: { Links: [`${db}:db`] } })
      await refuses(engine.startContainer({ id: web }, run), 'Internal', /default (bridge )?network/)
      const beside = await launch(name('beside'), { Cmd, HostConfig: { NetworkMode: net, Links: [`${db}:db`] } })
      for (const id of [web, beside, there]) await engine.removeContainer({ id, force: true }, run)
      await engine.removeNetwork({ id: network.id }, run)
    })

    it('to one that was replaced keep a container from starting, whoever has the name now', async () => {
      const { name, launch, engine, inspect, run, state } = get()
      const db = name('replaced')
      const first = await launch(db, { Cmd })
      const web = await launch(name('left'), { Cmd, HostConfig: { Links: [`${db}:db`] } })
      await engine.removeContainer({ id: first, force: true }, run)
      await launch(db, { Cmd })
      const { HostConfig: host } = await inspect(web)
      assert.match(host.Links?.[0] ?? '', new RegExp(`^/${db}:`))
      await engine.killContainer({ id: web }, run)
      await state(web, 'exited')
      await refuses(engine.startContainer({ id: web }, run), 'Internal', /Cannot link to a non running container/)
    })
  })

  describe('volumes of another container', () => {
    it('are mounted, read-only where that is said, also of one that does not run', async () => {
      const { name, create, inspect } = get()
      const data = await create(name('data'), { Cmd, Volumes: { '/data': {} } })
      const points = async (from: string) => {
        const { Mounts = [] } = await inspect(await create(name('user'), { Cmd, HostConfig: { VolumesFrom: [from] } }))
        return Mounts.map(({ Name, Destination, RW }) => [Name, Destination, RW])
      }
      const { Mounts: own = [] } = await inspect(data)
      assert.deepEqual(await points(data), [[own[0]?.Name, '/data', true]])
      assert.deepEqual(await points(`${data}:ro`), [[own[0]?.Name, '/data', false]])
    })

    it('are made as the mount says, at a clean path, and one without a name stays for who names it', async () => {
      const { name, create, inspect, engine, run, under } = get()
      const own = name('made')
      const Options = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }
      const Mounts = [{ Type: 'volume', Source: own, Target: '/b/', VolumeOptions: { DriverConfig: { Options } } }]
      const first = await create(name('makes'), { Cmd, Volumes: { '/c/': {} }, HostConfig: { Mounts } })
      const { Mounts: points = [] } = await inspect(first)
      assert.deepEqual(points.map(({ Destination }) => Destination).sort(), ['/b', '/c'])
      assert.deepEqual((await engine.inspectVolume({ name: own }, run)).Options, Options)
      const anonymous = points.find(({ Destination }) => Destination === '/c')?.Name ?? ''
      const { Labels: labels } = await engine.inspectVolume({ name: anonymous }, run)
      assert.deepEqual(labels, speaks(under, 44) ? { 'com.docker.volume.anonymous': '' } : null)
      const second = await create(name('names'), { Cmd, HostConfig: { Binds: [`${anonymous}:/d`] } })
      for (const id of [first, second]) await engine.removeContainer({ id, volumes: true }, run)
      for (const volume of [own, anonymous]) await engine.removeVolume({ name: volume }, run)
    })

    it('with what is mounted in memory are refused', async () => {
      const { name, create } = get()
      const from = await create(name('memory'), { Cmd, HostConfig: { Mounts: [{ Type: 'tmpfs', Target: '/t' }] } })
      const made = create(name('user'), { Cmd, HostConfig: { VolumesFrom: [from] } })
      await refuses(made, 'NotFound', /no such volume/)
    })

    it('that is not there are refused', async () => {
      const { name, create } = get()
      const made = create(name('bare'), { Cmd, HostConfig: { VolumesFrom: ['contract-none-such'] } })
      await refuses(made, 'Invalid', /No such container: contract-none-such/)
    })
  })

  describe('a network mode', () => {
    it('that names a network which is gone keeps a container from each other one, from API 1.44 on', async () => {
      const { name, launch, inspect, engine, run, under } = get()
      const [first, second] = [name('mode'), name('mode')]
      const network = async (Name: string) => (await engine.createNetwork({ body: { Name } }, run)).id
      const [id, other] = [await network(first), await network(second)]
      const container = await launch(name('mode'), { Cmd, HostConfig: { NetworkMode: id } })
      await engine.disconnectNetwork({ id, container }, run)
      await engine.removeNetwork({ id }, run)
      const ids = [await network(first), other]
      for (const again of ids) {
        const call = engine.connectNetwork({ id: again, container, endpoint: {} }, run)
        if (speaks(under, 44)) await refuses(call, 'NotFound', /could not find a network matching network mode/)
        else await call
      }
      const joined = Object.keys((await inspect(container)).NetworkSettings.Networks)
      assert.deepEqual(joined.sort(), speaks(under, 44) ? [] : [first, second].sort())
      await engine.removeContainer({ id: container, force: true }, run)
      for (const one of ids) await engine.removeNetwork({ id: one }, run)
    })
  })
}
