import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { isNamespaced, type ObjectOf } from '../../api/v1/kinds.ts'
import { type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { parseSelector } from '../../api/v1/installation/selector.ts'
import { locateContainer, type Within } from '../arguments/container.ts'
import { deadlineAfter, parseDuration } from '../arguments/duration.ts'
import { type Goal, parseGoal } from '../arguments/goal.ts'
import { locate, type Named, parseKind, parseNames } from '../arguments/references.ts'
import { anywhere } from '../arguments/stack-here.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { isWorkedAt, watchUntil } from '../watch-until.ts'

export interface WaitForOptions {
  readonly for: string
  readonly stack?: string
  readonly selector?: string
  readonly all?: boolean
  readonly timeout: string
}

/**
 * Waits until each object reaches a goal: `wait --for=condition=Ready service/web --timeout 2m`. Exit 4 at the deadline; a timeout of 0
 * looks once.
 */
export async function wait(context: Context, words: readonly string[], options: WaitForOptions): Promise<number> {
  const goal = parseGoal(options.for)
  if (options.selector !== undefined) parseSelector(options.selector)
  const timeoutMs = parseDuration(options.timeout, '--timeout')
  const once = timeoutMs === 0
  const last = new Map<ObjectRef, ObjectOf>()
  const told = new Set<ObjectRef>()
  const where = { ...anywhere(context, options.stack), signal: context.signal }
  const left = await watchUntil(context, {
    find: (installation) => wantedBy(installation, words, { options, goal, where }),
    isDone(wanted, object) {
      if (object) last.set(wanted, object)
      else last.delete(wanted)
      if (!goal.isReached(object)) {
        const unset = goal.unset(object)
        if (unset !== undefined && !told.has(wanted)) context.terminal.complain(`note: ${idOf(wanted)}: ${unset}`)
        told.add(wanted)
        return false
      }
      context.terminal.print(`${wanted.kind.toLowerCase()}/${wanted.name} ${SAYINGS[goal.text] ?? 'condition met'}`)
      return true
    },
    once,
    signal: once ? context.signal : AbortSignal.any([context.signal, deadlineAfter(timeoutMs, context.signal)]),
  })
  if (left.length === 0) return exits.converged
  if (context.signal.aborted) return exits.interrupted
  const standing = left.map((ref) => `${idOf(ref)}: ${goal.standing(last.get(ref))}`)
  throw new InstallationError(exits.deadline, `timed out waiting for ${goal.text} of ${standing.join('; ')}`, {
    remedy: lateRemedy({ goal, left, last, isWorked: await isWorkedAt(context) }),
  })
}

interface Late {
  readonly goal: Goal
  readonly left: readonly ObjectRef[]
  readonly last: ReadonlyMap<ObjectRef, ObjectOf>
  readonly isWorked: boolean
}

/** What helps at the deadline: more time, a person, or whoever works. */
export function lateRemedy({ goal, left, last, isWorked }: Late): string {
  const look = `\`reconcile describe ${left.map(idOf).join(' ')}\``
  if (left.every((ref) => goal.isForPeople(last.get(ref))))
    return `more time changes nothing there: do what it says, or look at it with ${look}`
  if (!isWorked && left.every((ref) => goal.needsWork(last.get(ref))))
    return 'more time changes nothing there, as nobody works on it: run `reconcile serve`, with or without --once, or apply its stacks again'
  return `see why with ${look}, or give it longer with --timeout`
}

const SAYINGS: Readonly<Record<string, string>> = { delete: 'deleted', create: 'created' }

function idOf({ kind, namespace, name }: ObjectRef): string {
  return [kind.toLowerCase(), ...(namespace === undefined ? [] : [namespace]), name].join('/')
}

async function wantedBy(
  installation: Installation,
  words: readonly string[],
  { options, goal, where }: { readonly options: WaitForOptions; readonly goal: Goal; readonly where: Within },
): Promise<readonly ObjectRef[]> {
  const { stack, selector } = options
  const [kind, second] = words
  if (options.all || selector !== undefined) {
    if (kind === undefined || second !== undefined || kind.includes('/'))
      throw usageError(
        '--all and -l go with a kind and no names',
        'write `reconcile wait services --all --for=condition=Ready`',
      )
    const of = parseKind(kind)
    const within = stack === undefined || !isNamespaced(of) ? {} : { stack }
    const { items } = await installation.list(of, { ...within, ...(selector === undefined ? {} : { selector }) })
    if (items.length > 0 || goal.text === 'delete') return items.map(refOf)
    throw new InstallationError(exits.failed, 'nothing is there to wait for', {
      remedy: `see what there is with \`reconcile get ${kind}\``,
      reason: 'NotFound',
    })
  }
  const names = parseNames(words)
  const wanted = await Promise.all(names.map((named) => wantedNamed(installation, named, { where, goal })))
  return [...new Map(wanted.map((ref) => [idOf(ref), ref])).values()]
}

/** Locates an object. One that may still be created is taken as named; its kind defaults to Service. */
async function wantedNamed(
  installation: Installation,
  named: Named,
  { where, goal }: { readonly where: Within; readonly goal: Goal },
): Promise<ObjectRef> {
  try {
    return await locate(installation, named, where)
  } catch (error) {
    const isMissing = isInstallationError(error) && error.reason === 'NotFound'
    if (!isMissing || !goal.mayBeMissing) throw error
    if (named.kind === 'Task') await refuseOneOff(installation, named, where)
    const { kind = 'Service', name } = named
    const within = isNamespaced(kind) ? (named.stack ?? where.stack) : undefined
    return { kind, name, ...(within === undefined ? {} : { namespace: within }) }
  }
}

/** Throws if the name is that of a one-off container, as far as that is known: it is no object, so it would be taken for deleted. */
async function refuseOneOff(installation: Installation, named: Named, where: Within): Promise<void> {
  const oneOff = await locateContainer(installation, named, where).catch(() => undefined)
  if (!oneOff) return
  const { name, namespace } = oneOff
  throw usageError(
    `${name} is a one-off container, which wait does not follow`,
    `follow what it writes with \`reconcile logs -f ${name} -n ${namespace}\``,
  )
}
