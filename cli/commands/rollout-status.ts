import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { deadlineAfter, parseDuration } from '../arguments/duration.ts'
import { locate } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { watchUntil } from '../watch-until.ts'
import { servicesNamed } from './act-on.ts'
import { lackOf, unplacedOf } from './rollout-lack.ts'
import { standingOf } from './rollout-standing.ts'

export interface RolloutStatusOptions {
  readonly stack?: string
  readonly timeout?: string
  /** False for `--no-watch`. */
  readonly watch: boolean
}

/**
 * Prints the progress of rollouts until they end. Exit 0: all are complete; 1: one failed, or its tasks do since, or it waits for something
 * only a person can provide; 4: `--timeout` passed, or nobody works on them. Where nobody works, one that fits on no node ends with 1, as its apply did.
 */
export async function rolloutStatus(
  context: Context,
  names: readonly string[],
  options: RolloutStatusOptions,
): Promise<number> {
  const signal = AbortSignal.any([context.signal, ...deadlineOf(context, options)])
  const said = new Map<ObjectRef, string>()
  const failed: ObjectRef[] = []
  const down: ObjectRef[] = []
  const lacking: InstallationError[] = []
  const stack = stackOf(context, options.stack)
  const left = await watchUntil(context, {
    find: (installation) => Promise.all(servicesNamed(names).map((named) => locate(installation, named, { stack }))),
    async isDone(ref, object, installation) {
      const { text, end } = standingOf(object)
      if (said.get(ref) !== text) context.terminal.print(`service/${ref.name}: ${text}`)
      said.set(ref, text)
      if (end === 'failed') failed.push(ref)
      if (end === 'down') down.push(ref)
      if (end !== undefined || !options.watch) return true
      const lack = object?.kind === 'Service' ? await lackOf(installation, object, { signal }) : undefined
      if (lack) lacking.push(lack)
      return lack !== undefined
    },
    onlyWorked: true,
    signal,
  })
  if (context.signal.aborted) return exits.interrupted
  if (failed.length > 0)
    throw new InstallationError(exits.failed, `the rollout of ${namesOf(failed)} failed`, {
      remedy: `mend what it names and apply again, or begin it anew with \`reconcile rollout retry ${idsOf(failed)}\``,
    })
  if (down.length > 0)
    throw new InstallationError(exits.failed, `${namesOf(down)} was rolled out, and does not run`, {
      remedy: `see why with \`reconcile describe ${idsOf(down)}\`, and go back with \`reconcile rollout undo ${idsOf(down)}\``,
    })
  const [lack] = lacking
  if (lack) throw lack
  if (left.length === 0) return exits.converged
  const unplaced = signal.aborted
    ? undefined
    : await withInstallation(context, { purpose: 'read' }, (installation) => unplacedOf(installation, left))
  if (unplaced) throw unplaced
  throw incomplete(left, signal.aborted)
}

function incomplete(left: readonly ObjectRef[], isLate: boolean): InstallationError {
  const what = `the rollout of ${namesOf(left)} is not complete`
  const [end, remedy] = isLate
    ? [' yet', `see why with \`reconcile describe ${idsOf(left)}\`, or give it longer with --timeout`]
    : [', and nobody works at it', 'run `reconcile serve`, which goes on with it, or apply its manifest again']
  return new InstallationError(exits.deadline, `${what}${end}`, { remedy })
}

function namesOf(refs: readonly ObjectRef[]): string {
  return refs.map(({ name }) => name).join(', ')
}

/** The names as a command takes them, with their stacks. */
function idsOf(refs: readonly ObjectRef[]): string {
  return refs.map(({ namespace = '', name }) => `service/${namespace}/${name}`).join(' ')
}

function deadlineOf({ signal }: Context, { timeout }: RolloutStatusOptions): readonly AbortSignal[] {
  return timeout === undefined ? [] : [deadlineAfter(parseDuration(timeout, '--timeout'), signal)]
}
