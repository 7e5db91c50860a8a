import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { isBeingDeleted, isObserved } from '../../../../api/v1/metadata.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { conditionTypes, holdReasons, serviceReasons } from '../../../../api/v1/reasons.ts'
import { referencesOf } from '../../../../api/v1/references.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import type { Fault } from './faults.ts'
import { stallRemedy } from './stall-remedy.ts'
import { lastWords, nameOf, placeIn, readyWords, reasonOf, servicesAmong, type WaitView } from '../view/wait-view.ts'

/** A fault for each rollout that has failed: its service, the reason, and what its tasks printed last. Pure. */
export function failed(view: WaitView): readonly Fault[] {
  if (!view.isFresh) return []
  return servicesAmong(view.objects)
    .filter(hasFailed)
    .map((service) => ({ id: resourceIdOf(service), name: nameOf(service), say: () => wordsOf(service, view) }))
}

function wordsOf(service: V1Service, view: WaitView): OutcomeWords {
  const { tasks } = view
  const { rollout } = service.status ?? {}
  const rolledBack = rollout?.state === 'RolledBack'
  const what = rolledBack ? `was rolled back to ${rollout.revision ?? 'its last revision'}` : 'failed'
  const lines = lastWords(service, tasks)
  return {
    message:
      [`${nameOf(service)} ${what}: ${rollout?.message ?? readyWords(service)}`, ...differing(service, view)].join(
        '; ',
      ) + placeIn(view, service),
    remedy: stallRemedy(service, tasks),
    ...(lines.length > 0 ? { lines } : {}),
  }
}

/** The objects that a service uses and that are not as declared: because of that, the engine may refuse a task without naming them. */
function differing(service: V1Service, view: WaitView): readonly string[] {
  const used = new Set(referencesOf(service).map(({ kind, name }) => `${kind}/${name}`))
  return view.objects.flatMap((object) => {
    const { name, namespace } = object.metadata
    if (!used.has(`${object.kind}/${name}`) || namespace !== service.metadata.namespace || !isObserved(object))
      return []
    const ready = getCondition(object.status?.conditions, conditionTypes.ready)
    return ready?.reason === holdReasons.specDiffers
      ? [`${nameOf(object)}: ${ready.message ?? ready.reason}${placeIn(view, object)}`]
      : []
  })
}

function hasFailed(service: V1Service): boolean {
  if (!isObserved(service) || isBeingDeleted(service) || isStopped(service)) return false
  // A rollout that failed before has no part in stopping the service.
  if (reasonOf(service) === serviceReasons.stoppingInOrder) return false
  const state = service.status?.rollout?.state
  return state === 'Stalled' || state === 'RolledBack'
}
