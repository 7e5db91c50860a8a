import { deepEqual, equal } from 'node:assert/strict'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { conditionTypes } from '../../../../api/v1/reasons.ts'
import { convergeOnce } from '../../../../cli/local/waiting/converge-once.ts'
import { settle } from '../../../../cli/local/waiting/settle.ts'
import { aNetwork, aNode, aService, aTask, ready, specified } from '../../../support/builders.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

const { signal } = new AbortController()
const loops = loopsAtRest()

const READY = { type: 'Ready', status: 'True' as const }

/** A database and a web service, ready on two nodes, with the constraints of these, and since when their network says so. */
function apart({ constraints = [], since }: { constraints?: readonly string[]; since?: number } = {}) {
  const core = { ...aCore('/nowhere'), begin: async () => loops }
  const { store } = core
  const template = { image: 'nginx' }
  for (const [index, [service, node]] of [['db', 'a'] as const, ['web', 'b'] as const].entries()) {
    const constraint = constraints[index]
    const placement = constraint === undefined ? {} : { placement: { constraints: [constraint] } }
    store.create('Node', aNode(node, {}, { observedGeneration: 1 }))
    store.create('Service', {
      ...aService({ template, ...placement }, { observedGeneration: 1, conditions: [READY] }),
      metadata: { name: service, namespace: 'shop', generation: 1 },
    })
    const task = specified(aTask(1, 'r1', ready()), { service, node, template })
    store.create('Task', { ...task, metadata: { name: `${service}-1`, namespace: 'shop' } })
  }
  const { servicesApart: type } = conditionTypes
  const said = { type, status: 'True' as const, reason: type, message: 'so' }
  const conditions =
    since === undefined ? [] : [{ ...said, lastTransitionTime: new Date(core.clock.now() + since).toISOString() }]
  store.create('Network', {
    ...aNetwork(),
    status: { observedGeneration: 1, driver: 'bridge', conditions: [READY, ...conditions] },
  })
  return core
}

const warningsOf = (events: readonly ProgressEvent[]) => {
  equal(events.at(-1)?.type, 'outcome')
  return events.flatMap((event) => (event.type === 'warning' ? event.message.split(':', 1) : []))
}

const WARNED = ['db on a; web on b']

describe('a wait', () => {
  const waiting = { leaving: [], timeoutMs: 100, signal }

  it('ends with a warning of services that share a network and do not reach each other by it, in its own stacks', async () => {
    const core = apart()
    const warned = async (options: { readonly stacks: readonly string[]; readonly leavingOnly?: boolean }) =>
      warningsOf(await all(settle(core, { ...waiting, ...options })))
    deepEqual(await warned({ stacks: ['shop'] }), WARNED)
    deepEqual(await warned({ stacks: ['blog'] }), [])
    deepEqual(await warned({ stacks: ['shop'], leavingOnly: true }), [])
  }).timeout(5_000)

  it('ends with a warning of what docker compose runs beside a service, in its own stacks', async () => {
    const core = { ...aCore('/nowhere'), begin: async () => loops }
    const beside = { type: conditionTypes.runsBeside, status: 'True' as const, message: 'so' }
    core.store.create('Service', aService({ replicas: 0 }, { observedGeneration: 1, conditions: [READY, beside] }))
    for (const [stack, wants] of [
      ['shop', ['Service/shop/web']],
      ['blog', []],
    ] as const)
      deepEqual(warningsOf(await all(settle(core, { ...waiting, stacks: [stack] }))), wants)
  })

  const kept = ['node.name==a', 'node.name==b']
  for (const { it: sentence, constraints, since, wants } of [
    { it: 'each time where nothing that is declared keeps them apart', since: -60_000, wants: WARNED },
    { it: 'once where their constraints do', constraints: kept, wants: WARNED },
    { it: 'as that comes to be so', constraints: kept, since: 60_000, wants: WARNED },
    { it: 'and not again', constraints: kept, since: -60_000, wants: [] },
  ])
    it(`warns of them ${sentence}`, async () => {
      const core = apart({ ...(constraints ? { constraints } : {}), ...(since === undefined ? {} : { since }) })
      deepEqual(warningsOf(await all(settle(core, { ...waiting, stacks: ['shop'] }))), wants)
    }).timeout(5_000)
})

describe('serve --once', () => {
  it('warns once of services that are apart, however often it goes on', async () => {
    const rests = [true, false, false, true, true]
    const source = { isAtRest: () => rests.shift() ?? true, errors: () => [] }
    const core = { ...apart(), purpose: 'serve' as const }
    const events = await all(convergeOnce(core, { source, loops, timeoutMs: 5_000, signal }))
    deepEqual([warningsOf(events), rests], [WARNED, []])
  })
})
