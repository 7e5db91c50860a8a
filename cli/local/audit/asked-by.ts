import { type Caller, callerWords } from '../../../api/v1/installation/caller.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'

/** Wraps an installation so that the pause of a rollout records who asked for it, for its message. */
export function askedBy<I extends Pick<Installation, 'pauseRollout'>>(installation: I, by: Caller): I {
  if (by.kind === 'socket') return installation
  return {
    ...installation,
    pauseRollout: (request) => installation.pauseRollout({ ...request, by: callerWords(by) }),
  }
}
