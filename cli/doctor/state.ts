import type { Store } from '../../store/objects/store.ts'
import { appliedStacks } from '../local/desired.ts'
import { desiredDirectory, stateDirectory } from '../local/open/core.ts'
import { type Finding, ok, warning } from './finding.ts'

/** What a state that can be read holds. Warns of one that knows no stack although the home has what was applied: it was lost. */
export function stateFinding(home: string, store: Pick<Store, 'list'>): Finding {
  const [stacks, tasks] = [store.list('Stack').size, store.list('Task').size]
  const applied = stacks === 0 ? appliedStacks(desiredDirectory(home)) : []
  if (applied.length === 0) return ok('state', `it can be read: ${count(stacks, 'stack')}, ${count(tasks, 'task')}`)
  return warning(
    'state',
    `${stateDirectory(home)} knows no stack, and ${desiredDirectory(home)} has what was applied of ${applied.join(', ')}: the state was lost`,
    'the next apply or serve takes over what runs, without recreating it, but pauses, stops and the history are gone; to keep those, `reconcile restore` a backup first, with another RECONCILE_HOME',
  )
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
