import { type Caller, callerWords } from '../../../api/v1/installation/caller.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'

/** The same installation, which notes who asked for the pause of a rollout, as its message names them. */
export function askedBy<I extends Pick<Installation, 'pauseRollout'>>(installation: I, by: Caller): I {
  if (by.kind === 'socket') return installation
  return {
    ...installation,
    pauseRollout: (request) => installation.pauseRollout({ ...request, by: callerWords(by) }),
  }
}
