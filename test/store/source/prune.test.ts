import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { composeReader } from '../../../compose/compose-reader.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import type { FoundResource } from '../../../store/source/acceptance/prune.ts'
import { acceptApply } from '../../../store/source/apply.ts'
import { allHolds, approve } from '../../../store/source/facts/hold-facts.ts'
import { settleApplied } from '../../../store/source/acceptance/settle-applied.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { createWorld, service } from './world.ts'

function aService(name: string, networks: readonly string[] = ['default']): FoundResource {
  const template = { image: 'app', networks: networks.map((network) => ({ network })) }
  const metadata = { name, namespace: 'shop', finalizers: [finalizers.tasks] }
  const uses = networks.map((network) => `Network/shop/${network}`)
  return { ...found({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } }), uses }
}

function aNetwork(name: string): FoundResource {
  const metadata = { name, namespace: 'shop', finalizers: [finalizers.network] }
  return found({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: {} })
}

function found(object: ObjectOf): FoundResource {
  return { id: resourceIdOf(object), object }
}

/** A home that knows nothing, where files are applied with what hosts have. */
function aFreshHome() {
  const world = createWorld()
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const apply = (text: string, found: readonly FoundResource[]) =>
    acceptApply({
      ...{ store: world.store, settings: world.settings, now: world.clock.now(), found },
      files: [readText({ file: '/shop.yaml', text }, context, [composeReader])],
    })
  return { ...world, apply }
}

const COMPOSE = `name: shop
services:
  web: { image: app, networks: [front] }
  debug: { image: app, networks: [inner], profiles: [debug], pre_start: [{ command: a }, { command: b }] }
networks: { front: {}, inner: {} }
`

describe('an apply that prunes', () => {
  for (const [sentence, text, hosts, gone] of [
    ['takes what no file declares', service('web'), [aService('web'), aService('old')], ['Service/shop/old']],
    [
      'takes its networks',
      service('web'),
      [aService('old', ['back']), aNetwork('back')],
      ['Service/shop/old', 'Network/shop/back'],
    ],
    [
      'keeps a network that a declared service uses, though none declares it',
      service('web'),
      [aNetwork('default')],
      [],
    ],
    [
      'takes a network that a declared service used before',
      COMPOSE,
      [aService('web', ['front', 'back']), aNetwork('front'), aNetwork('back')],
      ['Network/shop/back'],
    ],
    [
      'keeps what is of a profile that is off, and its networks',
      COMPOSE,
      [aService('debug', ['inner', 'x']), aService('debug-pre-start-2', ['x']), aNetwork('inner'), aNetwork('x')],
      [],
    ],
  ] as const)
    it(sentence, () => {
      const { apply } = aFreshHome()
      deepEqual(
        apply(text, hosts).deleted.map(({ id }) => id),
        gone,
      )
    })

  it('leaves to the loops what is deleted as any other object', () => {
    const { apply, store } = aFreshHome()
    const { deleted } = apply(service('web'), [aService('old')])
    equal(deleted[0]?.because, 'nothing that was applied now declares it')
    const old = store.get('Service', 'shop/old')
    equal(old && isBeingDeleted(old), true)
  })

  it('leaves none of them undeleted where another can not be made', () => {
    const { apply, store } = aFreshHome()
    throws(() => apply(service('web'), [aService('old'), aService('')]), /it has no name/)
    const left = [...store.list('Service').values()].filter((each) => !isBeingDeleted(each))
    deepEqual(
      left.map(({ metadata }) => metadata.name),
      ['web'],
    )
  })

  it('takes nothing that its state knows of', () => {
    const { apply, store } = aFreshHome()
    store.create('Service', aService('old').object)
    deepEqual(apply(service('web'), [aService('old')]).deleted, [])
  })

  describe('much at once', () => {
    const many = [1, 2, 3, 4, 5, 6].map((number) => aService(`old${number}`))

    it('waits for approval, and makes no object of it before', () => {
      const { apply, store } = aFreshHome()
      const { deleted, holds } = apply(service('web'), many)
      deepEqual(deleted, [])
      equal(holds[0]?.reason, 'PruneNeedsApproval')
      match(holds[0]?.message ?? '', /^6 of 6 resources that there are of shop are in no file; none is pruned until/)
      deepEqual([...store.list('Service').keys()], ['shop/web'])
    })

    it('goes with the next such apply once it is approved, as that very set', () => {
      const { apply, store, clock } = aFreshHome()
      apply(service('web'), many)
      approve(store, allHolds(store)[0]?.id ?? '', clock.now())
      deepEqual(settleApplied(store), [])
      equal(apply(service('web'), [...many, aService('other')]).deleted.length, 0)
      approve(store, allHolds(store)[0]?.id ?? '', clock.now())
      equal(apply(service('web'), [...many, aService('other')]).deleted.length, 7)
      deepEqual(allHolds(store), [])
    })

    it('is not asked about any more after an apply that does not prune', () => {
      const { apply, store } = aFreshHome()
      apply(service('web'), many)
      apply(service('web'), [])
      deepEqual(allHolds(store), [])
    })

    it('counts against all that there is: a smaller part goes at once', () => {
      const { apply } = aFreshHome()
      const rest = Array.from({ length: 20 }, (_, number) => `web${number}`)
      const text = rest.map((name) => service(name)).join('---\n')
      equal(apply(text, [...many, ...rest.map((name) => aService(name))]).deleted.length, 6)
    })

    it('does not count against what there is of other stacks', () => {
      const { apply } = aFreshHome()
      const others = Array.from({ length: 20 }, (_, number) => service(`web${number}`, { namespace: 'other' }))
      apply(others.join('---\n'), [])
      equal(apply(service('web'), many).holds[0]?.reason, 'PruneNeedsApproval')
    })

    it('adds up with what was pruned within the window', () => {
      const { apply } = aFreshHome()
      equal(apply(service('web'), many.slice(0, 3)).deleted.length, 3)
      equal(apply(service('web'), many.slice(3)).holds[0]?.reason, 'PruneNeedsApproval')
    })
  })

  it('waits for approval where no service of the stack is left in the files', () => {
    const { apply } = aFreshHome()
    const text = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: { name: default, namespace: shop }\nspec: {}\n'
    const { deleted, holds } = apply(text, [aService('web')])
    deepEqual(deleted, [])
    match(holds[0]?.message ?? '', /^the files declare no service of stack shop; none is pruned until it is approved/)
  })
})
