import type { V1Service } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import { DEPENDENCIES_UNMET, type RunEvent, type RunRequest } from '../../../api/v1/installation/one-off.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { pause } from '../../../clock/sleep.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { startService } from '../../../controllers/holds/stop.ts'
import type { Key } from '../../../store/objects/store.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { namedService } from '../named-service.ts'
import type { Core } from '../open/core.ts'
import { placeWords } from '../watched/place.ts'
import { dependenciesOf, type DependencyStep, planDependencies, WITHOUT } from './dependencies-plan.ts'
import { createHopeless } from './hopeless.ts'
import { cannotRun, refused } from './make.ts'

const LOOK_MS = 20

/** The keys of a service's dependencies. A command without serve reconciles only these. */
export function dependencyKeys({ store }: Pick<Core, 'store'>, { ref }: RunRequest): ReadonlySet<Key> {
  const service = store.get('Service', keyFor(ref.namespace, ref.name))
  return new Set(service ? dependenciesOf(service, store).map(keyOf) : [])
}

/** The nodes with tasks of a service's dependencies. */
export function dependencyNodes(core: Pick<Core, 'store'>, request: RunRequest): ReadonlySet<string> {
  const keys = [...dependencyKeys(core, request)]
  const tasks = keys.flatMap((key) => [...core.store.by('Task', 'service', key).values()])
  return new Set(tasks.flatMap(({ spec }) => spec.node ?? []))
}

/** Starts a service's dependencies and waits until their conditions are met. Throws when that is refused, hopeless or too late. */
export async function* meetDependencies(core: Core, loops: Loops, request: RunRequest): AsyncGenerator<RunEvent> {
  const { store, clock, purpose } = core
  const service = namedService(store, request.ref)
  const root = originIn(store, `Service/${keyOf(service)}`)?.root
  const working = { acts: purpose !== 'read', watched: root === DESIRED ? undefined : root }
  const deadline = clock.now() + deadlineOf(dependenciesOf(service, store))
  const waiting = { stack: service.metadata.namespace ?? '', services: dependencyKeys(core, request), deadline }
  const hopeless = createHopeless(core, loops, { ...waiting, signal: request.signal })
  let said: string | undefined
  for (;;) {
    const step = planDependencies(service, store, { ...working, now: clock.now() })
    if (step.type === 'met') return
    if (step.type === 'refuse') throw refused(service, { ...step, message: `${step.message}${placeIn(core, step)}` })
    if (!working.acts) throw unmet(service, step)
    if (step.type === 'start') {
      for (const each of step.services) {
        yield { type: 'step', message: `starting ${each.metadata.name}, which was stopped` }
        startService(store, keyOf(each))
      }
      await store.durable()
      continue
    }
    if (clock.now() > deadline) throw late(service, step.message)
    const end = hopeless()
    if (end) throw ended(service, end)
    if (step.message !== said) yield { type: 'step', message: step.message }
    said = step.message
    await pause(clock, LOOK_MS, request.signal)
  }
}

/** The sum of the progress deadlines, as dependencies may have to start one after the other. */
function deadlineOf(services: readonly V1Service[]): number {
  const seconds = services.map(({ spec }) => progressDeadline(spec))
  return seconds.reduce((sum, each) => sum + each, 0) * 1_000
}

function placeIn(core: Pick<Core, 'store' | 'variable'>, { at }: DependencyStep & { readonly type: 'refuse' }): string {
  return at ? placeWords(core, `Service/${keyOf(at.service)}`, at.path) : ''
}

function unmet(service: V1Service, step: DependencyStep): InstallationError {
  const message = 'message' in step ? step.message : 'what it depends on is stopped'
  return new InstallationError(exits.failed, cannotRun(service, message), {
    reason: DEPENDENCIES_UNMET,
    remedy: 'start it, or run without what it depends on: --no-deps',
  })
}

/** The error that an `up` of the dependencies would end with. */
function ended(service: V1Service, { exit, message, remedy, others = [] }: Outcome): InstallationError {
  const words = [message, ...others.map((other) => other.message)].join('; ')
  const next = remedy === undefined ? [] : [remedy]
  return new InstallationError(exit, cannotRun(service, words), { remedy: [...next, WITHOUT].join('; ') })
}

function late(service: V1Service, message: string): InstallationError {
  return new InstallationError(exits.deadline, cannotRun(service, `${message}, and its deadline is over`), {
    remedy: `see why with \`reconcile status -n ${service.metadata.namespace}\`, or run without it: --no-deps`,
  })
}
