import { deepEqual } from 'node:assert/strict'
import type { V1Service, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { API_VERSION, type Kind, type ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { lackOf, unplacedOf } from '../../../cli/commands/rollout-lack.ts'
import { aNode, aService, aTask } from '../../support/builders.ts'

const ALWAYS = new AbortController().signal
const template: V1TaskTemplate = {
  image: 'nginx',
  secrets: [{ secret: 'token' }],
  mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
}

function notReady(reason: string, message = reason) {
  return [{ type: 'Ready', status: 'False' as const, reason, message }]
}

function web(reason: string): V1Service {
  return { ...aService({ template }), status: { conditions: notReady(reason) } }
}

function used(kind: Kind, name: string, reason: string): ObjectOf {
  const status = { conditions: notReady(reason, 'it is not there') }
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: { name, namespace: 'shop' },
    spec: {},
    status,
  } as unknown as ObjectOf
}

/** What there is, by the times that it is asked for: the last one stays. */
function anInstallation(tasks: readonly V1Task[], ...looks: readonly (readonly ObjectOf[])[]) {
  const nodes = looks.flat().filter(({ kind }) => kind === 'Node')
  const asked: Partial<Record<Kind, number>> = {}
  return {
    async get({ kind, name }: ObjectRef) {
      const times = (asked[kind] = (asked[kind] ?? 0) + 1)
      const now = looks[Math.min(times, looks.length) - 1] ?? []
      return now.find((object) => object.kind === kind && object.metadata.name === name)
    },
    list: async (kind: Kind) => ({ metadata: {}, items: kind === 'Node' ? nodes : tasks }) as never,
    describe: async () => ({ places: [{ path: '', file: '/shop.yaml', line: 4 }] }) as never,
  }
}

describe('what a rollout lacks that nothing but a person brings about', () => {
  const missing = used('Secret', 'token', 'SourceMissing')
  const waits = { ...aTask(1, 'r2'), status: { reason: 'WaitingForSecret' } }
  for (const { it: sentence, service, looks, tasks, wants } of [
    {
      it: 'is what keeps the service from starting, with its place and what to do',
      service: web('WaitingForSecret'),
      tasks: [],
      looks: [[missing]],
      wants: [
        'Secret shop/token: it is not there (/shop.yaml:4)',
        'look at it with `reconcile describe secret/token -n shop`, then correct what it says',
      ],
    },
    {
      it: 'is what a task of an update waits for, while old ones are ready',
      service: web('RollingOut'),
      tasks: [waits],
      looks: [[missing]],
      wants: [
        'Secret shop/token: it is not there (/shop.yaml:4)',
        'look at it with `reconcile describe secret/token -n shop`, then correct what it says',
      ],
    },
    {
      it: 'is to be approved where that is asked for',
      service: web('WaitingForVolume'),
      tasks: [],
      looks: [[used('Volume', 'data', 'VolumeLost')]],
      wants: [
        'Volume shop/data: it is not there (/shop.yaml:4)',
        '`reconcile approve volume/data -n shop`, if that is meant',
      ],
    },
    {
      it: 'is the approval of an engine that a task waits for',
      service: web('RollingOut'),
      tasks: [aTask(1, 'r2', { reason: 'EngineChanged' })],
      looks: [[{ ...aNode('a'), status: { conditions: notReady('EngineChanged', 'another engine answers') } }]],
      wants: ['Node a: another engine answers (/shop.yaml:4)', '`reconcile approve node/a`, if that is meant'],
    },
    {
      it: 'is what it says of itself',
      service: web('OwnContainer'),
      tasks: [],
      looks: [[]],
      wants: [
        'Service shop/web: OwnContainer (/shop.yaml:4)',
        'look at it with `reconcile describe service/web -n shop`, then correct what it says',
      ],
    },
    { it: 'is nothing that comes in a moment', service: web('WaitingForSecret'), tasks: [], looks: [[missing], []] },
    {
      it: 'is nothing that no task waits for, whatever is wrong with it',
      service: web('RollingOut'),
      tasks: [aTask(1, 'r2', { reason: 'Creating' })],
      looks: [[missing]],
    },
    {
      it: 'is nothing that passes',
      service: web('WaitingForSecret'),
      tasks: [],
      looks: [[used('Secret', 'token', 'Delivering')]],
    },
  ])
    it(sentence, async () => {
      const there = looks.map((found): readonly ObjectOf[] => [...found, service])
      const lack = await lackOf(anInstallation(tasks, ...there), service, { signal: ALWAYS })
      deepEqual(lack && [lack.message, lack.remedy], wants)
    })
})

describe('a rollout that nobody works on', () => {
  const { node: _, ...nowhere } = aTask(1, 'r2').spec
  const unplaced: V1Task = { ...aTask(1, 'r2', { reason: 'NoNodeFits', phase: 'Pending' }), spec: nowhere }
  const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const
  const node = (status: 'True' | 'False'): ObjectOf => ({
    ...aNode('a'),
    status: { conditions: [{ type: 'Ready', status }] },
  })
  for (const { it: sentence, reason, tasks, isSilent = false, wants } of [
    {
      it: 'fits on no node, as its apply said',
      reason: 'NoNodeFits',
      tasks: [unplaced],
      wants: [
        1,
        'Service shop/web: NoNodeFits (/shop.yaml:4)',
        'correct what it asks of its node, make room on one or end its drain, or declare one that fits, then apply again',
      ],
    },
    {
      it: 'goes on, if only one of its tasks fits nowhere',
      reason: 'NoNodeFits',
      tasks: [unplaced, aTask(2, 'r2', {})],
    },
    { it: 'goes on where a node does not answer', reason: 'NoNodeFits', tasks: [unplaced], isSilent: true },
    {
      it: 'goes on, whatever it waits for otherwise',
      reason: 'Pulling',
      tasks: [aTask(1, 'r2', { reason: 'Pulling' })],
    },
  ])
    it(sentence, async () => {
      const found = await unplacedOf(anInstallation(tasks, [web(reason), node(isSilent ? 'False' : 'True')]), [ref])
      deepEqual(found && [found.exit, found.message, found.remedy], wants)
    })
})
