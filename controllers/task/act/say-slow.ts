import { keyOf } from '../../../api/v1/names.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'
import type { Cancel } from '../../../clock/clock.ts'
import type { TaskPlan } from '../step.ts'
import type { Acting } from './acting.ts'

/** Most creates and starts take less than this, ms. An engine that looks for a missing plugin takes 15 s for each. */
const SAID_AFTER_MS = 3_000

/**
 * Adds to a task's message, once a create or start takes long, when the engine was asked: else nobody would know that it was. Returns how
 * to cancel that. Does nothing in a process that only reads.
 */
export function sayWhenSlow({ step }: TaskPlan, { seen, ports }: Pick<Acting, 'seen' | 'ports'>): Cancel {
  const { store, clock, onlyLooks } = ports
  if (onlyLooks || (step.do !== 'create' && step.do !== 'start')) return () => {}
  const { task } = seen.view
  const key = keyOf(task)
  const what = step.do === 'create' && step.starts ? 'create and start' : step.do
  const since = timestamp(clock.now())
  const say = () => {
    const { message } = store.get('Task', key)?.status ?? {}
    if (message === undefined) return
    const words = `${task.spec.node} was asked to ${what} its container at ${since}, and has not answered yet`
    store.update('Task', key, (draft) => void (draft.status = { ...draft.status, message: `${message}; ${words}` }))
  }
  return clock.after(SAID_AFTER_MS, say, 'periodic')
}
