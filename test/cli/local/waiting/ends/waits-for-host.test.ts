import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service } from '../../../../../api/v1/generated/types.ts'
import { verdictOf } from '../../../../../cli/local/waiting/ends/verdict.ts'
import type { WaitView } from '../../../../../cli/local/waiting/view/wait-view.ts'
import { aService, aTask, NOW } from '../../../../support/builders.ts'

const named = (name: string): V1Service => {
  const service = aService()
  return { ...service, metadata: { ...service.metadata, name } }
}

/** The same that mounts a volume. */
const mounting = (name: string): V1Service => {
  const service = named(name)
  const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
  return { ...service, spec: { ...service.spec, template: { ...service.spec.template, mounts } } }
}

/** The same with one task on each node. */
const global = (name: string): V1Service => {
  const service = named(name)
  return { ...service, spec: { ...service.spec, mode: 'Global' } }
}

/** A task of a service; `b` is the node that does not answer. */
const on = (node: string, service: string) => {
  const task = aTask(1, 'r1')
  return { ...task, spec: { ...task.spec, service, node } }
}

const kept = 'what was asked for is kept, and the next apply or serve goes on with it'
const start = 'start the engine, or correct spec.engine in the manifest of node b'
const elsewhere =
  'while `reconcile serve` runs, what has no data there goes to other nodes once b is lost, and with `reconcile restart api -n shop` what may leave its data behind'
const volumes =
  'a volume that is only there keeps what mounts it: if the host is gone for good, docs/hosts.md says how to go on, under "To give a host up"'

describe('a wait that a host ends which does not answer', () => {
  for (const [what, view, who, remedy] of [
    [
      'names the services that have tasks there, and what goes on without it',
      { tasks: [on('b', 'web'), on('b', 'api'), on('a', 'db')], othersAnswer: true },
      '; Service shop/api, Service shop/web wait for it',
      `${start}; ${kept}; ${elsewhere}`,
    ],
    [
      'names no restart for what stays with its volume',
      { tasks: [on('b', 'mount')], othersAnswer: true },
      '; Service shop/mount waits for it',
      `${start}; ${kept}; while \`reconcile serve\` runs, what has no data there goes to other nodes once b is lost; ${volumes}`,
    ],
    [
      'names the restart of another than that',
      { tasks: [on('b', 'mount'), on('b', 'web')], othersAnswer: true },
      '; Service shop/mount, Service shop/web wait for it',
      `${start}; ${kept}; ${elsewhere.replace('restart api', 'restart web')}; ${volumes}`,
    ],
    [
      'names no other node where none answers',
      { tasks: [on('b', 'web')], othersAnswer: false },
      '; Service shop/web waits for it',
      `${start}; ${kept}`,
    ],
    [
      'names no other node for one task of each',
      { tasks: [on('b', 'each')], othersAnswer: true },
      '; Service shop/each waits for it',
      `${start}; ${kept}`,
    ],
    ['names none where none has tasks there', { tasks: [on('a', 'web')], othersAnswer: true }, '', `${start}; ${kept}`],
  ] as const)
    it(what, () => {
      const known = { leaving: [], holds: [], since: NOW - 60_000, now: NOW, isFresh: true, isIdle: true }
      const silent = [{ node: 'b', because: 'refused', forMs: 20_000 }]
      const objects = [named('api'), named('db'), mounting('mount'), global('each'), named('web')]
      const outcome = verdictOf({ ...known, objects, silent, ...view } satisfies WaitView)
      deepEqual(outcome, {
        type: 'outcome',
        exit: 5,
        message: `the engine of node b can't be reached: refused${who}`,
        remedy,
      })
    })

  it('says where its node is declared', () => {
    const known = { leaving: [], holds: [], since: NOW - 60_000, now: NOW, isFresh: true, isIdle: true, tasks: [] }
    const silent = [{ node: 'b', because: 'refused', forMs: 20_000 }]
    const placeOf = (id: string) => (id === 'Node/b' ? ' (/srv/nodes.yaml:3)' : '')
    const outcome = verdictOf({ ...known, objects: [named('web')], silent, othersAnswer: false, placeOf })
    equal(outcome?.message, "the engine of node b can't be reached: refused (/srv/nodes.yaml:3)")
  })
})
