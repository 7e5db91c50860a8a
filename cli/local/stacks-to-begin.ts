import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { acceptedOf } from '../../store/source/acceptance/origins.ts'
import { stacksOf } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'

/** The stacks that this process is to work on; `left` are those that only serve does, once it has read their files. */
export interface StacksToBegin {
  readonly stacks: readonly string[]
  readonly left?: readonly string[]
}

/** All stacks; where no serve runs, without those of watched directories: what their files may have given up since is not to be made. */
export function stacksToBegin({ store, purpose }: Pick<Core, 'store' | 'purpose'>): StacksToBegin {
  const accepted = acceptedOf(store)
  // What was accepted and never worked on has no Stack yet.
  const every = [...new Set([...store.list('Stack').keys(), ...stacksOf([...accepted.keys()])])]
  const watched = [...accepted].flatMap(([id, { root }]) => (root === DESIRED ? [] : id))
  const isLeft = new Set(purpose === 'serve' ? [] : stacksOf(watched))
  const left = every.filter((each) => isLeft.has(each))
  return { stacks: every.filter((each) => !isLeft.has(each)), ...(left.length > 0 ? { left } : {}) }
}
