import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Dependency, V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { dependenciesOf, planDependencies } from '../../../../cli/local/one-off/dependencies-plan.ts'
import { stopService } from '../../../../controllers/holds/stop.ts'
import { targetIn } from '../../../../controllers/service/target.ts'
import { aCore } from '../local-core.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')

interface Declared {
  readonly on?: readonly (string | V1Dependency)[]
  readonly running?: number
  readonly ready?: number
  readonly completed?: number
  /** That its last try failed. */
  readonly gaveUp?: boolean
}

function aStack(declared: Readonly<Record<string, Declared>>, stopped: readonly string[] = []) {
  const { store } = aCore('/nowhere')
  for (const [name, { on = [], running = 0, ready = 0, completed = 0, gaveUp }] of Object.entries(declared)) {
    const dependsOn = on.map((each) => (typeof each === 'string' ? { service: each } : each))
    const failed = {
      type: 'Ready',
      status: 'False' as const,
      reason: 'GaveUp',
      message: 'it exits with 1',
      lastTransitionTime: '',
    }
    const created = store.create('Service', {
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { template: { image: 'a' }, dependsOn },
    } as V1Service)
    const updateRevision = targetIn(created, store)?.hash ?? ''
    store.putStatus('Service', `shop/${name}`, {
      updateRevision,
      ...{ observedGeneration: created.metadata.generation ?? 0, runningReplicas: running },
      ...{ readyReplicas: ready, completedReplicas: completed },
      ...(gaveUp ? { conditions: [failed] } : {}),
    })
  }
  for (const name of stopped) stopService(store, `shop/${name}`, { now: NOW })
  const web = store.get('Service', 'shop/web')
  if (!web) throw new Error('web is not declared')
  return { store, web }
}

describe('what a command of a service waits for', () => {
  const acting = { acts: true, now: NOW }
  const healthy = { service: 'db', condition: 'Healthy' as const }
  const completed = { service: 'migrate', condition: 'Completed' as const }
  const table: readonly (readonly [string, Parameters<typeof aStack>, string, RegExp?])[] = [
    ['nothing', [{ web: {} }], 'met'],
    ['what runs', [{ web: { on: ['db'] }, db: { running: 1 } }], 'met'],
    ['what does not run', [{ web: { on: ['db'] }, db: {} }], 'wait', /waits for db to be started/],
    ['what is not healthy yet', [{ web: { on: [healthy] }, db: { running: 1 } }], 'wait', /db to be healthy/],
    ['what is healthy', [{ web: { on: [healthy] }, db: { running: 1, ready: 1 } }], 'met'],
    ['what has completed', [{ web: { on: [completed] }, migrate: { completed: 1 } }], 'met'],
    [
      'what its dependencies wait for',
      [{ web: { on: ['db'] }, db: { running: 1, on: ['net'] }, net: {} }],
      'wait',
      /net/,
    ],
    ['what failed', [{ web: { on: ['db'] }, db: { gaveUp: true } }], 'refuse', /db, which failed: it exits with 1/],
    [
      'what may be away and failed',
      [{ web: { on: [{ service: 'db', required: false }] }, db: { gaveUp: true } }],
      'met',
    ],
    ['what is stopped', [{ web: { on: ['db'] }, db: {} }, ['db']], 'start'],
    ['what nobody declares', [{ web: { on: ['db'] } }], 'refuse', /^it depends on db, which is not declared$/],
    [
      'what its dependencies depend on, and nobody declares',
      [{ web: { on: ['db'] }, db: { running: 1, on: ['net'] } }],
      'refuse',
      /^db, which it depends on, depends on net, which is not declared$/,
    ],
    ['what nobody declares, and may be away', [{ web: { on: [{ service: 'db', required: false }] } }], 'met'],
  ]
  for (const [what, stack, type, says = /^$/] of table)
    it(`${what}: ${type}`, () => {
      const { store, web } = aStack(...stack)
      const step = planDependencies(web, store, acting)
      equal(step.type, type)
      match('message' in step ? step.message : '', says)
    })

  it('starts all that is stopped, and nothing else', () => {
    const declared = { web: { on: ['db'] }, db: { on: ['net'] }, net: {}, other: {} }
    const { store, web } = aStack(declared, ['db', 'net', 'other'])
    const step = planDependencies(web, store, acting)
    deepEqual(step.type === 'start' && step.services.map(({ metadata }) => metadata.name), ['db', 'net'])
    deepEqual(
      dependenciesOf(web, store).map(({ metadata }) => metadata.name),
      ['db', 'net'],
    )
  })

  it('says where what nobody declares is depended on, and what to do', () => {
    const { store, web } = aStack({ web: { on: ['db', 'lost'] }, db: { running: 1 } })
    const step = planDependencies(web, store, acting)
    if (step.type !== 'refuse') throw new Error(step.type)
    deepEqual([step.at?.service.metadata.name, step.at?.path], ['web', 'spec.dependsOn[1].service'])
    match(step.remedy, /^declare lost in stack shop, or take it out of what web depends on.*or run .*--no-deps$/)
  })

  it('is nothing where the service was applied without', () => {
    const { store, web } = aStack({ web: { on: ['db', 'undeclared'] }, db: {} }, ['db'])
    const metadata = { ...web.metadata, annotations: { [annotations.alone]: '--no-deps' } }
    deepEqual(planDependencies({ ...web, metadata }, store, acting), { type: 'met' })
  })

  it('starts nothing of a stack that a watched directory declares', () => {
    const { store, web } = aStack({ web: { on: ['db'] }, db: {} }, ['db'])
    const stopped = planDependencies(web, store, { ...acting, watched: '/infra' })
    match(stopped.type === 'refuse' ? stopped.remedy : '', /reconcile start -n shop db; or .*--no-deps/)
    const down = aStack({ web: { on: ['db'] }, db: {} })
    equal(planDependencies(down.web, down.store, { ...acting, watched: '/infra' }).type, 'wait')
    const alone = planDependencies(down.web, down.store, { acts: false, now: NOW, watched: '/infra' })
    match(alone.type === 'refuse' ? alone.remedy : '', /reconcile serve.*keeps what \/infra declares/)
  })
})
