import assert from 'node:assert/strict'
import { annotations } from '../../../api/v1/labels.ts'
import { allHolds, approve } from '../../../store/source/facts/hold-facts.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { acceptApply, acceptPart } from '../../../store/source/apply.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { settleApplied } from '../../../store/source/acceptance/settle-applied.ts'
import { createWorld, service } from './world.ts'

function createApplier(variables: Record<string, string> = {}) {
  const world = createWorld()
  const context = {
    variable: (name: string) => variables[name],
    readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }),
  }
  const input = (texts: Record<string, string>) => ({
    store: world.store,
    settings: world.settings,
    now: world.clock.now(),
    files: Object.entries(texts).map(([file, text]) => readText({ file, text }, context, [composeReader])),
  })
  return { ...world, input, apply: (texts: Record<string, string>) => acceptApply(input(texts)), variables }
}

describe('an apply', () => {
  it('accepts what is new, changes what differs, writes nothing twice', () => {
    const world = createApplier()
    assert.deepEqual(world.apply({ '/a.yaml': service('web') }).created, ['Service/shop/web'])
    assert.deepEqual(world.apply({ '/a.yaml': service('web', { replicas: 2 }) }).changed, ['Service/shop/web'])
    const version = world.store.resourceVersion
    assert.deepEqual(world.apply({ '/a.yaml': service('web', { replicas: 2 }) }).unchanged, ['Service/shop/web'])
    assert.equal(world.store.resourceVersion, version)
  })

  it('deletes at once what the stack’s last apply had, and leaves other stacks alone', () => {
    const world = createApplier()
    world.apply({
      '/a.yaml': service('web'),
      '/b.yaml': service('db'),
      '/c.yaml': service('x', { namespace: 'other' }),
    })
    assert.deepEqual(world.apply({ '/laptop/a.yaml': service('web') }).deleted, [
      { id: 'Service/shop/db', change: 'deleted', because: 'nothing that was applied now declares it (/b.yaml did)' },
    ])
    assert.deepEqual(world.services(), ['other/x', 'shop/web'])
  })

  it('says of what goes with a profile that is off how to keep it, and of many what they are', () => {
    const compose = (count: number) => {
      const off = Array.from({ length: count }, (_, index) => `d${index}: { image: b, profiles: [debug, all] }`)
      return `name: shop\nservices: { ${['web: { image: b }', ...off].join(', ')} }\n`
    }
    const words = 'its profiles debug, all are off: --profile debug, or COMPOSE_PROFILES=debug in .env, keeps it'
    const few = createApplier({ COMPOSE_PROFILES: 'debug' })
    few.apply({ '/a.yaml': compose(1) })
    few.variables['COMPOSE_PROFILES'] = ''
    assert.deepEqual(few.apply({ '/a.yaml': compose(1) }).deleted, [
      { id: 'Service/shop/d0', change: 'deleted', because: `/a.yaml has it, and ${words}` },
    ])
    const none = few.apply({ '/a.yaml': 'name: shop\nservices: { d: { image: b, profiles: [debug, all] } }' })
    assert.match(
      none.errors[0]?.message ?? '',
      new RegExp(`^none of its services takes part \\(d: ${words}\\): nothing`),
    )
    const many = createApplier({ COMPOSE_PROFILES: 'debug' })
    many.apply({ '/a.yaml': compose(6) })
    many.variables['COMPOSE_PROFILES'] = ''
    const { holds, deleted } = many.apply({ '/a.yaml': compose(6) })
    assert.deepEqual(deleted, [])
    const gone = '6 of 8 resources that were applied are gone from the files'
    const more = `(Service/shop/d0: ${words}, and 5 more of profiles that are off)`
    assert.ok(
      holds[0]?.message.startsWith(`${gone} ${more}; nothing is deleted until it is approved: `),
      holds[0]?.message,
    )
  })

  it('with anything wrong does nothing', () => {
    const world = createApplier()
    world.apply({ '/a.yaml': service('web') })
    const outcome = world.apply({ '/a.yaml': service('web', { replicas: 2 }), '/b.yaml': 'a: [b' })
    assert.equal(outcome.errors[0]?.place.file, '/b.yaml')
    assert.deepEqual(outcome.changed, [])
    assert.equal(world.replicas('shop/web'), 1)
    assert.match(world.apply({ '/b.yaml': '' }).errors[0]?.message ?? '', /no manifest/)
  })

  it('keeps what a tag was resolved to, until another tag is declared', () => {
    const world = createApplier()
    world.apply({ '/a.yaml': service('web') })
    world.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.image]: 'busybox@sha256:a' }
    })
    const resolved = () => world.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.image]
    assert.deepEqual(world.apply({ '/a.yaml': service('web') }).unchanged, ['Service/shop/web'])
    world.apply({ '/a.yaml': service('web', { replicas: 2 }) })
    assert.equal(resolved(), 'busybox@sha256:a')
    world.apply({ '/a.yaml': service('web', { image: 'busybox:2' }) })
    assert.equal(resolved(), undefined)
  })

  it('is a three-way merge: what a command set stays where the file says nothing, goes where it says something', () => {
    const world = createApplier()
    const silent = service('web').replace('  replicas: 1\n', '')
    const scale = (replicas: number) =>
      world.store.update('Service', 'shop/web', (draft) => {
        draft.spec.replicas = replicas
      })
    world.apply({ '/a.yaml': silent })
    scale(5)
    world.apply({ '/a.yaml': silent.replace('busybox:1', 'busybox:2') })
    assert.deepEqual([world.replicas('shop/web'), world.image('shop/web')], [5, 'busybox:2'])
    world.apply({ '/a.yaml': service('web', { replicas: 3 }) })
    scale(5)
    world.apply({ '/a.yaml': service('web', { replicas: 3 }) })
    assert.equal(world.replicas('shop/web'), 3)
    world.apply({ '/a.yaml': silent })
    assert.equal(world.replicas('shop/web'), 1)
  })

  it('takes back labels that it no longer declares', () => {
    const world = createApplier()
    const labelled = service('web').replace('  namespace: shop\n', '  namespace: shop\n  labels: {tier: web}\n')
    world.apply({ '/a.yaml': labelled })
    assert.equal(world.store.get('Service', 'shop/web')?.metadata.labels?.tier, 'web')
    world.apply({ '/a.yaml': service('web') })
    assert.equal(world.store.get('Service', 'shop/web')?.metadata.labels, undefined)
  })

  it('can’t touch a stack that a watched tree owns', async () => {
    const world = createApplier()
    world.files.write('/srv/web.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    const { errors } = world.apply({ '/a.yaml': `${service('other')}---\n${service('third')}` })
    assert.equal(errors.length, 1)
    assert.match(
      errors[0]?.message ?? '',
      /belongs to the watched directory \/srv.*edit its files there \(\/srv\/web.yaml\)/,
    )
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('waits for an old object of the name to be gone', () => {
    const world = createApplier()
    world.apply({ '/a.yaml': service('web') })
    world.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.finalizers = ['reconcile.dev/tasks']
    })
    world.store.delete('Service', 'shop/web')
    assert.deepEqual(world.apply({ '/a.yaml': service('web') }).waiting, ['Service/shop/web'])
  })
})

describe('S4: an apply of a volume that is being deleted', () => {
  const volume = (spec: string) =>
    `apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\nspec: ${spec}\n`
  const held = (spec: string, marks: readonly string[]) => {
    const world = createApplier()
    world.apply({ '/a.yaml': volume(spec) })
    world.store.putStatus('Volume', 'shop/data', { hostName: 'shop_data', nodes: [{ node: 'h1', seen: true }] })
    world.store.update('Volume', 'shop/data', ({ metadata }) => {
      metadata.finalizers = ['reconcile.dev/volume', ...marks]
    })
    world.store.delete('Volume', 'shop/data')
    return world
  }
  for (const { it: what, before = '{}', marks = [], after = '{}', says } of [
    { it: 'with its data: it is kept', marks: ['reconcile.dev/volume-data'], says: ['kept', undefined] },
    { it: 'as another one', marks: ['reconcile.dev/volume-data'], after: '{ external: true }', says: ['kept', true] },
    { it: 'without its data: that was to stay', says: ['created', undefined] },
    {
      ...{ it: 'that is external: nothing of it was to go', before: '{ external: true }', after: '{ external: true }' },
      ...{ marks: ['reconcile.dev/volume-data'], says: ['created', true] },
    },
  ])
    it(`is of it ${what}`, () => {
      const world = held(before, marks)
      const { kept = [], created, waiting } = world.apply({ '/a.yaml': volume(after) })
      const change = kept.length > 0 ? 'kept' : created.length > 0 ? 'created' : waiting
      const { metadata, spec, status } = world.store.get('Volume', 'shop/data') ?? {}
      assert.deepEqual([change, spec?.external || undefined], says)
      assert.deepEqual([metadata?.deletionTimestamp, metadata?.finalizers], [undefined, ['reconcile.dev/volume']])
      assert.deepEqual(status, { hostName: 'shop_data', nodes: [{ node: 'h1', seen: true }] })
    })
})

describe('S3: an apply', () => {
  it('that loses over 30 % and more than 5 is accepted, and the losses wait for approval', () => {
    const world = createApplier()
    const all = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`/s${index}.yaml`, service(`s${index}`)]))
    world.apply(all)
    const rest = Object.fromEntries(Object.entries(all).slice(6))
    const outcome = world.apply({ ...rest, '/s14.yaml': service('s14', { replicas: 4 }) })
    assert.equal(world.services().length, 15)
    assert.equal(world.replicas('shop/s14'), 4)
    assert.equal(outcome.holds.length, 1)
    assert.match(
      outcome.holds[0]?.message ?? '',
      /^6 of 15 resources that were applied are gone from the files; nothing/,
    )
    approve(world.store, outcome.holds[0]?.id ?? '', world.clock.now())
    assert.equal(settleApplied(world.store).length, 6)
    assert.equal(world.services().length, 9)
    assert.deepEqual(world.apply(rest).holds, [])
  })

  it('that loses more after losses of a moment ago says how many of what is left, and how many before', () => {
    const world = createApplier()
    const all = Object.entries(Array.from({ length: 20 }, (_, index) => service(`s${index}`)))
    const without = (count: number) =>
      Object.fromEntries(all.slice(count).map(([index, text]) => [`/s${index}.yaml`, text]))
    world.apply(without(0))
    assert.deepEqual(world.apply(without(5)).holds, [])
    const [hold] = world.apply(without(8)).holds
    assert.match(
      hold?.message ?? '',
      /^3 of 15 resources that were applied are gone from the files, after 5 within 10 min; no/,
    )
  })

  const stackOf = (namespace: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`/${namespace}${index}.yaml`, service(`s${index}`, { namespace })]),
    )

  /** Of so many resources, all but the first ones. */
  const rest = (gone: number, of = 20) => Object.fromEntries(Object.entries(stackOf('shop', of)).slice(gone))

  it('counts nothing again of what was approved, and of what went before it', () => {
    const world = createApplier()
    for (const gone of [0, 4]) assert.deepEqual(world.apply(rest(gone)).holds, [])
    const [hold] = world.apply(rest(8)).holds
    approve(world.store, hold?.id ?? '', world.clock.now())
    assert.equal(settleApplied(world.store).length, 4)
    assert.deepEqual(world.apply(rest(11)).holds, [])
  })

  it('goes on counting for what is held when that of another stack is approved', () => {
    const world = createApplier()
    world.apply({ ...rest(0), ...stackOf('blog', 5) })
    world.apply(rest(4))
    const held = () => world.apply(rest(8)).holds.map(({ id }) => id)
    const before = held()
    const [other] = world.apply(stackOf('blog', 1)).holds
    approve(world.store, other?.id ?? '', world.clock.now())
    assert.equal(settleApplied(world.store).length, 4)
    assert.deepEqual([before.length, held()], [1, before])
  })

  it('holds what it held, though what that adds up with is long ago and another stack was applied since', async () => {
    const world = createApplier()
    for (const gone of [0, 4]) world.apply(rest(gone))
    const held = () => world.apply(rest(8)).holds.map(({ id }) => id)
    const before = held()
    world.apply(stackOf('blog', 1))
    await world.pass(700_000)
    assert.deepEqual([before.length, held()], [1, before])
  })

  it('deletes nothing by an approval when the set is another now', () => {
    const world = createApplier()
    const all = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`/s${index}.yaml`, service(`s${index}`)]))
    world.apply(all)
    const { holds } = world.apply(Object.fromEntries(Object.entries(all).slice(6)))
    withdraw(world.store, 'Service/shop/s0')
    approve(world.store, holds[0]?.id ?? '', world.clock.now())
    assert.deepEqual(settleApplied(world.store), [])
    assert.equal(world.services().length, 14)
  })

  it('leaves what is held of other stacks held, approved or not', () => {
    const world = createApplier({ COUNT: '2' })
    const web = 'name: web\nservices: { web: { image: b, deploy: { replicas: "${COUNT:-0}" } } }\n'
    world.apply({ ...stackOf('shop', 10), '/web.yaml': web })
    delete world.variables.COUNT
    const held = [...world.apply(stackOf('shop', 1)).holds, ...world.apply({ '/web.yaml': web }).holds]
    assert.equal(held.length, 2)
    const waiting = () => allHolds(world.store).map(({ id }) => id)
    world.apply(stackOf('other', 1))
    assert.deepEqual(waiting().sort(), held.map(({ id }) => id).sort())
    approve(world.store, held[0]?.id ?? '', world.clock.now())
    world.apply(stackOf('other', 2))
    assert.equal(settleApplied(world.store).length, 9)
    world.variables['COUNT'] = '2'
    world.apply({ '/web.yaml': web })
    assert.deepEqual(waiting(), [])
  })

  it('that has again what was held of its stack holds the rest of the other stack, and an approval deletes that alone', () => {
    const world = createApplier()
    world.apply({ ...stackOf('shop', 5), ...stackOf('blog', 5) })
    const both = world.apply({ ...stackOf('shop', 1), ...stackOf('blog', 1) }).holds
    assert.equal(both[0]?.resources.length, 8)
    world.apply(stackOf('blog', 5))
    const [rest, ...more] = allHolds(world.store)
    assert.deepEqual(more, [])
    assert.match(
      rest?.message ?? '',
      /^4 resources are gone from the files since an earlier apply; nothing.*shop\/s1, /,
    )
    approve(world.store, rest?.id ?? '', world.clock.now())
    settleApplied(world.store)
    assert.deepEqual(world.services(), ['blog/s0', 'blog/s1', 'blog/s2', 'blog/s3', 'blog/s4', 'shop/s0'])
  })

  it('of a part releases what it has again of what was held', () => {
    const world = createApplier()
    world.apply(stackOf('shop', 10))
    world.apply(stackOf('shop', 1))
    acceptPart(world.input(stackOf('shop', 2)))
    assert.equal(allHolds(world.store)[0]?.resources.length, 8)
    approve(world.store, allHolds(world.store)[0]?.id ?? '', world.clock.now())
    settleApplied(world.store)
    assert.deepEqual(world.services(), ['shop/s0', 'shop/s1'])
  })

  it('holds nothing any more of what a command took away', () => {
    const world = createApplier()
    world.apply(stackOf('shop', 10))
    world.apply(stackOf('shop', 1))
    for (const key of world.services()) withdraw(world.store, `Service/${key}`)
    assert.deepEqual(allHolds(world.store), [])
  })

  it('asks no more about many more replicas of what a command took away, of a new service with the rest of its stack', () => {
    const text = (replicas: number) =>
      `name: shop\nservices:\n  web:\n    image: busybox:1\n    deploy:\n      replicas: ${replicas}\n`
    for (const before of [[], [2]]) {
      const world = createApplier()
      for (const replicas of [...before, 2000]) world.apply({ '/c.yaml': text(replicas) })
      assert.equal(allHolds(world.store).length, 1)
      for (const id of acceptedOf(world.store).keys()) withdraw(world.store, id)
      assert.deepEqual(allHolds(world.store), [])
    }
  })

  it('that stops a service by a variable that is not set waits for approval', () => {
    const world = createApplier({ COUNT: '2' })
    const text = 'name: shop\nservices:\n  web:\n    image: busybox:1\n    deploy:\n      replicas: ${COUNT:-0}\n'
    world.apply({ '/c.yaml': text })
    assert.equal(world.replicas('shop/web'), 2)
    delete world.variables.COUNT
    const { holds } = world.apply({ '/c.yaml': text })
    assert.match(
      holds[0]?.message ?? '',
      /not set \(COUNT at \/c\.yaml:6\) makes 0 replicas: set it in \.env or in the environment; .*: Service\/shop\/web\. To allow/,
    )
    assert.equal(world.replicas('shop/web'), 2)
    approve(world.store, holds[0]?.id.slice(0, 4) ?? '', world.clock.now())
    world.apply({ '/c.yaml': text })
    assert.equal(world.replicas('shop/web'), 0)
  })

  it('names what waits when an approval matches nothing', () => {
    const world = createApplier()
    assert.throws(
      () => approve(world.store, 'zz', 0),
      /approve zz: there is no such hold; no hold waits \(a volume or a node is approved by its KIND\/NAME\)/,
    )
  })
})
