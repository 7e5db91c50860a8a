import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import type { StateEvent } from '../../../api/v1/installation/progress.ts'
import { conditionTypes, volumeReasons } from '../../../api/v1/reasons.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { WaitView } from './view/wait-view.ts'

/** The last event of an object, and the version of the object that it describes. */
export interface Stated {
  readonly event: StateEvent
  readonly source: ObjectOf
}

/** What stateEvents reads. */
export type StatesView = Pick<WaitView, 'objects' | 'tasks' | 'silent' | 'now'> & {
  /** Whether an object still exists though it is no longer waited for; absent: none does. */
  readonly isThere?: (id: ResourceId) => boolean
}

/**
 * Yields an event for each object whose state has changed since the last look; `said` remembers that. Networks, volumes and the like are
 * left out while they are well. Why a host does not answer is told once, by its Node, which comes first; the messages of what waits for the
 * host do not repeat it.
 */
export function* stateEvents(view: StatesView, said: Map<string, Stated>): Generator<StateEvent> {
  const seen = new Set<string>()
  const isNode = ({ kind }: ObjectOf) => kind === 'Node'
  const others = view.objects.filter((object) => !isNode(object))
  for (const object of [...view.objects.filter(isNode), ...others, ...view.tasks]) {
    const id = resourceIdOf(object)
    seen.add(id)
    const before = said.get(id)
    // Objects are immutable: the same one has nothing new to say.
    if (before?.source === object) continue
    const stated = stateOf(object, id, view.now)
    const event = isNode(object) ? stated : withoutWhySilent(stated, view)
    said.set(id, { event, source: object })
    if (isWorthSaying(event, before?.event, object)) yield event
  }
  for (const [id, { event, source }] of said) {
    if (seen.has(id) || view.isThere?.(resourceIdOf(source))) continue
    said.delete(id)
    yield { type: 'state', object: id, state: 'Gone', at: view.now, ...(event.parent ? { parent: event.parent } : {}) }
  }
}

function withoutWhySilent(event: StateEvent, { silent }: StatesView): StateEvent {
  const { message } = event
  if (message === undefined) return event
  return { ...event, message: silent.reduce((text, { because }) => text.replace(`: ${because}`, ''), message) }
}

function isWorthSaying(event: StateEvent, before: StateEvent | undefined, { kind }: ObjectOf): boolean {
  if (before) return before.state !== event.state || before.reason !== event.reason || before.message !== event.message
  return kind === 'Service' || kind === 'Task' || event.state !== 'Ready' || event.reason === volumeReasons.madeByOthers
}

function stateOf(object: ObjectOf, id: string, now: number): StateEvent {
  if (object.kind === 'Task') return taskState(object, id, now)
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  const at = Date.parse(ready?.lastTransitionTime ?? '') || now
  const state = stateWord(object)
  return {
    type: 'state',
    object: id,
    state,
    at,
    ...(ready?.reason ? { reason: ready.reason } : {}),
    ...(ready?.message ? { message: ready.message } : {}),
  }
}

function stateWord(object: ObjectOf): string {
  if (isBeingDeleted(object)) return 'Deleting'
  if (object.kind === 'Service') {
    const { state = 'None' } = object.status?.rollout ?? {}
    if (state !== 'None' && state !== 'Completed') return state
  }
  if (isTrue(object.status?.conditions, conditionTypes.ready)) return 'Ready'
  return object.kind === 'Service' ? 'Progressing' : 'Waiting'
}

function taskState({ metadata, spec, status = {} }: V1Task, id: string, now: number): StateEvent {
  const { phase = 'Pending', reason, message, startedAt } = status
  const stopping = spec.desiredState === 'Removed' && phase !== 'Completed'
  return {
    type: 'state',
    object: id,
    parent: `Service/${metadata.namespace ?? ''}/${spec.service}`,
    state: stopping ? 'Stopping' : phase,
    at: Date.parse((phase === 'Running' ? startedAt : undefined) ?? '') || now,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  }
}
