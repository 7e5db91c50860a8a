import assert from 'node:assert/strict'
import { readTar, writeTar } from '../../engine/tar.ts'
import { programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** Volumes, mounts, files, output, commands and resource usage. */
export function filesContract(get: () => Subject): void {
  const Cmd = [...programs.forever]
  const file = (name: string, text: string) => {
    return writeTar([{ name, type: 'file', mode: 0o440, uid: 0, gid: 0, bytes: new TextEncoder().encode(text) }])
  }
  const textOf = (tar: Uint8Array, name: string) => {
    const entry = readTar(tar).find((one) => one.name === name)
    return entry === undefined ? undefined : new TextDecoder().decode(entry.bytes)
  }

  describe('volumes', () => {
    it('are created once, and answered as they are after that', async () => {
      const { name, engine, run } = get()
      const own = name('volume')
      const first = await engine.createVolume({ body: { Name: own, Labels: { set: own } } }, run)
      assert.deepEqual([first.Name, first.Driver, first.Labels], [own, 'local', { set: own }])
      const again = await engine.createVolume({ body: { Name: own, Labels: { other: 'x' } } }, run)
      assert.deepEqual(again.Labels, { set: own })
      const { volumes, warnings } = await engine.listVolumes({ labels: [`set=${own}`] }, run)
      assert.deepEqual(warnings, [])
      assert.deepEqual(
        volumes.map((one) => one.Name),
        [own],
      )
      assert.equal((await engine.inspectVolume({ name: own }, run)).Mountpoint, first.Mountpoint)
      await engine.removeVolume({ name: own }, run)
      await refuses(engine.inspectVolume({ name: own }, run), 'NotFound', /no such volume/)
      await refuses(engine.removeVolume({ name: own }, run), 'NotFound', /no such volume/)
    })

    it('with a bad name are refused', async () => {
      const { engine, run } = get()
      await refuses(engine.createVolume({ body: { Name: 'v' } }, run), 'Invalid', /too short/)
      await refuses(engine.createVolume({ body: { Name: 'a/b' } }, run), 'Invalid', /invalid characters/)
    })

    it('are kept by the containers that mount them, running or not', async () => {
      const { name, create, inspect, engine, run } = get()
      const own = name('mounted')
      const id = await create(name('mounts'), {
        Cmd,
        HostConfig: { Mounts: [{ Type: 'volume', Source: own, Target: '/data' }] },
      })
      const [mount] = (await inspect(id)).Mounts ?? []
      assert.deepEqual([mount?.Type, mount?.Name, mount?.Destination, mount?.RW], ['volume', own, '/data', true])
      await refuses(engine.removeVolume({ name: own }, run), 'Busy', /volume is in use/)
      await engine.removeContainer({ id, volumes: true }, run)
      await engine.removeVolume({ name: own }, run)
    })

    it('without a name go with their container when asked', async () => {
      const { name, create, inspect, engine, run } = get()
      const id = await create(name('anonymous'), { Cmd, Volumes: { '/data': {} } })
      const volume = (await inspect(id)).Mounts?.[0]?.Name ?? ''
      assert.match(volume, /^[0-9a-f]{64}$/)
      await engine.removeContainer({ id, volumes: true }, run)
      await refuses(engine.inspectVolume({ name: volume }, run), 'NotFound')
    })

    it('without a name stay where another container mounts them by what they were called', async () => {
      const { name, create, inspect, engine, run } = get()
      const first = await create(name('unnamed'), { Cmd, Volumes: { '/data': {} } })
      const volume = (await inspect(first)).Mounts?.[0]?.Name ?? ''
      const Mounts = [{ Type: 'volume', Source: volume, Target: '/data' }]
      const next = await create(name('carried'), { Cmd, Volumes: { '/data': {} }, HostConfig: { Mounts } })
      assert.deepEqual(
        (await inspect(next)).Mounts?.map((mount) => [mount.Name, mount.Destination]),
        [[volume, '/data']],
      )
      await engine.removeContainer({ id: first }, run)
      await engine.removeContainer({ id: next, volumes: true }, run)
      assert.equal((await engine.inspectVolume({ name: volume }, run)).Name, volume)
      await engine.removeVolume({ name: volume }, run)
    })
  })

  describe('files', () => {
    it('go through a created container into its binds, for others to read', async () => {
      const { name, create, launch, engine, run, under } = get()
      const bind = { Type: 'bind', Source: under.directory, Target: '/drop' }
      const carrier = await create(name('carrier'), { Cmd, HostConfig: { Mounts: [bind] } })
      const own = name('file')
      await engine.putArchive({ id: carrier, path: '/drop', tar: file(own, 'hello') }, run)
      await engine.removeContainer({ id: carrier }, run)
      const reader = await launch(name('reader'), { Cmd, HostConfig: { Mounts: [{ ...bind, ReadOnly: true }] } })
      assert.equal(textOf(await engine.getArchive({ id: reader, path: `/drop/${own}` }, run), own), 'hello')
    })

    it('take the place of a directory, and a directory that of a file', async () => {
      const { name, create, launch, engine, run, under } = get()
      const at = (path: string) => ({ Type: 'bind', Source: `${under.directory}${path}`, Target: '/drop' })
      const carrier = await create(name('carrier'), { Cmd, HostConfig: { Binds: [`${under.directory}:/drop`] } })
      const own = name('directory')
      const put = (tar: Uint8Array) => engine.putArchive({ id: carrier, path: '/drop', tar }, run)
      const entry = { mode: 0o700, uid: 0, gid: 0, bytes: new Uint8Array() }
      const directory = { ...entry, name: `${own}/`, type: 'directory' } as const
      await put(writeTar([directory, { ...entry, name: `${own}/inside`, type: 'file', bytes: Buffer.from('secret') }]))
      const mounted = () => create(name('mounts'), { Cmd, HostConfig: { Mounts: [at(`/${own}/inside`)] } })
      await mounted()
      await put(writeTar([{ ...entry, name: own, type: 'file' }, directory]))
      const reader = await launch(name('reader'), { Cmd, HostConfig: { Mounts: [at(`/${own}`)] } })
      const found = readTar(await engine.getArchive({ id: reader, path: '/drop' }, run))
      assert.deepEqual(
        found.map((one) => one.type),
        ['directory'],
      )
      await refuses(mounted(), 'Invalid', /bind source path does not exist/)
      await put(writeTar([directory, { ...entry, name: `${own}/inside`, type: 'file' }]))
      await mounted()
    })

    it("go into a container's own layer, and stay over its end", async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('layer'), { Cmd })
      await engine.putArchive({ id, path: '/tmp', tar: file('note', 'kept') }, run)
      await engine.stopContainer({ id, timeoutSeconds: 0 }, run)
      assert.equal(textOf(await engine.getArchive({ id, path: '/tmp/note' }, run), 'note'), 'kept')
    })

    it('are refused where there is no directory', async () => {
      const { name, create, engine, run } = get()
      const id = await create(name('nowhere'), { Cmd })
      const put = engine.putArchive({ id, path: '/no/such/place', tar: file('a', 'b') }, run)
      await refuses(put, 'NotFound', /Could not find the file \/no\/such\/place/)
      await refuses(engine.getArchive({ id, path: '/no/such/place' }, run), 'NotFound', /Could not find the file/)
    })

    it('of the host must be there to be mounted, but for the short form of binds', async () => {
      const { name, create, under } = get()
      const Source = `${under.directory}/missing`
      const mounted = create(name('bind'), { Cmd, HostConfig: { Mounts: [{ Type: 'bind', Source, Target: '/x' }] } })
      await refuses(mounted, 'Invalid', /bind source path does not exist/)
      const twice = { Binds: [`${under.directory}:/x`], Mounts: [{ Type: 'tmpfs', Target: '/x' }] }
      await refuses(create(name('bind'), { Cmd, HostConfig: twice }), 'Invalid', /Duplicate mount point: \/x/)
      await create(name('bind'), { Cmd, HostConfig: { Binds: [`${under.directory}/made:/x:ro`] } })
    })
  })

  describe('output and commands', () => {
    const read = async (args: { id: string; tail?: number; timestamps?: boolean }) => {
      const { engine, run } = get()
      const lines: { text: string; timestamp?: string }[] = []
      await engine.logs({ ...args, onLine: (line) => void lines.push(line) }, run)
      return lines
    }

    it('are read back line by line, from the end, with their times', async () => {
      const { name, launch, until } = get()
      const id = await launch(name('talks'), { Cmd: [...programs.talks] })
      const lines = await until('three lines', async () => {
        const seen = await read({ id })
        return seen.length === 3 && seen
      })
      assert.deepEqual(
        lines.map((line) => line.text),
        ['one', 'two', 'three'],
      )
      const [last, ...others] = await read({ id, tail: 1, timestamps: true })
      assert.deepEqual([last?.text, others.length], ['three', 0])
      assert.match(last?.timestamp ?? '', /^\d{4}-\d\d-\d\dT.*Z$/)
    })

    it('are followed until the container ends', async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('followed'), { Cmd: [...programs.talks] })
      const lines: string[] = []
      const followed = engine.logs({ id, follow: true, onLine: ({ text }) => void lines.push(text) }, run)
      await get().until('the lines', () => lines.length === 3)
      await engine.killContainer({ id }, run)
      await followed
    })

    it('are no longer followed once the run is cancelled', async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('cancelled'), { Cmd: [...programs.talks] })
      const abort = new AbortController()
      const lines: string[] = []
      const onLine = ({ text }: { text: string }) => void lines.push(text)
      const followed = engine.logs({ id, follow: true, onLine }, { ...run, signal: abort.signal })
      const ended = refuses(followed, 'Cancelled')
      await get().until('the lines', () => lines.length === 3)
      abort.abort()
      await ended
    })

    it('are empty for what never ran', async () => {
      const { name, create } = get()
      assert.deepEqual(await read({ id: await create(name('silent'), { Cmd }) }), [])
    })

    it('run inside, with their output and exit code', async () => {
      const { name, launch, create, engine, run } = get()
      const id = await launch(name('exec'), { Cmd })
      let output = ''
      const onOutput = (_stream: string, bytes: Uint8Array) => {
        output += new TextDecoder().decode(bytes)
      }
      assert.equal((await engine.exec({ id, command: ['echo', 'hi'], onOutput }, run)).exitCode, 0)
      assert.equal(output, 'hi\n')
      assert.equal((await engine.exec({ id, command: ['false'], onOutput }, run)).exitCode, 1)
      const idle = await create(name('exec'), { Cmd })
      await refuses(engine.exec({ id: idle, command: ['true'], onOutput }, run), 'Conflict', /is not running/)
    })

    it('run in a terminal of the size that they are to have', async () => {
      const { name, launch, engine, run } = get()
      const id = await launch(name('terminal'), { Cmd })
      let output = ''
      const onOutput = (stream: string, bytes: Uint8Array) => {
        output += `${stream}: ${new TextDecoder().decode(bytes)}`
      }
      const terminal = { size: () => ({ columns: 91, rows: 17 }), onResize: () => () => {} }
      const ended = await engine.exec({ id, command: programs.measures, terminal, onOutput }, run)
      assert.deepEqual([ended.exitCode, output], [0, 'stdout: 17 91\r\n'])
    })
  })

  describe('what is used', () => {
    it('is measured of a container that runs, and of no other', async () => {
      const { name, launch, create, until, engine, run } = get()
      const id = await launch(name('busy'), { Cmd: [...programs.busy] })
      const used = await until('some of the CPU to be used', async () => {
        const stats = await engine.stats({ id }, run)
        return stats !== undefined && stats.cpus > 0.01 && stats
      })
      assert.ok(used.memoryBytes === undefined || used.memoryBytes > 0)
      await engine.killContainer({ id }, run)
      assert.equal(await engine.stats({ id: await create(name('idle'), { Cmd }) }, run), undefined)
      await until('nothing of one that has ended', async () => (await engine.stats({ id }, run)) === undefined)
      await refuses(engine.stats({ id: 'nothing' }, run), 'NotFound', /No such container/)
    })
  })
}
