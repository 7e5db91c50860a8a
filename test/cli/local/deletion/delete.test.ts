import assert, { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { finalizers } from '../../../../api/v1/labels.ts'
import { allHolds } from '../../../../store/source/facts/hold-facts.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { all, aRequest, eachHome, serviceText, tokenText, withEngine } from '../local-core.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aTask, specified } from '../../../support/builders.ts'
import { noneSet } from '../../../support/compose-variables.ts'

const { signal } = new AbortController()
const text = serviceText('web')

const volume = `---
apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop, finalizers: [${finalizers.volumeData}] }
spec: {}
`

describe('deleting a stack', () => {
  let home = ''
  let core: Core
  eachHome(async (made) => {
    core = made
    home = core.home
    await all(apply(core, aRequest(home, text, {})))
  })

  const refusal = async (stack: string) =>
    await all(remove(core, { stack, volumes: false, wait: false, signal })).then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )

  it('that is not there is an error that names those that are', async () => {
    const error = await refusal('nope')
    equal(error?.exit, 1)
    equal(error?.reason, 'NotFound')
    equal(error?.message, 'there is no stack nope')
    match(error?.remedy ?? '', /shop/)
    equal(core.store.list('Service').size, 1)
  })

  describe('or a node', () => {
    const declaring = (name: string) =>
      aRequest(
        home,
        `apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: ${name}, labels: { disk: ssd } }\nspec: {}\n`,
        {},
      )
    const byName = async (name: string) =>
      await all(remove(core, { refs: [{ kind: 'Node', name }], volumes: false, wait: true, signal }))
    const messages = (events: readonly ProgressEvent[]) =>
      events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : []))

    it('that is the engine of this machine, and declared, leaves that one', async () => {
      await all(apply(core, declaring('local')))
      deepEqual(messages(await byName('local')), ['Node/local forgotten'])
      const { metadata, spec } = core.store.get('Node', 'local') ?? {}
      deepEqual([metadata?.labels, spec], [undefined, {}])
    })

    it('that is the engine of this machine, and in no file, is refused: it would come again', async () => {
      core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'local' }, spec: {} })
      await rejects(byName('local'), /Node local .* would come again/)
      const { sources, cwd } = declaring('local')
      const events = await all(remove(core, { manifests: { sources, cwd }, volumes: false, wait: false, signal }))
      deepEqual(messages(events), [])
      equal(core.store.list('Node').size, 1)
    })

    it('that is another one is gone with its declaration', async () => {
      await all(apply(core, declaring('h2')))
      deepEqual(messages(await byName('h2')), ['Node/h2 deleted'])
      equal(core.store.list('Node').size, 0)
    })

    it('that has another name by now leaves its tasks to that one at once, and not to a loop of the next command', async () => {
      for (const name of ['h2', 'h3']) await all(apply(core, declaring(name)))
      const metadata = { name: 'web-1', namespace: 'shop' }
      core.store.create('Task', specified({ ...aTask(1, 'r1'), metadata }, { node: 'h2' }))
      core.store.putStatus('Task', 'shop/web-1', { containerName: 'shop-web-1' })
      const lists = { listNetworks: async () => [], listVolumes: async () => ({ volumes: [], warnings: [] }) }
      const engine = { info: async () => ({ id: 'e1', name: 'far' }), ...lists } as unknown as Engine
      core = { ...core, engines: async () => new Map(['h2', 'h3'].map((node) => [node, engine])) }
      await byName('h2')
      equal(core.store.get('Task', 'shop/web-1')?.spec.node, 'h3')
    })
  })

  it('goes by what its file names, whatever a variable without a value makes of the rest', async () => {
    const file = join(home, 'compose.yaml')
    const project = 'name: shop\nservices:\n  web:\n    image: shop/web:${TAG}\n'
    const manifests = { cwd: home, sources: [{ file, text: project }], variables: { ...noneSet, TAG: null } }
    const events = await all(remove(core, { manifests, volumes: false, wait: false, signal }))
    deepEqual(
      events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : [])),
      ['Service/shop/web deleted'],
    )
  })

  it('asks no more about what waits for approval and was never made', async () => {
    const many = aRequest(home, text.replace('spec: {', 'spec: { replicas: 2000,').replaceAll('shop', 'blog'), {})
    for (const named of [
      { stack: 'blog' },
      { refs: [{ kind: 'Service' as const, namespace: 'blog', name: 'web' }] },
      { refs: [{ kind: 'Stack' as const, name: 'blog' }] },
      { manifests: many },
    ]) {
      core.store.create('Stack', { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'blog' }, spec: {} })
      await all(apply(core, many))
      equal(allHolds(core.store).length, 1)
      const [said] = await all(remove(core, { ...named, volumes: false, wait: false, signal }))
      match(JSON.stringify(said), /Service\/blog\/web, which waited for approval, is not asked about any more/)
      deepEqual(allHolds(core.store), [])
      core.store.delete('Stack', 'blog')
    }
  })

  it('refuses a task, and names what makes a new one', async () => {
    core.store.create('Task', { ...aTask(1, 'r1'), metadata: { name: 'web-1', namespace: 'shop' } })
    const refs = [{ kind: 'Task', namespace: 'shop', name: 'web-1' } as const]
    await rejects(all(remove(core, { refs, volumes: false, wait: false, signal })), {
      ...{ exit: 2, message: 'a Task is made by reconcile: Task shop/web-1 would come again' },
      remedy: '`reconcile restart service/web -n shop` makes new tasks; else delete or scale its service',
    })
  })

  it('says what runs of it on a node that nobody declares or speaks to any more: it stays', async () => {
    const metadata = { name: 'web-1', namespace: 'shop' }
    const task = { ...aTask(1, 'r1'), metadata }
    core.store.create('Task', specified(task, { node: 'b' }))
    core.store.putStatus('Task', 'shop/web-1', { containerName: 'shop-web-1' })
    core.store.update('Service', 'shop/web', ({ metadata: own }) => void (own.finalizers = [finalizers.tasks]))
    const at = withEngine(core, {})
    const [said] = await all(remove(at, { stack: 'shop', volumes: false, wait: false, signal }))
    equal(
      said?.type === 'warning' && said.message,
      'Service/shop/web: what runs of it on b stays, as that node is not declared any more; `docker rm -f shop-web-1` there deletes it',
    )
  })

  it('does not take a part of it away that others need', async () => {
    const network =
      '---\napiVersion: reconcile.dev/v1\nkind: Network\nmetadata: { name: default, namespace: shop }\nspec: {}\n'
    await all(apply(core, aRequest(home, text + network, {})))
    const refs = [{ kind: 'Network' as const, namespace: 'shop', name: 'default' }]
    const asked = all(remove(core, { refs, volumes: false, wait: false, signal }))
    await rejects(asked, (error: InstallationError) => {
      equal(error.message, 'Service/shop/web is in Network/shop/default')
      return error.exit === 2
    })
    equal(core.store.list('Network').size, 1)
  })

  describe('with a volume', () => {
    const deleteAll = (volumes: boolean) => all(remove(core, { stack: 'shop', volumes, wait: false, signal }))
    /** As its loop does: it stands until its hosts were looked at. */
    const hold = () =>
      core.store.update('Volume', 'shop/data', ({ metadata }) => {
        metadata.finalizers = [...(metadata.finalizers ?? []), finalizers.volume]
      })
    const ofVolume = (events: readonly ProgressEvent[]) =>
      events.find((event) => event.type === 'resource' && event.object === 'Volume/shop/data')
    const found = () => core.store.get('Volume', 'shop/data')?.metadata.finalizers
    beforeEach(async () => {
      await all(apply(core, aRequest(home, text + volume, {})))
      hold()
    })

    it('keeps its data, whatever its manifest says (S4)', async () => {
      await deleteAll(false)
      deepEqual(found(), [finalizers.volume])
    })

    it('says that it is forgotten, where its data stays, and how to delete that', async () => {
      core.store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
      deepEqual(ofVolume(await deleteAll(false)), {
        ...{ type: 'resource', object: 'Volume/shop/data', change: 'forgotten' },
        details: ['its data stays as the volume shop_data on local: `docker volume rm shop_data` there deletes it'],
      })
    })

    it('says that one which others made stays, whatever --volumes says (S4)', async () => {
      const node = { node: 'local', state: 'Present', seen: true, foreign: true }
      core.store.putStatus('Volume', 'shop/data', { nodes: [node] })
      const [said] = [ofVolume(await deleteAll(true))]
      equal(said?.type === 'resource' && said.change, 'forgotten')
      match(
        JSON.stringify(said),
        /shop_data on local was made by others, and stays with its data: `docker volume rm shop_data`/,
      )
    })

    it('says that it is deleted where its data goes, or there is none', async () => {
      for (const [seen, volumes] of [
        [true, true],
        [false, false],
      ] as const) {
        await all(apply(core, aRequest(home, text + volume, {})))
        core.store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', state: 'Present', seen }] })
        deepEqual(ofVolume(await deleteAll(volumes)), {
          type: 'resource',
          object: 'Volume/shop/data',
          change: 'deleted',
        })
        core.store.update('Volume', 'shop/data', ({ metadata }) => void (metadata.finalizers = []))
      }
    })

    it('says which data stays on a node that nobody declares or speaks to any more, and how to delete it', async () => {
      core.store.putStatus('Volume', 'shop/data', { nodes: ['b', 'c'].map((node) => ({ node, seen: true })) })
      core.store.putFact('carried', 'shop/web/1/b', { volumes: { '/cache': 'e1' }, madeAt: 1 })
      core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'c' }, spec: {} })
      const told = (await deleteAll(true)).flatMap((event) => (event.type === 'warning' ? [event.message] : []))
      const stays = 'its data on b stays, as that node is not declared any more'
      deepEqual(told.sort(), [
        `Service/shop/web: ${stays}; \`docker volume rm e1\` there deletes it`,
        `Volume/shop/data: ${stays}; \`docker volume rm shop_data\` there deletes it`,
      ])
    })

    it('says nothing of a node that is not declared any more, and is connected still: its data goes', async () => {
      core.store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', seen: true }] })
      const events = await all(remove(withEngine(core, {}), { stack: 'shop', volumes: true, wait: false, signal }))
      deepEqual(
        events.filter(({ type }) => type === 'warning'),
        [],
      )
    })

    it('takes the data too where --volumes says so', async () => {
      await deleteAll(true)
      deepEqual(found(), [finalizers.volume, finalizers.volumeData])
      await deleteAll(true)
    })

    it('says of which hosts nobody knows whether they have it, where it was never seen', async () => {
      const no = new EngineError('Unreachable', { node: 'b', tried: 'list volumes', detail: 'no route' })
      const at = withEngine(core, { listVolumes: () => Promise.reject(no) })
      const told = async () => {
        const events = await all(remove(at, { stack: 'shop', volumes: true, wait: false, signal }))
        return events.flatMap((event) =>
          event.type === 'warning' && /not known/.test(event.message) ? [event.message] : [],
        )
      }
      deepEqual(await told(), [
        'Volume/shop/data: whether b has data of it is not known: list volumes on b: no route; what is there stays; `docker volume rm shop_data` there deletes it',
      ])
    })

    it('says nothing of hosts that do not answer where it is known which have it', async () => {
      core.store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', seen: true }] })
      const at = withEngine(core, { listVolumes: () => Promise.reject(new Error('nobody is asked')) })
      await all(remove(at, { stack: 'shop', volumes: true, wait: false, signal }))
    })

    it('says how to remove the data when it was deleted without', async () => {
      await deleteAll(false)
      const error: InstallationError = await deleteAll(true).then(
        () => assert.fail(),
        (thrown: InstallationError) => thrown,
      )
      equal(error.exit, 1)
      match(error.remedy ?? '', /docker volume rm shop_data/)
    })
  })

  describe('with anonymous volumes', () => {
    const name = 'e'.repeat(64)
    const deleteAll = (volumes: boolean) => all(remove(core, { stack: 'shop', volumes, wait: false, signal }))
    const remedy = `its data stays in anonymous volumes: on local \`docker volume rm ${name}\` deletes it`
    const ofService = (events: readonly ProgressEvent[]) =>
      events.flatMap((event) => (event.type === 'resource' ? (event.details ?? []) : []))
    beforeEach(() => {
      core.store.update('Service', 'shop/web', ({ metadata }) => void (metadata.finalizers = [finalizers.tasks]))
      core.store.putFact('carried', 'shop/web/1/local', { volumes: { '/data': name }, madeAt: 1 })
    })

    it('says which stay, and refuses to take them once it has begun without', async () => {
      deepEqual(ofService(await deleteAll(false)), [remedy])
      await rejects(deleteAll(true), (error: InstallationError) => {
        deepEqual(
          [error.message, error.remedy],
          ['Service/shop/web is being deleted already, and its data stays', remedy],
        )
        return true
      })
    })

    it('says nothing of them where they go', async () => {
      deepEqual(ofService(await deleteAll(true)), [])
      deepEqual(core.store.get('Service', 'shop/web')?.metadata.finalizers, [finalizers.tasks, finalizers.volumeData])
    })
  })

  describe('with a secret', () => {
    const secret = `---\n${tokenText}`
    const kept = () =>
      readdirSync(join(home, 'secrets'), { recursive: true }).filter((name) => /token/.test(String(name)))
    const deleteAll = (from: Core) => all(remove(from, { stack: 'shop', volumes: false, wait: false, signal }))
    beforeEach(async () => {
      await all(apply(core, aRequest(home, text + secret, { TOKEN: 'hush' })))
      equal(kept().length, 1)
    })

    it('takes its bytes too', async () => {
      await deleteAll(core)
      deepEqual(kept(), [])
    })

    it('keeps its bytes where the deletion can not be written', async () => {
      const store = { ...core.store, durable: () => Promise.reject(new Error('the disk is full')) }
      await rejects(deleteAll({ ...core, store }), /the disk is full/)
      equal(kept().length, 1)
    })
  })

  describe('by a file from which a service was taken', () => {
    const network = `---
apiVersion: reconcile.dev/v1
kind: Network
metadata: { name: default, namespace: shop }
spec: {}
`
    const other = `---\n${text.replace('web', 'other')}`
    const left = () => [...core.store.list('Service').keys(), ...core.store.list('Network').keys()]
    const down = (orphans: boolean) => {
      const manifests = { sources: [{ file: join(home, 'a.yaml'), text: text + network }], cwd: home }
      return all(remove(core, { manifests, orphans, volumes: false, wait: false, signal }))
    }
    beforeEach(() => all(apply(core, aRequest(home, text + network + other, {}))))

    it('leaves that service and what it uses, and says so', async () => {
      const [said] = await down(false)
      match(said?.type === 'warning' ? said.message : '', /^Network\/shop\/default stays: Service\/shop\/other uses it/)
      deepEqual(left(), ['shop/other', 'shop/default'])
    })

    it('says which service stops, as it stands on the container of one that goes', async () => {
      const shared = other.replace('image: nginx', 'image: nginx, networkMode: "service:web"')
      await all(apply(core, aRequest(home, text + network + shared, {})))
      const said = (await down(false)).flatMap((event) => (event.type === 'warning' ? [event.message] : []))
      deepEqual(said, [
        'Service/shop/other stops until Service/shop/web, on whose container it stands, is there again; ' +
          'to delete that too, `reconcile delete service/other -n shop`',
      ])
      deepEqual(left(), ['shop/other'])
    })

    it('takes it too where orphans are to go', async () => {
      equal((await down(true)).filter(({ type }) => type === 'warning').length, 0)
      deepEqual(left(), [])
    })
  })

  it('by a file that was emptied is refused with the stack that it declared, unless that is gone', async () => {
    const manifests = { sources: [{ file: join(home, 'a.yaml'), text: '' }], cwd: home }
    const down = async () => (await all(remove(core, { manifests, volumes: false, wait: false, signal }))).at(-1)
    const [said] = [await down()]
    equal(said?.type === 'outcome' && said.exit, 2)
    match(JSON.stringify(said), /`reconcile delete --stack shop`.*stack shop that it declared/)
    match(
      JSON.stringify(await all(apply(core, aRequest(home, '', {})))),
      /nothing to apply; `reconcile delete --stack shop`/,
    )
    await all(remove(core, { stack: 'shop', volumes: false, wait: false, signal }))
    deepEqual(await down(), { type: 'outcome', exit: 0, message: 'nothing to delete' })
  })

  it('of a watched directory names the file, and how to forget the directory', async () => {
    const origin = core.store.fact('source', 'Service/shop/web') as object
    core.store.putFact('source', 'Service/shop/web', { ...origin, root: '/srv/stacks' })
    const error = await refusal('shop')
    equal(error?.exit, 2)
    match(error?.remedy ?? '', /a\.yaml.*reconcile serve --unwatch \/srv\/stacks --delete$/)
  })
})
