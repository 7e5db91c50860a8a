import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { approve } from '../../../cli/local/approve.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { holdOf } from '../../../store/source/facts/hold.ts'
import { writeMissing } from '../../../store/source/facts/missing-facts.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { aCore, all, dyingOnceKept, loopsAtRest } from './local-core.ts'

const TYPED = { apiVersion: API_VERSION } as const

const { signal } = new AbortController()

describe('approving what files ask for', () => {
  for (const { it: sentence, hold, wants } of [
    {
      it: 'is left to serve, where the files are watched and none runs',
      hold: { root: '/srv', reason: 'LossesNeedApproval' },
      wants: ['ab12 approved', /nothing was done yet, as no serve runs/, /run `reconcile serve`/],
    },
    {
      it: 'is left to the next apply, where that is to bring fewer replicas',
      hold: { root: 'desired', reason: 'ScaleToZeroNeedsApproval' },
      wants: ['ab12 approved', /the next apply of the same files does it/, /apply them again/],
    },
  ])
    it(sentence, async () => {
      const core = aCore('/nowhere')
      core.store.putFact('hold', 'ab12', { id: 'ab12', resources: ['Config/shop/a'], message: '', ...hold })
      const said = (await all(approve(core, { subjects: ['ab12'], wait: true, signal }))).flatMap(words)
      for (const [index, expected] of wants.entries()) match(said[index] ?? '', new RegExp(expected))
    })

  it('does what is its own, and leaves the files to serve', async () => {
    const core: Core = {
      ...aCore('/nowhere'),
      begin: async () => loopsAtRest(),
    }
    for (const [id, root] of [
      ['ab12', '/srv'],
      ['cd34', 'desired'],
    ] as const)
      core.store.putFact('hold', id, {
        id,
        root,
        reason: 'LossesNeedApproval',
        resources: ['Config/shop/a'],
        message: '',
      })
    const said = (await all(approve(core, { subjects: ['ab12', 'cd34'], wait: true, signal }))).flatMap(words)
    deepEqual(said, [
      'ab12 approved',
      'cd34 approved',
      'Config/shop/a deleted',
      'converged: 0 services; ab12 approved, and not done yet',
      'run `reconcile serve`, which does it as soon as it has read the files',
    ])
  })

  for (const { subject, says } of [
    { subject: 'nod/local', says: /nod\/local can't wait for approval; did you mean node\?/ },
    { subject: 'node/locla', says: /nothing of node locla waits for approval; did you mean local\?/ },
    { subject: 'volume/dtaa', says: /nothing of volume dtaa waits for approval; did you mean data\?/ },
    { subject: 'volume/shop/dtaa', says: /nothing of volume shop\/dtaa waits for approval; did you mean shop\/data\?/ },
    { subject: 'service/web', says: /service\/web can't wait for approval$/ },
    { subject: 'node/far', says: /node far can't be reached: it is off/ },
  ])
    it(`refuses ${subject} with the reason`, async () => {
      const hosts = [{ node: 'far', synced: false, unreachable: 'it is off' }]
      const core: Core = {
        ...aCore('/nowhere'),
        begin: async () => loopsAtRest(...hosts),
      }
      core.store.create('Volume', { ...TYPED, kind: 'Volume', metadata: { namespace: 'shop', name: 'data' }, spec: {} })
      core.store.create('Node', { ...TYPED, kind: 'Node', metadata: { name: 'local' }, spec: {} })
      await rejects(all(approve(core, { subjects: [subject], wait: true, signal })), says)
    })

  for (const { it: sentence, has, recorded, wants } of [
    { it: 'is refused of an engine that another node has', has: ['local', 'next'], wants: undefined },
    { it: 'is refused of one that was last that of another node', has: ['local'], recorded: 'E2', wants: undefined },
    { it: 'is of an engine that no other node has any more', has: ['local'], recorded: 'E3', wants: 'E2' },
    { it: 'is of one that only an undeclared node has', has: ['local', 'gone'], wants: 'E2' },
  ])
    it(sentence, async () => {
      const rest = loopsAtRest()
      const inventory = { ...rest.inventory, host: () => ({ info: { id: 'E2' } }), nodesOfEngine: () => has }
      const core: Core = { ...aCore('/nowhere'), begin: async () => ({ ...rest, inventory }) as unknown as Loops }
      const { store } = core
      for (const name of ['local', 'next'])
        store.create('Node', { ...TYPED, kind: 'Node', metadata: { name }, spec: {} })
      const conditions = [
        { type: 'EngineChanged', status: 'True', reason: '', message: '', lastTransitionTime: '' },
      ] as const
      store.putStatus('Node', 'local', { conditions: [...conditions] })
      if (recorded) store.putStatus('Node', 'next', { engineID: recorded })
      const approving = all(approve(core, { subjects: ['node/local'], wait: false, signal }))
      const refused = {
        message: 'node local: its engine is that of node next',
        remedy: /`reconcile delete node\/next`, then/,
      }
      await (wants ? approving : rejects(approving, refused))
      deepEqual(store.fact('approval', 'Node/local'), wants)
    })

  for (const { it: sentence, states, wants, silent, says = /nothing of volume data waits for approval/ } of [
    { it: 'is of nothing where a volume is held for another reason', states: { a: 'Held', b: 'Present' } },
    { it: 'is of the nodes alone where a volume is lost', states: { a: 'Lost', b: 'Held' }, silent: 'b', wants: ['a'] },
    { it: 'is of what an update that was taken back waited for', states: { a: 'Absent' }, wants: ['a'] },
    { it: 'is of nothing where it went from one node, and is on another', states: { a: 'Absent', b: 'Present' } },
    { it: 'is refused where its host is silent', states: { a: 'Lost' }, silent: 'a', says: /node a can't be reached/ },
    { it: 'is refused where a silent host may say more', states: { b: 'Held' }, silent: 'b', says: /node b can't be/ },
  ])
    it(sentence, async () => {
      const hosts = silent === undefined ? [] : [{ node: silent, synced: false, unreachable: 'it is off' }]
      const core: Core = {
        ...aCore('/nowhere'),
        purpose: 'serve',
        begin: async () => loopsAtRest(...hosts),
      }
      const { store } = core
      store.create('Volume', { ...TYPED, kind: 'Volume', metadata: { namespace: 'shop', name: 'data' }, spec: {} })
      const nodes = Object.entries(states).map(([node, state]) => ({ node, state, seen: true }))
      store.putStatus('Volume', 'shop/data', { nodes })
      const approving = all(approve(core, { subjects: ['volume/data'], wait: false, signal }))
      await (wants ? approving : rejects(approving, says))
      deepEqual(store.fact('approval', 'Volume/shop/data'), wants)
    })

  it('is of all that is named, or of nothing', async () => {
    const core = aCore('/nowhere')
    holdAt(core, 'ab12', '/srv')
    await rejects(all(approve(core, { subjects: ['ab12', 'zz99'], wait: false, signal })), /there is no such hold/)
    deepEqual(core.store.fact('approval', 'ab12'), undefined)
  })

  it('is told once it is kept: where the disk is full, nothing was approved', async () => {
    const core = aCore('/nowhere')
    holdAt(core, 'ab12', '/srv')
    const said: ProgressEvent[] = []
    const asked = approve(dyingOnceKept(core), { subjects: ['ab12'], wait: false, signal })
    await rejects(async () => {
      for await (const event of asked) said.push(event)
    }, /killed/)
    deepEqual(said, [])
  })

  it('is done though whoever asked has gone when it is told, and says of what it is', async () => {
    const core = aCore('/nowhere')
    holdAt(core, 'ab12', 'desired')
    const [first] = await takeOne(approve(core, { subjects: ['ab12'], wait: false, signal }))
    deepEqual(first, {
      ...{ type: 'resource', object: 'ab12', change: 'approved' },
      details: ['LossesNeedApproval: Config/shop/a'],
    })
    deepEqual(core.store.fact('hold', 'ab12'), undefined)
  })

  it('asks which volume is meant, where several stacks have one of that name', async () => {
    const core: Core = { ...aCore('/nowhere'), begin: async () => loopsAtRest() }
    for (const namespace of ['shop', 'blog']) {
      core.store.create('Volume', { ...TYPED, kind: 'Volume', metadata: { namespace, name: 'data' }, spec: {} })
      core.store.putStatus('Volume', `${namespace}/data`, { nodes: [{ node: 'a', state: 'Lost', seen: true }] })
    }
    const asked = (stack?: string) =>
      all(approve(core, { subjects: ['volume/data'], ...(stack ? { stack } : {}), wait: false, signal }))
    await rejects(asked(), /volume data is in several stacks: shop, blog/)
    await asked('blog')
    deepEqual([...core.store.facts('approval').keys()], ['Volume/blog/data'])
  })

  it('is refused where a command took some of it away since: nothing would be deleted, and be waited for (S3)', async () => {
    const core = aCore('/nowhere')
    const { store } = core
    for (const name of ['a', 'b']) {
      store.create('Config', { ...TYPED, kind: 'Config', metadata: { namespace: 'shop', name }, spec: {} })
      store.putFact('source', `Config/shop/${name}`, { root: 'desired', file: '/a.yaml', fileHash: '', hash: '' })
    }
    const resources = [...acceptedOf(store).values()]
    const hold = holdOf({ root: 'desired', reason: 'LossesNeedApproval', resources, message: '' })
    store.putFact('hold', hold.id, hold as unknown as Json)
    withdraw(store, 'Config/shop/a')
    const approving = all(approve(core, { subjects: [hold.id], wait: false, signal }))
    await rejects(approving, /has changed since: nothing is deleted/)
    deepEqual([store.list('Config').size, store.fact('approval', hold.id)], [1, undefined])
  })

  it('says that a volume is forgotten, as its data stays', async () => {
    const core: Core = {
      ...aCore('/nowhere'),
      begin: async () => loopsAtRest(),
    }
    const { store } = core
    store.create('Volume', { ...TYPED, kind: 'Volume', metadata: { namespace: 'shop', name: 'data' }, spec: {} })
    store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
    store.putFact('source', 'Volume/shop/data', { root: 'desired', file: '/a.yaml', fileHash: '', hash: '' })
    const accepted = acceptedOf(store).get('Volume/shop/data')
    ok(accepted)
    const about = { root: 'desired', reason: 'RootEmptied', message: '' } as const
    const hold = holdOf({ ...about, resources: [accepted] })
    store.putFact('hold', hold.id, hold as unknown as Json)
    const events = await all(approve(core, { subjects: [hold.id], wait: true, signal }))
    deepEqual(events[1], {
      ...{ type: 'resource', object: 'Volume/shop/data', change: 'forgotten' },
      details: ['its data stays as the volume shop_data on local: `docker volume rm shop_data` there deletes it'],
    })
  })

  it('waits for the serve that reads the files, and for what that deletes', async () => {
    const core: Core = { ...aCore('/nowhere'), purpose: 'serve' }
    const { store } = core
    const hold = { id: 'ab12', root: '/srv', reason: 'LossesNeedApproval', resources: ['Config/shop/a'], message: '' }
    store.putFact('hold', 'ab12', hold)
    const said: string[] = []
    store.watchFacts().subscribe(() => said.push(`approval ${store.fact('approval', 'ab12') ? 'given' : 'taken'}`))
    const approving = (async () => {
      for await (const event of approve(core, { subjects: ['ab12'], wait: true, signal })) {
        said.push(...words(event))
        if (said.at(-1) === 'ab12 approved') setImmediate(() => store.putFact('approval', 'ab12', undefined))
      }
    })()
    // There is no engine here to look at what becomes of it.
    await approving.catch((error: Error) => said.push(error.message))
    deepEqual(said, [
      'approval given',
      'ab12 approved',
      'approval taken',
      'Config/shop/a deleted',
      'nothing here needs an engine',
    ])
  })

  for (const { it: sentence, missing, says } of [
    {
      it: 'says what came back into the files',
      missing: [],
      says: /by ab12: Config\/shop\/a, Config\/shop\/b are in the/,
    },
    { it: 'says what of it came back', missing: ['a'], says: /by ab12: Config\/shop\/b is in the files again/ },
    {
      it: 'says that it is about something else now',
      missing: ['a', 'b'],
      says: /by ab12: other resources are missing/,
    },
  ])
    it(`${sentence}, and ends`, async () => {
      const core: Core = { ...aCore('/nowhere'), purpose: 'serve' }
      const { store } = core
      const resources = ['Config/shop/a', 'Config/shop/b']
      for (const id of resources) store.putFact('source', id, { root: '/srv', file: '/srv/a', fileHash: '', hash: '' })
      store.putFact('hold', 'ab12', { ...lost, id: 'ab12', root: '/srv', resources })
      const events: ProgressEvent[] = []
      for await (const event of approve(core, { subjects: ['ab12'], wait: true, signal })) {
        events.push(event)
        if (event.type !== 'resource') continue
        // As serve does: it reads the files once more.
        const now = missing.map((name) => `Config/shop/${name}`)
        writeMissing(store, '/srv', new Map(now.map((id) => [id, ''])))
        store.putFact('hold', 'ab12', undefined)
        if (now.length > 0) store.putFact('hold', 'cd34', { ...lost, id: 'cd34', root: '/srv', resources: now })
        store.putFact('approval', 'ab12', undefined)
      }
      const [approved, outcome] = events
      deepEqual(events.length, 2)
      deepEqual(approved?.type === 'resource' && approved.change, 'approved')
      ok(outcome?.type === 'outcome')
      deepEqual(outcome.exit, 1)
      match(outcome.message, says)
    })

  it('waits for what goes, where another watched directory has the rest from then on', async () => {
    const core: Core = { ...aCore('/nowhere'), purpose: 'serve', begin: async () => loopsAtRest() }
    const { store } = core
    for (const name of ['a', 'b']) {
      store.create('Config', {
        apiVersion: API_VERSION,
        kind: 'Config',
        metadata: { name, namespace: 'shop' },
        spec: {},
      })
      store.putFact('source', `Config/shop/${name}`, { root: '/srv', file: '/srv/a', fileHash: '', hash: '' })
    }
    store.putFact('hold', 'ab12', { ...lost, id: 'ab12', root: '/srv', resources: ['Config/shop/a', 'Config/shop/b'] })
    const events: ProgressEvent[] = []
    for await (const event of approve(core, { subjects: ['ab12'], wait: true, timeoutMs: 1_000, signal })) {
      events.push(event)
      if (event.type !== 'resource' || event.change !== 'approved') continue
      // As serve does.
      store.delete('Config', 'shop/a')
      store.putFact('source', 'Config/shop/a', undefined)
      store.putFact('source', 'Config/shop/b', { root: '/other', file: '/other/b', fileHash: '', hash: '' })
      store.putFact('hold', 'ab12', undefined)
      store.putFact('approval', 'ab12', undefined)
    }
    const told = events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : []))
    deepEqual(told.slice(1), ['Config/shop/a deleted'])
    const last = events.at(-1)
    equal(last?.type === 'outcome' && last.message.includes('nothing is deleted'), false)
    equal(last?.type === 'outcome' && /b is not gone/.test(last.message), false)
  })
})

const lost = { reason: 'LossesNeedApproval', message: '' }

function holdAt({ store }: Core, id: string, root: string): void {
  store.putFact('hold', id, { id, root, reason: 'LossesNeedApproval', resources: ['Config/shop/a'], message: '' })
}

async function takeOne<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  for await (const value of values) return [value]
  return []
}

function words(event: ProgressEvent): string[] {
  if (event.type === 'resource') return [`${event.object} ${event.change}`]
  return event.type === 'outcome' ? [event.message, event.remedy ?? ''] : []
}
