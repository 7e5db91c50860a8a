import { deepEqual, equal } from 'node:assert/strict'
import type { V1Mount, V1Task } from '../../../api/v1/generated/types.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { forgetWritten, noteWritten, overlap, wroteOn } from '../../../controllers/data/last-written.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { aService, aTask, NOW, ready, specified } from '../../support/builders.ts'

const SLOT = { service: 'shop/web', slot: 1 }
const mounts: V1Mount[] = [{ type: 'Bind', source: '/srv/data', target: '/data' }]

function aStore() {
  const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
  return createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
}

const on = (node: string, revision: string, status = ready()): V1Task =>
  specified(aTask(1, revision, status), { node, template: { image: 'nginx', mounts } })

describe('where a slot wrote last', () => {
  it('is known of its newest task, and when that is gone', () => {
    const store = aStore()
    const task = store.create('Task', on('b', 'r1'))
    equal(wroteOn(SLOT, ['/srv/data'], store), 'b')
    noteWritten(task, store)
    store.delete('Task', 'shop/web-1-r1')
    deepEqual([wroteOn(SLOT, ['/srv/data'], store), wroteOn(SLOT, ['/srv/other'], store)], ['b', undefined])
  })

  it('is nowhere as long as its first task never had a container', () => {
    const store = aStore()
    store.create('Task', on('b', 'r1', { phase: 'Assigned' }))
    equal(wroteOn(SLOT, ['/srv/data'], store), undefined)
  })

  it('is not where an older task ends', () => {
    const store = aStore()
    const older = store.create('Task', { ...on('b', 'r1'), spec: { ...on('b', 'r1').spec, desiredState: 'Removed' } })
    const newer = store.create('Task', on('c', 'r2'))
    noteWritten(newer, store)
    noteWritten(older, store)
    equal(wroteOn(SLOT, ['/srv/data'], store), 'c')
  })

  it('is forgotten of very many services that are not declared any more', () => {
    const store = aStore()
    store.create('Service', aService())
    store.putFact('written', 'shop/web/1', { node: 'a', paths: ['/srv/data'] })
    for (let n = 0; n < 1_005; n++) store.putFact('written', `pr-${n}/web/1`, { node: 'a', paths: ['/srv/data'] })
    forgetWritten(store)
    deepEqual([store.facts('written').size, wroteOn(SLOT, ['/srv/data'], store)], [1_001, 'a'])
  })
})

describe('overlap', () => {
  for (const [one, other, wants] of [
    ['/srv/data', '/srv/data', true],
    ['/srv/data', '/srv/data/db', true],
    ['/srv/data/db', '/srv/data', true],
    ['/srv/data', '/srv/database', false],
    ['/srv/a', '/srv/b', false],
  ] as const)
    it(`${wants ? 'joins' : 'parts'} ${one} and ${other}`, () => equal(overlap([one], [other]), wants))
})
