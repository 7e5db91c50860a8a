import type { V1Service } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import { pauseOf } from '../../../controllers/holds/pause.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { awaitedBy, type Others, unmetDependencies } from '../../../controllers/service/dependencies.ts'
import { isOfNow } from '../../../controllers/service/of-now.ts'
import type { Store } from '../../../store/objects/store.ts'

/** The next step to meet a service's dependencies before a command runs. */
export type DependencyStep =
  | { readonly type: 'met' }
  | { readonly type: 'start'; readonly services: readonly V1Service[] }
  | { readonly type: 'wait'; readonly message: string }
  | { readonly type: 'refuse'; readonly message: string; readonly remedy: string; readonly at?: DependencyPlace }

/** Where a dependency is declared. */
interface DependencyPlace {
  readonly service: V1Service
  /** A field path such as `spec.dependsOn[0].service`. */
  readonly path: string
}

/** The alternative in every remedy. */
export const WITHOUT = 'or run without what it depends on: --no-deps'

/** How the stack is reconciled at present. */
export interface Working {
  /** Whether loops in this process reconcile it; otherwise waiting is in vain. */
  readonly acts: boolean
  /** The watched directory that declares it, if any. */
  readonly watched?: string | undefined
  readonly now: number
}

/** The declared services that a service depends on, transitively. */
export function dependenciesOf(service: V1Service, store: Store): readonly V1Service[] {
  const found = new Map<string, V1Service>()
  const pending = [service]
  const find = besideIn(service, store)
  for (let each = pending.pop(); each; each = pending.pop())
    for (const { service: name } of awaitedBy(each, find)) {
      const next = find(name)
      if (!next || name === service.metadata.name || found.has(name)) continue
      found.set(name, next)
      pending.push(next)
    }
  return [...found.values()]
}

/** Decides the next step: stopped dependencies are started, and those under way are waited for, as with docker compose run. */
export function planDependencies(service: V1Service, store: Store, working: Working): DependencyStep {
  const all = dependenciesOf(service, store)
  const find = besideIn(service, store)
  const isNow = (each: V1Service) => isOfNow(each, store)
  const others: Others = { find, isOfNow: isNow, comesWithUpdate: true, isProven: false }
  const needs = [service, ...all].flatMap((each) => unmetDependencies(awaitedBy(each, find), others))
  const [need] = needs
  if (!need) return { type: 'met' }
  const [undeclared] = [service, ...all].flatMap((each) => undeclaredOf(each, service, find))
  if (undeclared) return undeclared
  const held = all.map((each) => heldMessage(each, store, working.now)).find((message) => message !== undefined)
  if (held !== undefined) return refusal(held, 'end that first')
  const stopped = all.filter((each) => stopOf(store, keyOf(each)) !== undefined)
  if (working.watched !== undefined && (stopped.length > 0 || !working.acts))
    return stopped.length > 0
      ? refusal(need.message, `start it: reconcile start -n ${service.metadata.namespace} ${namesOf(stopped)}`)
      : refusal(need.message, `run \`reconcile serve\`: it keeps what ${working.watched} declares`)
  if (stopped.length > 0) return { type: 'start', services: stopped }
  const failed = needs.find(({ reason }) => reason === taskReasons.dependencyFailed)
  // A service that was just started still has the status Stopped until its loop has run.
  if (failed && !all.some(isStopped))
    return refusal(failed.message, `see why with \`reconcile status -n ${service.metadata.namespace}\``)
  return { type: 'wait', message: need.message }
}

/** Refusals for dependencies that nothing declares, as waiting would be in vain. */
function undeclaredOf(service: V1Service, asked: V1Service, find: Others['find']): readonly DependencyStep[] {
  const { name: own, namespace: stack } = service.metadata
  const lacked = awaitedBy(service, find).filter(({ service: name, required }) => required !== false && !find(name))
  return lacked.map((dependency) => {
    const { service: name } = dependency
    const who = service === asked ? 'it depends' : `${own}, which it depends on, depends`
    const remedy = `declare ${name} in stack ${stack}, or take it out of what ${own} depends on, and apply that`
    const path = `spec.dependsOn[${service.spec.dependsOn?.indexOf(dependency)}].service`
    return { ...refusal(`${who} on ${name}, which is not declared`, remedy), at: { service, path } }
  })
}

/** Looks up services of the same stack. */
function besideIn({ metadata: { namespace } }: V1Service, store: Store): Others['find'] {
  return (name) => store.get('Service', keyFor(namespace, name))
}

function heldMessage(service: V1Service, store: Store, now: number): string | undefined {
  const { name } = service.metadata
  if (isBeingDeleted(service)) return `it depends on ${name}, which is being deleted`
  const stop = stopOf(store, keyOf(service))
  if (stop?.swarm !== undefined) return `it depends on ${name}: ${stop.message}`
  const paused = pauseOf(store, service.metadata, now)
  return paused && `it depends on ${name}, which is paused: ${paused.message}`
}

function namesOf(services: readonly V1Service[]): string {
  return services.map(({ metadata }) => metadata.name).join(' ')
}

function refusal(message: string, remedy: string): DependencyStep & { readonly type: 'refuse' } {
  return { type: 'refuse', message, remedy: `${remedy}; ${WITHOUT}` }
}
