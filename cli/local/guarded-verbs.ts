import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ActRequest } from '../../api/v1/installation/requests.ts'
import { kindNamed } from '../../api/v1/kinds.ts'
import type { Core } from './open/core.ts'
import { refuseOtherEngine } from './refuse-other-engine.ts'
import { mountedBy } from './store-secret.ts'

/**
 * Wraps an installation so that its verbs throw if the environment names another engine than the one this home works on. `apply` checks
 * that itself. Exempt are commands that do not wait, as they do nothing now; a Secret that nothing mounts; and the approval of a node,
 * which is the remedy.
 */
export function guardedVerbs<I extends Acting>(core: Core, installation: I): I {
  const refusing = <R extends ActRequest>(
    ask: (request: R) => AsyncIterable<ProgressEvent>,
    { isNothing = () => false, words = WORDS }: Refused<R> = {},
  ) =>
    async function* (request: R): AsyncGenerator<ProgressEvent> {
      if (request.wait && !isNothing(request)) await refuseOtherEngine(core, { words, signal: request.signal })
      yield* ask(request)
    }
  return {
    ...installation,
    delete: refusing(installation.delete, { words: OF_ENDS }),
    scale: refusing(installation.scale),
    edit: refusing(installation.edit),
    retry: refusing(installation.retry),
    undo: refusing(installation.undo),
    restart: refusing(installation.restart),
    stop: refusing(installation.stop, { words: OF_ENDS }),
    start: refusing(installation.start),
    storeSecret: refusing(installation.storeSecret, { isNothing: (request) => mountedBy(core, request).length === 0 }),
    approve: refusing(installation.approve, { isNothing: ({ subjects }) => subjects.some(isNode) }),
  }
}

const WORDS = ['nothing is done', 'then give this command again'] as const
/** The remedy for verbs that remove things, which one should not have to apply first. */
const OF_ENDS = ['nothing is done', `${WORDS[1]}, or at once with --no-wait, which has it recorded alone`] as const

interface Refused<R> {
  /** Whether the request needs no engine. */
  readonly isNothing?: (request: R) => boolean
  readonly words?: readonly [left: string, then: string]
}

type Acting = Pick<
  Installation,
  'delete' | 'scale' | 'edit' | 'retry' | 'undo' | 'restart' | 'stop' | 'start' | 'storeSecret' | 'approve'
>

function isNode(subject: string): boolean {
  return kindNamed(subject.split('/', 1)[0] ?? '') === 'Node'
}
