import { equal } from 'node:assert/strict'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { nodeHold } from '../../../controllers/holds/node-hold.ts'
import type { HostView } from '../../../engine/inventory.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { aNode } from '../../support/builders.ts'

interface Case {
  /** What is known of its host; absent: it is not connected. */
  readonly host?: Partial<HostView>
  readonly declared?: V1Node
  readonly approved?: string
}

function portsOf({ host, declared, approved }: Case): Pick<Ports, 'store' | 'inventory'> {
  const store = {
    get: () => declared,
    list: () => new Map(declared ? [['a', declared]] : []),
    fact: () => approved,
  }
  return { store, inventory: { host: () => host, networksNamed: () => [] } } as unknown as Pick<
    Ports,
    'store' | 'inventory'
  >
}

describe('what keeps the loops from acting on a node, and from taking what its host lacks for gone (S2)', () => {
  const declared = aNode('a', {}, { engineID: 'E1' })
  const info = (id: string) => ({ id, name: 'host' }) as NonNullable<HostView['info']>
  for (const [sentence, given, wants] of [
    ['is nothing where its engine was listed', { declared, host: { synced: true, info: info('E1') } }, undefined],
    ['is that it was not listed yet', { declared, host: { synced: false, info: info('E1') } }, 'HostUnreachable'],
    [
      'is its silence, though it was listed before',
      { declared, host: { synced: true, unreachable: 'refused', info: info('E1') } },
      'HostUnreachable',
    ],
    ['is that it is not connected yet', { declared }, 'HostUnreachable'],
    ['is that nothing declares it', {}, 'HostUnreachable'],
    ['is another engine in its place', { declared, host: { synced: true, info: info('E2') } }, 'EngineChanged'],
    [
      'is another engine, however silent that is by now',
      { declared, host: { synced: true, unreachable: 'refused', info: info('E2') } },
      'EngineChanged',
    ],
    [
      'is that another engine in its place was not listed yet: it may be the recorded one, upgraded',
      { declared, host: { synced: false, info: info('E2') } },
      'HostUnreachable',
    ],
    [
      'is nothing where a person approved that one',
      { declared, approved: 'E2', host: { synced: true, info: info('E2') } },
      undefined,
    ],
  ] as readonly (readonly [string, Case, string | undefined])[])
    it(sentence, () => equal(nodeHold('a', portsOf(given))?.reason, wants))
})
