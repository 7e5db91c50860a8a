import type { V1Condition, V1Service, V1StackStatus } from '../../api/v1/generated/types.ts'
import { getCondition, isTrue, setCondition } from '../../api/v1/conditions.ts'
import { isNamespaced, kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { type SourceNotes, withNotes, wordsOf } from '../runtime/source-notes.ts'

/** The kinds that files declare within a stack. */
export const declaredInStacks = kindNames.filter((kind) => kinds[kind].declared && isNamespaced(kind))

/** Sums up the resources of a stack, and what its files ask for that is not carried out. */
export function stackStatus(key: string, notes: SourceNotes, { store, clock }: Ports): V1StackStatus {
  const services = [...store.by('Service', 'namespace', key).values()]
  const waiting = services.filter((service) => !isTrue(service.status?.conditions, conditionTypes.ready))
  const before = store.get('Stack', key)?.status?.conditions
  const said = readyWords({ services, waiting, held: heldIn(key, store) }, notes)
  const ready = said ? setCondition(before, { type: conditionTypes.ready, ...said }, clock.now()) : (before ?? [])
  return {
    services: services.length,
    readyServices: services.length - waiting.length,
    tasks: store.by('Task', 'namespace', key).size,
    readyTasks: services.reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0),
    conditions: withNotes(ready, notes, clock.now()),
  }
}

/**
 * The Ready condition of a stack. It is False while its files ask for something that is not carried out. Undefined while a service was not
 * observed yet in this process: readiness is unknown then.
 */
function readyWords({ services, waiting, held }: Members, notes: SourceNotes) {
  const noted = wordsOf(notes)
  if (noted) return { status: 'False' as const, ...noted }
  if (services.some(({ status }) => status?.observedGeneration === undefined)) return undefined
  const failed = waiting.filter((service) => FAILED.has(readyOf(service)?.reason ?? ''))
  const [first] = [...failed, ...held, ...waiting]
  if (!first) {
    const message = services.length === 1 ? '1 service is ready' : `${services.length} services are ready`
    return { status: 'True' as const, reason: serviceReasons.allReady, message }
  }
  const names = [...new Set([...failed, ...held, ...waiting])].map(shortName).join(', ')
  const ready = readyOf(first)
  const message = `not ready: ${names}; ${shortName(first)}: ${ready?.message ?? 'not looked at yet'}`
  const reason = failed.length + held.length > 0 ? ready?.reason : undefined
  return { status: 'False' as const, reason: reason ?? serviceReasons.tasksNotReady, message }
}

interface Members {
  readonly services: readonly V1Service[]
  /** Services that are not ready. */
  readonly waiting: readonly V1Service[]
  /** Other resources that are not as declared. */
  readonly held: readonly ObjectOf[]
}

/** Reasons of services that do not become ready by themselves. */
const FAILED: ReadonlySet<string> = new Set([
  serviceReasons.rolloutFailed,
  serviceReasons.rollingBack,
  serviceReasons.rolledBack,
  serviceReasons.rolloutPaused,
])

/** Networks, volumes, secrets and configs that are not ready. */
function heldIn(key: string, store: Store): readonly ObjectOf[] {
  return declaredInStacks
    .filter((kind) => kind !== 'Service')
    .flatMap((kind): ObjectOf[] => [...store.by(kind, 'namespace', key).values()])
    .filter((object) => readyOf(object)?.status === 'False')
}

function readyOf({ status }: ObjectOf): V1Condition | undefined {
  return getCondition(status?.conditions, conditionTypes.ready)
}

/** The name of a service, other resources with their kind. */
function shortName({ kind, metadata }: ObjectOf): string {
  return kind === 'Service' ? metadata.name : `${kind.toLowerCase()}/${metadata.name}`
}
