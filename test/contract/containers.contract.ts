import assert from 'node:assert/strict'
import { isEngineError } from '../../engine/errors.ts'
import { programs } from './programs.ts'
import { refuses, type Subject, speaks } from './subject.ts'

const absent = 'contract-none-such'

/** Creating, naming, listing, changing and removing containers. */
export function containersContract(get: () => Subject): void {
  describe('containers', () => {
    it("are created with what was asked for and the daemon's defaults", async () => {
      const { name, create, inspect, under } = get()
      const own = name('created')
      const id = await create(own, {
        Cmd: [...programs.forever],
        Env: ['A=1', 'B=two words'],
        Labels: { color: 'blue' },
        HostConfig: { Memory: 64e6, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 4 } },
      })
      const seen = await inspect(id)
      assert.match(id, /^[0-9a-f]{64}$/)
      assert.equal(seen.Id, id)
      assert.equal(seen.Name, `/${own}`)
      assert.equal(seen.State.Status, 'created')
      assert.equal(seen.State.Running, false)
      assert.equal(seen.State.StartedAt, '0001-01-01T00:00:00Z')
      assert.equal(seen.Config.Image, under.image)
      assert.match(seen.Image, /^sha256:/)
      assert.equal(seen.Config.Hostname, id.slice(0, 12))
      assert.deepEqual(seen.Config.Cmd, programs.forever)
      assert.deepEqual(seen.Config.Env?.slice(0, 2), ['A=1', 'B=two words'])
      assert.match(seen.Config.Env?.[2] ?? '', /^PATH=/, 'what the image sets follows')
      assert.equal(seen.Config.Labels?.['color'], 'blue')
      assert.equal(seen.HostConfig.Memory, 64e6)
      assert.equal(seen.HostConfig.MemorySwap, 128e6)
      assert.deepEqual(seen.HostConfig.RestartPolicy, { Name: 'on-failure', MaximumRetryCount: 4 })
      assert.equal(seen.HostConfig.ShmSize, 67108864)
      assert.equal(seen.HostConfig.LogConfig?.Type, 'json-file')
      assert.deepEqual(Object.keys(seen.NetworkSettings.Networks), ['bridge'])
    })

    it('show defaults as their generation of the engine does', async () => {
      const { name, create, inspect, under } = get()
      const { HostConfig: host } = await inspect(await create(name('plain'), { Cmd: [...programs.forever] }))
      const modern = speaks(under, 44)
      assert.equal(host.RestartPolicy?.Name, modern ? 'no' : '')
      assert.equal(host.NetworkMode, modern ? 'bridge' : 'default')
    })

    it('take the command of their image where they have none', async () => {
      const { name, create, inspect } = get()
      assert.deepEqual((await inspect(await create(name('commandless')))).Config.Cmd, ['sh'])
    })

    it('are refused without their image, or by a bad name', async () => {
      const { name, create } = get()
      const noImage = create(name('imageless'), { Image: 'contract-no-such-image:1', Cmd: ['x'] })
      await refuses(noImage, 'NotFound', /No such image: contract-no-such-image:1/)
      for (const bad of ['x', '-dash', 'white space', 'ä-umlaut']) {
        await refuses(create(bad, { Cmd: [...programs.forever] }), 'Invalid', /Invalid container name/)
      }
    })

    it('are refused limits that no engine would hold', async () => {
      const { name, create } = get()
      const Cmd = [...programs.forever]
      await refuses(create(name('tiny'), { Cmd, HostConfig: { Memory: 50 } }), 'Invalid', /Minimum memory limit/)
      const odd = { RestartPolicy: { Name: 'sometimes' } }
      await refuses(create(name('odd'), { Cmd, HostConfig: odd }), 'Invalid', /invalid restart policy/)
    })

    it('hold their name: the second one is a conflict that names the first', async () => {
      const { name, create } = get()
      const own = name('taken')
      const id = await create(own, { Cmd: [...programs.forever] })
      await refuses(create(own, { Cmd: [...programs.forever] }), 'Conflict', new RegExp(`already in use by.*${id}`))
    })

    it('of the same task are answered instead of a conflict', async () => {
      const { name, create } = get()
      const own = name('adopted')
      const Labels = { 'reconcile.dev/installation': 'contract', 'reconcile.dev/task': own }
      const id = await create(own, { Cmd: [...programs.forever], Labels })
      assert.equal(await create(own, { Cmd: [...programs.forever], Labels }), id)
    })

    it('of the same task that ran are a conflict: another hand made them', async () => {
      const { name, create, launch } = get()
      const own = name('replaced')
      const Labels = { 'reconcile.dev/installation': 'contract', 'reconcile.dev/task': own }
      const id = await launch(own, { Cmd: [...programs.forever], Labels })
      await refuses(
        create(own, { Cmd: [...programs.forever], Labels }),
        'Conflict',
        new RegExp(`already in use by.*${id}`),
      )
    })

    it('are found by id, by name and by the beginning of the id', async () => {
      const { name, create, inspect } = get()
      const own = name('found')
      const id = await create(own, { Cmd: [...programs.forever] })
      for (const key of [id, own, id.slice(0, 12)]) assert.equal((await inspect(key)).Id, id)
    })

    it('are listed by label and by id, running or not', async () => {
      const { name, create, launch, engine, run, under } = get()
      const own = name('listed')
      const id = await create(own, { Cmd: [...programs.forever], Labels: { set: own } })
      const other = await launch(name('listed'), { Cmd: [...programs.forever], Labels: { set: own } })
      const listed = await engine.listContainers({ labels: [`set=${own}`] }, run)
      assert.deepEqual(
        listed.map((row) => [row.id, row.state]).sort(),
        [
          [id, 'created'],
          [other, 'running'],
        ].sort(),
      )
      const [row] = await engine.listContainers({ ids: [id] }, run)
      assert.equal(row?.name, own)
      assert.equal(row?.image, under.image)
      assert.equal(row?.labels['set'], own)
      assert.equal(row?.status, 'Created')
    })

    it('are listed with the networks that they are in and the volumes that they mount', async () => {
      const { name, create, engine, run } = get()
      const [own, volume] = [name('listed'), name('listed-volume')]
      const network = await engine.createNetwork({ body: { Name: name('listed-net') } }, run)
      const Mounts = [
        { Type: 'volume', Source: volume, Target: '/data' },
        { Type: 'tmpfs', Target: '/scratch' },
      ]
      const HostConfig = { NetworkMode: network.id, Mounts }
      const id = await create(own, { Cmd: [...programs.forever], HostConfig })
      const seen = async () => {
        const [row] = await engine.listContainers({ ids: [id] }, run)
        return [row?.networks, row?.volumes]
      }
      assert.deepEqual(await seen(), [[], [volume]])
      await engine.startContainer({ id }, run)
      assert.deepEqual(await seen(), [[network.id], [volume]])
      await engine.killContainer({ id }, run)
      assert.deepEqual(await seen(), [[network.id], [volume]])
      await engine.removeContainer({ id }, run)
      await engine.removeNetwork({ id: network.id }, run)
      await engine.removeVolume({ name: volume }, run)
    })

    it('are renamed, but not to a name that is taken, bad or their own', async () => {
      const { name, create, inspect, engine, run } = get()
      const [first, second, third] = [name('rename'), name('rename'), name('rename')]
      const id = await create(first, { Cmd: [...programs.forever] })
      await create(second, { Cmd: [...programs.forever] })
      await refuses(engine.renameContainer({ id, name: second }, run), 'Conflict', /already in use/)
      await refuses(engine.renameContainer({ id, name: 'no good' }, run), 'Invalid', /Invalid container name/)
      await refuses(engine.renameContainer({ id, name: first }, run), 'Invalid', /same name/)
      await engine.renameContainer({ id, name: third }, run)
      assert.equal((await inspect(first).catch(() => undefined)) ?? 'gone', 'gone')
      assert.equal((await inspect(third)).Id, id)
    })

    it('are updated in place; zero changes nothing, memory needs its swap', async () => {
      const { name, create, launch, inspect, engine, run } = get()
      const id = await launch(name('update'), {
        Cmd: [...programs.forever],
        HostConfig: { Memory: 64e6, CpuShares: 256 },
      })
      const lone = engine.updateContainer({ id, body: { Memory: 256e6 } }, run)
      await refuses(lone, 'Conflict', /Memory limit should be smaller than already set memoryswap limit/)
      await engine.updateContainer({ id, body: { Memory: 256e6, MemorySwap: 512e6 } }, run)
      await engine.updateContainer({ id, body: { Memory: 0, CpuShares: 0, PidsLimit: 50 } }, run)
      await engine.updateContainer({ id, body: { RestartPolicy: { Name: 'always' } } }, run)
      const { HostConfig: host } = await inspect(id)
      assert.deepEqual([host.Memory, host.MemorySwap, host.CpuShares, host.PidsLimit], [256e6, 512e6, 256, 50])
      assert.equal(host.RestartPolicy?.Name, 'always')
      await engine.updateContainer({ id, body: { PidsLimit: -1 } }, run)
      assert.equal((await inspect(id)).HostConfig.PidsLimit, 0)
      const processors = engine.updateContainer({ id, body: { CpusetCpus: '999' } }, run)
      await refuses(processors, 'Invalid', /Requested CPUs are not available/)
      const HostConfig = { Memory: 64e6, MemorySwap: -1, PidsLimit: -1 }
      const unlimited = await create(name('update'), { Cmd: [...programs.forever], HostConfig })
      assert.equal((await inspect(unlimited)).HostConfig.PidsLimit ?? null, null)
      const grown = engine.updateContainer({ id: unlimited, body: { Memory: 128e6 } }, run)
      await refuses(grown, 'Conflict', /already set memoryswap limit/)
    })

    it('are updated by processors or by a quota, as they were created', async () => {
      const { name, create, engine, run } = get()
      const update = async (HostConfig: object, body: object) =>
        engine.updateContainer(
          { id: await create(name('processors'), { Cmd: [...programs.forever], HostConfig }), body },
          run,
        )
      await refuses(
        update({ CpuQuota: 20_000 }, { NanoCpus: 5e8 }),
        'Conflict',
        /Nano CPUs cannot be updated as CPU Quota/,
      )
      await refuses(
        update({ NanoCpus: 5e8 }, { CpuQuota: 20_000 }),
        'Conflict',
        /CPU Quota cannot be updated as NanoCPUs/,
      )
      await refuses(
        update({ NanoCpus: 5e8 }, { CpuPeriod: 50_000 }),
        'Conflict',
        /CPU Period cannot be updated as NanoCPUs/,
      )
    })

    it('are removed when they do not run, or by force', async () => {
      const { name, launch, inspect, engine, run } = get()
      const id = await launch(name('remove'), { Cmd: [...programs.forever] })
      await refuses(engine.removeContainer({ id }, run), 'Conflict', /running/)
      await engine.removeContainer({ id, force: true }, run)
      await refuses(inspect(id), 'NotFound', /No such container/)
      await refuses(engine.removeContainer({ id, force: true }, run), 'NotFound')
    })

    it('are gone for each of several that remove them at once', async () => {
      const { name, launch, inspect, engine, run } = get()
      const id = await launch(name('remove-twice'), { Cmd: [...programs.forever] })
      const removals = [1, 2, 3].map(() => engine.removeContainer({ id, force: true }, run))
      for (const removal of await Promise.allSettled(removals))
        if (removal.status === 'rejected') assert.ok(isEngineError(removal.reason, 'NotFound'), String(removal.reason))
      await refuses(inspect(id), 'NotFound', /No such container/)
    })

    it('that are not there are NotFound to every verb', async () => {
      const { engine, run } = get()
      const id = absent
      const calls = [
        engine.inspectContainer({ id }, run),
        engine.startContainer({ id }, run),
        engine.stopContainer({ id, timeoutSeconds: 1 }, run),
        engine.killContainer({ id }, run),
        engine.unpauseContainer({ id }, run),
        engine.renameContainer({ id, name: 'contract-other' }, run),
        engine.updateContainer({ id, body: { PidsLimit: 5 } }, run),
        engine.removeContainer({ id }, run),
        engine.putArchive({ id, path: '/', tar: new Uint8Array(1024) }, run),
        engine.getArchive({ id, path: '/etc' }, run),
        engine.logs({ id, onLine: () => {} }, run),
        engine.exec({ id, command: ['true'], onOutput: () => {} }, run),
      ]
      const settled = await Promise.allSettled(calls)
      for (const outcome of settled) {
        assert.equal(outcome.status, 'rejected')
        await refuses(Promise.reject(outcome.reason), 'NotFound', /No such container: contract-none-such/)
      }
    })

    it('name in their errors what was tried, on which object and node', async () => {
      const { engine, run } = get()
      await assert.rejects(engine.startContainer({ id: absent }, run), {
        message: `start container ${absent} on ${engine.node}: No such container: ${absent}`,
      })
    })
  })
}
