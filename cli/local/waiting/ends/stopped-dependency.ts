import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { hookOwner } from '../../../../api/v1/hook-job.ts'
import { keyFor, keyOf } from '../../../../api/v1/names.ts'
import { taskReasons } from '../../../../api/v1/reasons.ts'
import { listNames } from '../../../../api/v1/language/list-names.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import { sharedServices } from '../../../../api/v1/template-refs.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { isDoneFor } from '../../../../controllers/service/dependencies.ts'
import type { Key } from '../../../../store/objects/store.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import type { Fault } from './faults.ts'
import { standing } from './held.ts'
import { isDone, nameOf, readyWords, servicesAmong, tasksOf, type WaitView } from '../view/wait-view.ts'

/** Faults for services that depend on, or share a namespace with, a service that a person stopped: only a person starts it again. Pure. */
export function behindStopped(view: WaitView): readonly Fault[] {
  if (!view.isIdle) return []
  const services = servicesIn(view)
  const stood = new Set(standing(view).map(({ object }) => object))
  const waiting = [...services.values()].filter(
    (each) => stood.has(each) && hasRefused(each, view) && dependenciesOf(each, services).some(isStoppedByHand),
  )
  // One command starts all of a stack.
  const firstBeside = (service: V1Service) =>
    waiting.find(({ metadata }) => metadata.namespace === service.metadata.namespace) ?? service
  return waiting.map((service) => ({
    id: resourceIdOf(service),
    name: nameOf(service),
    say: () => ({
      message: `${nameOf(service)}: ${readyWords(service)}`,
      remedy: startOf(services, firstBeside(service)),
    }),
  }))
}

/** Faults for services that depend on the health of one that completed: only a person runs it again. Pure. */
export function behindCompleted(view: WaitView): readonly Fault[] {
  if (!view.isIdle) return []
  const services = servicesIn(view)
  return [...services.values()].flatMap((service): Fault[] => {
    const { metadata, spec } = service
    const completed = (spec.dependsOn ?? []).flatMap(({ service: name, condition, required = true }) => {
      const target = services.get(keyFor(metadata.namespace, name))
      return target && required && isDoneFor(target, condition) ? [name] : []
    })
    if (completed.length === 0 || !hasRefused(service, view)) return []
    const message = `${nameOf(service)} depends on the health of ${listNames(completed)}, which completed`
    const remedy = `\`reconcile restart ${completed.join(' ')} -n ${metadata.namespace}\` runs it again; then apply again`
    return [{ id: resourceIdOf(service), name: nameOf(service), say: () => ({ message, remedy }) }]
  })
}

function servicesIn({ objects }: WaitView): ReadonlyMap<Key, V1Service> {
  return new Map(servicesAmong(objects).map((service) => [keyOf(service), service]))
}

/** The command that starts what a service depends on, and all of its stack that waits for that. */
function startOf(services: ReadonlyMap<Key, V1Service>, service: V1Service): string {
  // A hook of a service is started with the service.
  const started = toStart(services, service).filter((each) => hookOwner(each) === undefined)
  const names = started.map(({ metadata: { name } }) => name)
  return `\`reconcile start ${names.join(' ')} -n ${service.metadata.namespace}\``
}

function hasRefused(service: V1Service, { tasks }: WaitView): boolean {
  return tasksOf(service, tasks).some((task) => !isRetiring(task) && REFUSED.has(task.status?.reason ?? ''))
}

const REFUSED: ReadonlySet<string> = new Set([taskReasons.dependencyFailed, taskReasons.waitingForNamespace])

/** Whether a person stopped a service, and a start runs it again. A service that is to replace one of a swarm is moved, not started. */
export function isStoppedByHand(service: V1Service): boolean {
  return isStopped(service) && service.status?.swarmService === undefined
}

function dependenciesOf(service: V1Service, services: ReadonlyMap<Key, V1Service>): readonly V1Service[] {
  const { dependsOn = [], template } = service.spec
  const required = dependsOn.filter((each) => each.required ?? true).map((each) => each.service)
  const names = new Set([...required, ...sharedServices(template)])
  return [...names].flatMap((name) => services.get(keyFor(service.metadata.namespace, name)) ?? [])
}

/** The stopped services that the waiting services of the stack depend on, and what waits for those; each after those that it depends on. */
function toStart(services: ReadonlyMap<Key, V1Service>, service: V1Service): readonly V1Service[] {
  const { namespace } = service.metadata
  const passed = new Set<V1Service>()
  const found = new Set<V1Service>()
  const pass = (each: V1Service): void => {
    if (passed.has(each)) return
    passed.add(each)
    const before = dependenciesOf(each, services)
    for (const one of before) pass(one)
    const isBehind = before.some((one) => found.has(one))
    if (isStoppedByHand(each) || (isBehind && !isDone(each))) found.add(each)
  }
  const waiting = [...services.values()].filter((each) => each.metadata.namespace === namespace && !isDone(each))
  for (const each of [service, ...waiting]) pass(each)
  return [...found]
}
