import { deepEqual, equal, match } from 'node:assert/strict'
import type {
  V1Condition,
  V1Dependency,
  V1ServiceSpec,
  V1ServiceStatus,
  V1Task,
  V1TaskStatus,
} from '../../../../api/v1/generated/types.ts'
import type { ApplyRequest } from '../../../../api/v1/installation/requests.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { verdictOf, whatIsMissing } from '../../../../cli/local/waiting/ends/verdict.ts'
import { awaitedIn, type SettleOptions, viewOf } from '../../../../cli/local/waiting/view/view-of.ts'
import type { WaitView } from '../../../../cli/local/waiting/view/wait-view.ts'
import { isOneShot } from '../../../../controllers/service/to-end.ts'
import { acceptApply, acceptPart } from '../../../../store/source/apply.ts'
import type { FileReading } from '../../../../store/source/reading/reading.ts'
import { ago, aRollout, aService, aTask, NOW } from '../../../support/builders.ts'
import { aCore, aRequest, loopsAtRest } from '../local-core.ts'

const migrate = { services: new Set(['shop/migrate']) }
const runs = { readyReplicas: 1, desiredReplicas: 1, completedReplicas: 0 }

describe('a wait for a service that another one waits for to complete', () => {
  it('is open while it runs', () => equal(verdictOf(viewed(runs, migrate))?.exit, undefined))

  it('is over once it has completed', () =>
    equal(verdictOf(viewed({ ...runs, completedReplicas: 1 }, migrate))?.exit, 0))

  it('fails where it ends with an error, and names what runs it again', () => {
    const end = verdictOf(viewed({ ...runs, readyReplicas: 0, conditions: [notReady('GaveUp', 5_000)] }, migrate))
    equal(end?.exit, 1)
    match(
      end?.remedy ?? '',
      /^look at it with .*; correct the manifest .*, or `reconcile restart migrate -n shop` once its cause is gone$/,
    )
  })

  it('says at a deadline what it waits for', () =>
    equal(
      whatIsMissing(viewed(runs, migrate)),
      'Service shop/migrate: it runs, and others wait for it to complete: 0 of 1 completed',
    ))

  it('is over where it is to have no task', () =>
    equal(verdictOf(viewed({ readyReplicas: 0, desiredReplicas: 0 }, migrate))?.exit, 0))

  it('is over as it runs where others wait for its start alone', () =>
    equal(verdictOf(viewed(runs, migrate, { dependency: { condition: 'Started' } }))?.exit, 0))

  it('is over as it runs where its policy never lets it complete', () => {
    const spec = { template: { image: 'db', restartPolicy: { condition: 'UnlessStopped' as const } } }
    equal(verdictOf(viewed(runs, migrate, { spec }))?.exit, 0)
  })

  it('is open where the files say so from which it was applied alone', () =>
    equal(verdictOf(viewed(runs, migrate, { dependency: { service: 'other' }, isWaitedToEnd: true }))?.exit, undefined))
})

describe('a wait for what is in a crash loop', () => {
  const looping = { conditions: [notReady('CrashLoop', 16_000)], rollout: aRollout('r1', { state: 'Progressing' }) }
  const others = { dependency: { service: 'other' } }

  it('is open for a job, as its rollout counts its attempts', () =>
    equal(verdictOf(viewed(looping, migrate, { ...others, spec: { mode: 'ReplicatedJob' } }))?.exit, undefined))

  it('is open for what others wait for to complete', () => equal(verdictOf(viewed(looping, migrate))?.exit, undefined))

  it('is over for any other service', () => equal(verdictOf(viewed(looping, migrate, others))?.exit, 1))
})

describe('a wait for what is there to end, and was rolled out before', () => {
  const idle = { ...runs, readyReplicas: 0, conditions: [notReady('Unhealthy', 400_000)] }
  const task = (status: V1TaskStatus): V1Task => {
    const { spec, ...rest } = aTask(1, 'r1', status)
    return { ...rest, spec: { ...spec, service: 'migrate' } }
  }

  for (const [what, spec] of Object.entries<Partial<V1ServiceSpec>>({
    'a job': { mode: 'ReplicatedJob' },
    'what others wait for to complete': {},
  })) {
    it(`is over for ${what} where it does not come up`, () => {
      const view = { ...viewed(idle, migrate, { spec }), since: NOW - 400_000 }
      deepEqual([verdictOf({ ...view, tasks: [task({ phase: 'Starting' })] })?.exit, verdictOf(view)?.exit], [1, 1])
    })

    it(`is open for ${what} while it works`, () => {
      const view = { ...viewed(idle, migrate, { spec }), since: NOW - 400_000 }
      equal(verdictOf({ ...view, tasks: [task({ phase: 'Running' })] })?.exit, undefined)
    })
  }
})

describe('what is read of a project for single services', () => {
  const project = (condition: string) => `name: shop
services:
  migrate: { image: "db" }
  web: { image: "web", depends_on: { migrate: { condition: ${condition} }, db: { condition: service_started } } }
  db: { image: "db" }
`
  const completes = project('service_completed_successfully')

  function filesOf(text: string, only?: ApplyRequest['only']): readonly FileReading[] {
    const read = (variables: Record<string, null>) =>
      readRequest({ ...aRequest('/shop', text, variables), ...(only ? { only } : {}) })
    const { needs = [] } = read({})
    const reading = read(Object.fromEntries(needs.map((name) => [name, null])))
    return reading.needs === undefined ? reading.files : []
  }

  it('tells which of all its services others wait for to complete', () => {
    const manifests = filesOf(completes, { services: ['migrate'] }).flatMap((file) => file.manifests)
    deepEqual(
      manifests.filter(({ isWaitedToEnd }) => isWaitedToEnd).map(({ id }) => id),
      ['Service/shop/migrate'],
    )
  })

  it('tells it of what was accepted, too, until the files say otherwise', () => {
    const { store, settings } = aCore('/nowhere')
    const input = (files: readonly FileReading[]) => ({ store, settings, now: NOW, files })
    const isThereToEnd = () => {
      const service = store.get('Service', 'shop/migrate')
      return service && isOneShot(service, store)
    }
    acceptPart(input(filesOf(project('service_started'), { services: ['migrate'] })))
    equal(isThereToEnd(), false)
    acceptPart(input(filesOf(completes, { services: ['migrate'] })))
    equal(isThereToEnd(), true)
    acceptApply(input(filesOf(project('service_started'))))
    equal(isThereToEnd(), false)
  })
})

interface Shop {
  readonly dependency?: Partial<V1Dependency>
  readonly spec?: Partial<V1ServiceSpec>
  readonly isWaitedToEnd?: true
}

function viewed(
  status: V1ServiceStatus,
  options: Pick<SettleOptions, 'services'>,
  { dependency, spec, isWaitedToEnd }: Shop = {},
): WaitView {
  const core = aCore('/nowhere')
  const settled = { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' as const }] }
  const rollout = aRollout('r1', { state: 'Completed' })
  const service = { ...aService(spec), metadata: { name: 'migrate', namespace: 'shop' } }
  core.store.create('Service', service)
  if (isWaitedToEnd) core.store.putFact('source', 'Service/shop/migrate', { isWaitedToEnd })
  core.store.putStatus('Service', 'shop/migrate', { ...settled, rollout, ...status })
  const dependsOn = [{ service: 'migrate', condition: 'Completed' as const, ...dependency }]
  core.store.create('Service', { ...aService({ dependsOn }), metadata: { name: 'web', namespace: 'shop' } })
  const wait = { stacks: ['shop'], leaving: [], uids: new Map(), signal: AbortSignal.abort(), ...options }
  const found = { awaited: awaitedIn(core, wait), aside: new Set<string>(), refusals: new Map() }
  const now = { isFresh: true, isIdle: true, since: NOW, deadline: Number.POSITIVE_INFINITY }
  return { ...viewOf(core, loopsAtRest(), { ...wait, ...found, ...now }), now: NOW }
}

function notReady(reason: string, forMs: number): V1Condition {
  return { type: 'Ready', status: 'False', reason, lastTransitionTime: ago(forMs) }
}
