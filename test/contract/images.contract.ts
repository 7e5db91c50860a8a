import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContainerBody } from '../../engine/types/container.ts'
import { built, programs } from './programs.ts'
import { refuses, type Subject } from './subject.ts'

/** Images, and what the host reports about itself. */
export function imagesContract(get: () => Subject): void {
  describe('images', () => {
    it('are inspected by reference and by id', async () => {
      const { engine, run, under } = get()
      const byName = await engine.inspectImage({ name: under.image }, run)
      assert.match(byName.Id, /^sha256:[0-9a-f]{64}$/)
      assert.ok(byName.RepoTags?.includes(under.image))
      assert.equal((await engine.inspectImage({ name: byName.Id }, run)).Id, byName.Id)
      assert.equal((await engine.inspectImage({ name: byName.Id.slice(7, 12) }, run)).Id, byName.Id)
      await refuses(engine.inspectImage({ name: 'contract-none:1' }, run), 'NotFound', /No such image: contract-none:1/)
      await refuses(engine.inspectImage({ name: 'No/Such' }, run), 'Invalid', /invalid reference format/)
    })

    it('get further names, and go with their last one', async () => {
      const { engine, run, under } = get()
      await engine.tagImage({ name: under.image, tag: 'contract/tagged:2' }, run)
      const [tagged, plain] = [
        await engine.inspectImage({ name: 'contract/tagged:2' }, run),
        await engine.inspectImage({ name: under.image }, run),
      ]
      assert.equal(tagged.Id, plain.Id)
      await engine.removeImage({ name: 'contract/tagged:2' }, run)
      await refuses(engine.inspectImage({ name: 'contract/tagged:2' }, run), 'NotFound')
      assert.equal((await engine.inspectImage({ name: under.image }, run)).Id, plain.Id)
      await refuses(engine.tagImage({ name: 'contract-none:1', tag: 'a:1' }, run), 'NotFound')
      await refuses(engine.removeImage({ name: 'contract-none:1' }, run), 'NotFound')
    })

    it('are made from an archive, with labels and no command', async () => {
      const { engine, run, create, name } = get()
      const tar = new Uint8Array(1024)
      const { id } = await engine.importImage({ image: 'contract/empty:1', tar, labels: { made: 'here' } }, run)
      const seen = await engine.inspectImage({ name: 'contract/empty:1' }, run)
      assert.equal(seen.Id, id)
      assert.equal(seen.Config?.Labels?.['made'], 'here')
      await refuses(create(name('empty'), { Image: 'contract/empty:1' }), 'Invalid', /no command specified/i)
      await engine.removeImage({ name: 'contract/empty:1' }, run)
      await refuses(engine.inspectImage({ name: id }, run), 'NotFound')
    })

    it('are kept by their containers, but for force', async () => {
      const { engine, run, create, inspect, name } = get()
      await engine.importImage({ image: 'contract/kept:1', tar: new Uint8Array(1024) }, run)
      const id = await create(name('keeps'), { Image: 'contract/kept:1', Cmd: ['x'] })
      const { Image: image } = await inspect(id)
      const shown = async () => (await engine.listContainers({ ids: [id] }, run))[0]?.image
      await refuses(engine.removeImage({ name: 'contract/kept:1' }, run), 'Busy', /is using its referenced image/)
      assert.equal(await shown(), 'contract/kept:1')
      await engine.removeImage({ name: 'contract/kept:1', force: true }, run)
      await refuses(engine.inspectImage({ name: 'contract/kept:1' }, run), 'NotFound')
      assert.equal(await shown(), image)
      await engine.removeContainer({ id }, run)
    })

    it("that no registry has can't be pulled or resolved", async () => {
      const { engine, run } = get()
      const image = 'contract.invalid/none:1'
      await assert.rejects(engine.pullImage({ image }, run), /pull image contract.invalid\/none:1 on/)
      await assert.rejects(engine.resolveImage({ image }, run), /resolve image contract.invalid\/none:1 on/)
    })

    it('are built, and containers take over what they do not set themselves', async () => {
      const { engine, run, create, inspect, name } = get()
      await build(get())
      const plain = (await inspect(await create(name('built'), { Image: built.image }))).Config
      const { Env: env, Labels: labels, ...rest } = built.config
      assert.deepEqual(plain.Env?.slice(-2), env.slice(-2))
      assert.deepEqual({ ...plain.Labels, ...labels }, plain.Labels)
      for (const [field, value] of Object.entries(rest)) assert.deepEqual(plain[field as 'Cmd'], value, field)
      const id = await create(name('built'), {
        Image: built.image,
        Entrypoint: ['sh'],
        Env: ['B=own', 'C=3'],
        Labels: { made: 'own' },
        ExposedPorts: { '81/tcp': {} },
        Healthcheck: { Interval: 9e9 },
        WorkingDir: '/',
      })
      const own = (await inspect(id)).Config
      assert.deepEqual([own.Entrypoint, own.Cmd ?? null], [['sh'], null])
      assert.deepEqual(
        [own.Env?.slice(0, 2), own.Env?.includes('A=1'), own.Env?.includes('B=2')],
        [['B=own', 'C=3'], true, false],
      )
      assert.deepEqual([own.Labels?.['made'], own.Labels?.['kept'], own.WorkingDir], ['own', 'yes', '/'])
      assert.deepEqual(own.ExposedPorts, { '80/tcp': {}, '81/tcp': {} })
      assert.deepEqual([own.Healthcheck?.Test, own.Healthcheck?.Interval], [['CMD', 'true'], 9e9])
      assert.equal(own.StopSignal, 'SIGINT')
      await engine.inspectImage({ name: built.image }, run)
    })

    it('lose their entry point to an empty one, and keep their command where there is no other', async () => {
      const { create, inspect, name } = get()
      await build(get())
      const made = async (body: Pick<ContainerBody, 'Entrypoint' | 'Cmd'>) => {
        const { Entrypoint: entrypoint, Cmd: command } = (
          await inspect(await create(name('cleared'), { Image: built.image, ...body }))
        ).Config
        return [entrypoint ?? [], command ?? []]
      }
      assert.deepEqual(await made({ Cmd: [] }), [['sleep'], ['1000']])
      assert.deepEqual(await made({ Entrypoint: [] }), [[], ['1000']])
      assert.deepEqual(await made({ Entrypoint: [], Cmd: ['true'] }), [[], ['true']])
      assert.deepEqual(await made({ Entrypoint: [''], Cmd: ['true'] }), [[], ['true']])
      await refuses(
        create(name('cleared'), { Image: built.image, Entrypoint: [''] }),
        'Invalid',
        /no command specified/i,
      )
    })

    it('leave nothing of a create that was refused', async () => {
      const { engine, run, create, name } = get()
      const own = name('refused')
      await refuses(create(own, { Image: 'contract-none:1', Cmd: [...programs.forever] }), 'NotFound')
      const listed = await engine.listContainers({}, run)
      assert.ok(!listed.some((row) => row.name === own))
    })
  })

  const build = async ({ engine, run, under }: Subject) => {
    const context = await mkdtemp(join(tmpdir(), 'contract-build-'))
    try {
      await writeFile(join(context, 'Dockerfile'), built.dockerfile(under.image))
      await engine.buildImage({ tags: [built.image], context, contentHash: 'contract' }, run)
    } finally {
      await rm(context, { recursive: true })
    }
  }

  describe('the engine', () => {
    it('says what it is, and its time', async () => {
      const { engine, run, under } = get()
      const info = await engine.info({}, run)
      assert.equal(info.apiVersion, under.apiVersion)
      assert.ok(info.id.length > 0 && info.cpus > 0 && info.memoryBytes > 0)
      assert.deepEqual([info.os, info.defaultRuntime, info.loggingDriver], ['linux', 'runc', 'json-file'])
      assert.ok(Math.abs(info.time - under.clock.now()) < 60_000)
      assert.deepEqual(await engine.info({}, run).then((again) => again.id), info.id)
    })
  })
}
