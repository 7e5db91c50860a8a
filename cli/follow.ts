import { errorText, isConnectionLost } from '../api/v1/language/caught-error.ts'
import { exitOf, exits, InstallationError, isInstallationError } from '../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../api/v1/installation/progress.ts'
import type { Context } from './context.ts'
import { failureRemedy } from './failure-remedy.ts'
import { progressOn, type ProgressFormat } from './output/progress.ts'

/** How to follow a verb's progress. */
export interface FollowOptions {
  readonly format: ProgressFormat
  /** Whether a running `serve` does the work, so that it goes on after we leave. */
  readonly served: boolean
  /** How to resume after an interruption; default: the same command. */
  readonly again?: string
}

/**
 * Shows a verb's progress until its outcome and returns the exit code. If the events ask for variables, `start` is called again with their
 * names.
 */
export async function follow(
  context: Context,
  start: (variables: readonly string[]) => AsyncIterable<ProgressEvent>,
  options: FollowOptions,
): Promise<number> {
  context.terminal.goOnUnread?.()
  const progress = progressOn(context.terminal, options.format, context.now)
  let outcome: Outcome
  let isAccepted = false
  try {
    outcome = await untilOutcome(start, (event) => {
      isAccepted ||= event.type === 'state' && !event.object.startsWith('Node/')
      progress.show(event)
    })
  } catch (error) {
    outcome = outcomeOf(isAccepted ? cutOff(error) : error, context.signal, options)
  }
  progress.end(outcome)
  return outcome.exit
}

async function untilOutcome(
  start: (variables: readonly string[]) => AsyncIterable<ProgressEvent>,
  show: (event: ProgressEvent) => void,
): Promise<Outcome> {
  let wanted: readonly string[] | undefined = []
  const asked = new Set<string>()
  while (wanted) {
    const events: AsyncIterable<ProgressEvent> = start([...asked])
    wanted = undefined
    for await (const event of events) {
      if (event.type === 'outcome') return event
      if (event.type === 'needs' && event.variables.some((name) => !asked.has(name))) wanted = event.variables
      show(event)
    }
    for (const name of wanted ?? []) asked.add(name)
  }
  throw new InstallationError(exits.failed, 'the work ended without a word of how', {
    remedy: 'look whether `reconcile serve` still runs, and run this again',
  })
}

/**
 * Adds to a lost connection that the request was accepted. The server sends states of objects other than nodes only after it has persisted
 * the request, which thus survives the server.
 */
function cutOff(error: unknown): unknown {
  if (!isInstallationError(error) || !isConnectionLost(error.cause)) return error
  const { exit, message, cause } = error
  return new InstallationError(exit, `${message}; what was asked for was accepted, and is kept`, {
    cause,
    remedy:
      'start `reconcile serve` again if it ended: it goes on with that; see how it stands with `reconcile status`',
  })
}

/** Converts an error to an outcome. */
export function outcomeOf(
  error: unknown,
  signal: AbortSignal,
  how: Omit<FollowOptions, 'format'> = { served: false },
): Outcome {
  if (signal.aborted) return interrupted(how)
  const remedy = failureRemedy(error)
  return {
    type: 'outcome',
    exit: exitOf(error),
    message: errorText(error),
    ...(remedy === undefined ? {} : { remedy }),
  }
}

function interrupted({
  served,
  again = 'run the same command again to go on',
}: Omit<FollowOptions, 'format'>): Outcome {
  return {
    type: 'outcome',
    exit: exits.interrupted,
    message: served
      ? 'interrupted; the running serve goes on with it'
      : 'interrupted: what was done until now stays, the rest was not done',
    remedy: served ? 'watch it with `reconcile get services -w`' : again,
  }
}
