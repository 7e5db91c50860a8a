import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import { deadlineAfter, parseDuration } from '../arguments/duration.ts'
import { locate, parseName } from '../arguments/references.ts'
import type { Context } from '../context.ts'
import { plainText } from '../output/plain-text.ts'
import { watchUntil } from '../watch-until.ts'

export interface RolloutStatusOptions {
  readonly stack?: string
  readonly timeout?: string
  /** False for `--no-watch`. */
  readonly watch: boolean
}

/** Says how rollouts go until they end: 0 when all are complete, 1 when one failed, 4 at `--timeout` or when nobody works at them. */
export async function rolloutStatus(
  context: Context,
  names: readonly string[],
  options: RolloutStatusOptions,
): Promise<number> {
  const signal = AbortSignal.any([context.signal, ...deadlineOf(context, options)])
  const said = new Map<ObjectRef, string>()
  const failed: ObjectRef[] = []
  const left = await watchUntil(context, {
    find: (installation) =>
      Promise.all(names.map((name) => locate(installation, { ...parseName(name), kind: 'Service' }, options.stack))),
    isDone(ref, object) {
      const { text, end } = standingOf(object)
      if (said.get(ref) !== text) context.terminal.print(`service/${ref.name}: ${text}`)
      said.set(ref, text)
      if (end === 'failed') failed.push(ref)
      return end !== undefined || !options.watch
    },
    onlyWorked: true,
    signal,
  })
  if (context.signal.aborted) return exits.interrupted
  if (failed.length > 0)
    throw new InstallationError(exits.failed, `the rollout of ${namesOf(failed)} failed`, {
      remedy: `mend what it names and apply again, or begin it anew with \`reconcile rollout retry ${idsOf(failed)}\``,
    })
  if (left.length === 0) return exits.converged
  if (!signal.aborted)
    throw new InstallationError(
      exits.deadline,
      `the rollout of ${namesOf(left)} is not complete, and nobody works at it`,
      {
        remedy: 'run `reconcile serve`, which goes on with it, or apply its manifest again',
      },
    )
  throw new InstallationError(exits.deadline, `the rollout of ${namesOf(left)} is not complete yet`, {
    remedy: `see why with \`reconcile describe ${idsOf(left)}\`, or give it longer with --timeout`,
  })
}

function namesOf(refs: readonly ObjectRef[]): string {
  return refs.map(({ name }) => name).join(', ')
}

/** As a command takes them, of whatever stacks. */
function idsOf(refs: readonly ObjectRef[]): string {
  return refs.map(({ namespace = '', name }) => `service/${namespace}/${name}`).join(' ')
}

function deadlineOf({ signal }: Context, { timeout }: RolloutStatusOptions): readonly AbortSignal[] {
  return timeout === undefined ? [] : [deadlineAfter(parseDuration(timeout, '--timeout'), signal)]
}

interface Standing {
  readonly text: string
  /** Absent while it goes on. */
  readonly end?: 'complete' | 'failed'
}

function standingOf(object: ObjectOf | undefined): Standing {
  if (object?.kind !== 'Service') return { text: 'it is not there any more', end: 'failed' }
  const { metadata, status = {} } = object
  const { state = 'None', message } = status.rollout ?? {}
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 1))
    return { text: 'what it is to be was not looked at yet' }
  const said = {
    why: message === undefined ? '' : `: ${plainText(message)}`,
    ready: readyOf(object),
    paused: pausedOf(object),
  }
  const standing = STANDINGS[state]?.(said)
  return standing ?? { text: `${status.updatedReplicas ?? 0} of ${status.desiredReplicas ?? 0} updated, ${said.ready}` }
}

type Said = {
  readonly why: string
  readonly ready: string
  /** How many are ready, and that the next rollout is paused. */
  readonly paused?: string | undefined
}

const STANDINGS: Readonly<Record<string, (said: Said) => Standing>> = {
  Completed: ({ ready, paused }) => ({ text: `rolled out, ${paused ?? ready}`, end: 'complete' }),
  Stalled: ({ why }) => ({ text: `the rollout failed${why}`, end: 'failed' }),
  RolledBack: ({ why }) => ({ text: `rolled back${why}`, end: 'failed' }),
  RollingBack: ({ why, ready }) => ({ text: `rolling back, ${ready}${why}` }),
  Paused: ({ why, ready }) => ({ text: `paused, ${ready}${why}` }),
}

/** What a service says that is as declared while its rollouts are paused. */
function pausedOf({ status }: V1Service): string | undefined {
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  return ready?.status === 'True' && ready.reason === serviceReasons.rolloutPaused
    ? plainText(ready.message ?? '')
    : undefined
}

function readyOf({ status = {} }: V1Service): string {
  return `${status.readyReplicas ?? 0} of ${status.desiredReplicas ?? 0} ready`
}
