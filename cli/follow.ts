import { errorText } from '../api/v1/language/caught-error.ts'
import { exitOf, exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../api/v1/installation/progress.ts'
import type { ObjectRef } from '../api/v1/metadata.ts'
import { splitId } from '../api/v1/names.ts'
import { withDeadline } from './arguments/duration.ts'
import type { Context } from './context.ts'
import { failureRemedy } from './failure-remedy.ts'
import { type Progress, progressOn, type ProgressFormat } from './output/progress.ts'
import { isServerGone } from './server-gone.ts'

/** How to follow a verb's progress. */
export interface FollowOptions {
  readonly format: ProgressFormat
  /** Whether a running `serve` does the work, so that it goes on after we leave. */
  readonly served: boolean
  /** How to resume after an interruption; default: the same command. */
  readonly again?: string
  /** Whether the request only follows what goes on without it: it is sent anew to a serve that takes over. */
  readonly onlyFollows?: true
  /** How long the request may take, ms; absent: as long as it is worked on. */
  readonly timeoutMs?: number
  /** How long a running `serve` may say nothing at first before a warning says so, ms; absent: 10 s. */
  readonly silenceMs?: number
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
  const seen: Seen = { isAnswered: false, isAccepted: false, services: new Map() }
  const show = (event: ProgressEvent) => {
    note(seen, event)
    progress.show(event)
  }
  const began = performance.now()
  const isToAnswer = options.served && !options.onlyFollows
  const silence = isToAnswer ? setTimeout(warnOfSilence, options.silenceMs ?? SILENCE_MS, seen, progress) : undefined
  const outcome = await untilOutcome(start, show)
    .catch(async (error) => {
      const anew = options.onlyFollows && (() => start([]))
      return await wentOn(error, { context, seen, show, anew, leftMs: leftOf(options, began) })
    })
    .catch((error) => outcomeOf(seen.isAccepted ? cutOff(error) : error, context.signal, { ...options, ...seen }))
  clearTimeout(silence)
  progress.end(outcome)
  return outcome.exit
}

const SILENCE_MS = 10_000

/** Of a serve that is stopped (SIGSTOP), held up, or waits itself: what acts waits for it without an end. */
function warnOfSilence({ isAnswered }: Seen, progress: Progress): void {
  if (isAnswered) return
  progress.show({
    type: 'warning',
    message:
      'the running serve has said nothing yet: `reconcile status` shows whether it answers, and what it waits for',
  })
}

/** What the events tell of a request. */
interface Seen {
  /** Whether the server said anything. */
  isAnswered: boolean
  /** The server sends states of objects other than nodes only after it has persisted the request, which thus survives the server. */
  isAccepted: boolean
  /** The services that it is about. */
  readonly services: Map<string, ObjectRef>
}

function note(seen: Seen, event: ProgressEvent): void {
  seen.isAnswered = true
  seen.isAccepted ||= event.type === 'state' && !event.object.startsWith('Node/')
  if (event.type !== 'resource') return
  const { kind, key, namespace = '', name } = splitId(event.object)
  if (kind === 'Service') seen.services.set(key, { kind, namespace, name })
}

interface GoingOn {
  readonly context: Context
  readonly seen: Seen
  readonly show: (event: ProgressEvent) => void
  readonly leftMs: number
  /** Sends a request anew that only follows. */
  readonly anew: (() => AsyncIterable<ProgressEvent>) | undefined
}

/**
 * The outcome of an accepted request as the serve tells it that answers after the one that was asked has ended, as one does that updates
 * itself. Throws the error where it is no such end, or nobody answers.
 */
async function wentOn(error: unknown, { context, seen, show, leftMs, anew }: GoingOn): Promise<Outcome> {
  const { isAccepted, services } = seen
  const isToGoOn = anew !== undefined || (isAccepted && services.size > 0)
  if (!isToGoOn || !isServerGone(error)) throw error
  const { toTheirEnd, withSuccessor } = await import('./successor.ts')
  return await withDeadline(leftMs, context.signal, async (signal) => {
    const ask = anew ?? (() => toTheirEnd(context, [...services.values()], signal))
    for await (const event of withSuccessor(context, ask, signal)) {
      if (event.type === 'outcome') return event
      show(event)
    }
    throw error
  })
}

/** The least time that services have to come to their end, ms, where the request sets none. */
const PATIENCE_MS = 600_000

function leftOf({ timeoutMs = PATIENCE_MS }: FollowOptions, began: number): number {
  return Math.max(0, timeoutMs - (performance.now() - began))
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

/** Adds to a lost connection that the request was accepted. */
function cutOff(error: unknown): unknown {
  if (!isServerGone(error)) return error
  const { exit, message, cause } = error
  return new InstallationError(exit, `${message}; what was asked for was accepted, and is kept`, {
    cause,
    remedy:
      'start `reconcile serve` again if it ended: it goes on with that; see how it stands with `reconcile status`',
  })
}

/** How a request was made, and whether anything came back. */
type Asked = Omit<FollowOptions, 'format'> & Partial<Pick<Seen, 'isAnswered'>>

/** Converts an error to an outcome. */
export function outcomeOf(error: unknown, signal: AbortSignal, how: Asked = { served: false }): Outcome {
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
  onlyFollows,
  isAnswered,
  again = 'run the same command again to go on',
}: Asked): Outcome {
  const said = (message: string, remedy: string): Outcome => ({
    type: 'outcome',
    exit: exits.interrupted,
    message,
    remedy,
  })
  if (!served) return said('interrupted: what was done until now stays, the rest was not done', again)
  const asIt = 'see with `reconcile status` whether it answers, and with `reconcile plan` what is not done'
  if (isAnswered === false && !onlyFollows)
    return said('interrupted before the running serve answered: it may not have taken it', asIt)
  return said('interrupted; the running serve goes on with it', 'watch it with `reconcile get services -w`')
}
