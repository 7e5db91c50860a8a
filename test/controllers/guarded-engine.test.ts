import { deepEqual, rejects } from 'node:assert/strict'
import { guardedEngine } from '../../controllers/holds/guarded-engine.ts'
import type { Ports } from '../../controllers/runtime/ports.ts'
import type { Engine } from '../../engine/engine.ts'
import { createInventory } from '../../engine/informer/create-inventory.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { anyRun } from '../engine/fake-http-engine.ts'
import { aNode } from '../support/builders.ts'

describe('a write between the break of a connection and the word of the engine', () => {
  for (const [what, end] of [
    ['the engine says which one it is', 'setHost'],
    ['the node is taken away, or its address changed', 'removeHost'],
  ] as const)
    it(`waits until ${what}`, async () => {
      const inventory = createInventory({ installation: 'default' })
      const info = { id: 'e1', name: 'one' } as EngineInfo
      inventory.addHost('a', 0)
      inventory.setHost('a', { info, synced: true })
      inventory.setHost('a', { broke: true })
      const calls: string[] = []
      const engine = { node: 'a', startContainer: async ({ id }) => void calls.push(id) } as Partial<Engine> as Engine
      const store = { get: () => undefined, fact: () => undefined } as Partial<Ports['store']> as Ports['store']
      const started = guardedEngine(engine, { store, inventory }).startContainer({ id: 'c' }, anyRun)
      await new Promise(setImmediate)
      deepEqual(calls, [])
      if (end === 'setHost') inventory.setHost('a', { info })
      else inventory.removeHost('a')
      await Promise.race([started, new Promise((resolve) => setImmediate(() => setImmediate(resolve)))])
      deepEqual(calls, ['c'], 'it goes to its own connection, be that closed')
    })
})

describe('a write to another engine than the recorded one', () => {
  for (const { it: sentence, synced, wants } of [
    { it: 'is refused as that once it is listed', synced: true, wants: /another engine \(e2\) answers at node a/ },
    {
      it: 'is refused before, and not as that: it may be the recorded one, upgraded',
      synced: false,
      wants: /first full list of a is not in yet$/,
    },
  ])
    it(sentence, async () => {
      const inventory = createInventory({ installation: 'default' })
      inventory.addHost('a', 0)
      inventory.setHost('a', { info: { id: 'e2', name: '' } as EngineInfo })
      inventory.setHost('a', { synced })
      const node = aNode('a', {}, { engineID: 'e1' })
      const store = { get: () => node, fact: () => undefined, list: () => new Map() } as unknown as Ports['store']
      const engine = { node: 'a', startContainer: async () => undefined } as Partial<Engine> as Engine
      await rejects(guardedEngine(engine, { store, inventory }).startContainer({ id: 'c' }, anyRun), wants)
    })
})
