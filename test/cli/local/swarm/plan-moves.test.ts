import { deepEqual } from 'node:assert/strict'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { isParked, parkedSpec, unparkedSpec } from '../../../../compose/swarm/parked.ts'
import { planMoves } from '../../../../cli/local/swarm/plan-moves.ts'

const ours = (name: string, ...needs: readonly string[]): V1Service => ({
  ...{ apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name, namespace: 'shop' } },
  spec: { template: {}, dependsOn: needs.map((service) => ({ service })) },
})
const theirs = (name: string) => ({ ID: `id of ${name}`, Version: { Index: 1 }, Spec: { Name: name } })

describe('the moves of a stack of a swarm', () => {
  const rows: readonly [string, readonly V1Service[], readonly string[], readonly string[], readonly string[]][] = [
    ['are in the order of their names', [ours('web'), ours('db')], ['shop_web', 'shop_db'], ['db', 'web'], []],
    [
      'begin with what others need',
      [ours('api', 'web'), ours('web', 'zoo'), ours('zoo')],
      ['shop_api', 'shop_web', 'shop_zoo'],
      ['zoo', 'web', 'api'],
      [],
    ],
    ['end where services need each other', [ours('a', 'b'), ours('b', 'a')], ['shop_a', 'shop_b'], ['b', 'a'], []],
    ['are of what both have', [ours('new'), ours('web')], ['shop_web', 'shop_old'], ['web'], ['shop_old']],
  ]
  for (const [name, declared, inSwarm, order, staying] of rows)
    it(name, () => {
      const planned = planMoves(declared, inSwarm.map(theirs), 'shop')
      deepEqual(
        planned.moves.map((move) => move.name),
        order,
      )
      deepEqual(planned.staying, staying)
    })
})

describe('a service of a swarm that is parked', () => {
  const template = { ContainerSpec: { Image: 'a' }, Placement: { Constraints: ['node.role==manager'] } }
  const spec = { Name: 'shop_web', Labels: { a: 'b' }, TaskTemplate: template }
  for (const Mode of [{ Replicated: { Replicas: 3 } }, { Replicated: { Replicas: 0 } }, { Global: {} }])
    it(`comes back as it was: ${JSON.stringify(Mode)}`, () => {
      const before = { ...spec, Mode }
      const parked = parkedSpec(before) ?? {}
      deepEqual([isParked(before), isParked(parked)], [false, true])
      deepEqual(parkedSpec(parked), parked)
      deepEqual(unparkedSpec(parked), before)
      deepEqual(unparkedSpec(before), before)
    })

  it('is none that is a job: it ends by itself', () => {
    deepEqual(parkedSpec({ ...spec, Mode: { ReplicatedJob: { TotalCompletions: 1 } } }), undefined)
  })
})
