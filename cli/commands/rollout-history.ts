import type { V1Revision, V1Service } from '../../api/v1/generated/types.ts'
import { otherBytes } from '../../api/v1/changed-contents.ts'
import { hasFailed, wasNeverReady } from '../../api/v1/failed-revision.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { namedOnCommandLine, type ObjectRef } from '../../api/v1/metadata.ts'
import { shortPins } from '../../api/v1/pinned-image.ts'
import { locate, parseServiceName } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { age } from '../output/age.ts'
import { specLines } from '../output/spec-lines.ts'
import { table } from '../output/table.ts'
import { usageError } from '../usage.ts'

export interface HistoryOptions {
  readonly stack?: string
  readonly revision?: string
}

/** Prints the revisions of a service, oldest first; with `--revision`, the template of one. */
export async function rolloutHistory(context: Context, name: string, options: HistoryOptions): Promise<number> {
  const { terminal, now } = context
  const stack = stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const ref = await locate(installation, parseServiceName(name), { stack })
    const service = (await installation.get(ref)) as V1Service | undefined
    const revisions = await revisionsOf(installation, ref)
    const { revision: wanted } = options
    if (wanted !== undefined) terminal.print(...revisionLines(revisions, numbered(revisions, wanted, ref)))
    else
      terminal.print(
        ...table(
          HEADS,
          revisions.map((revision) => rowOf(revision, service, now())),
        ),
      )
    return exits.converged
  })
}

/**
 * The template of a revision. The first lines tell what it does not show: what its tag meant, and which mounted contents differ from the
 * revision before.
 */
export function revisionLines(revisions: readonly V1Revision[], wanted: V1Revision): readonly string[] {
  const before = revisions[revisions.indexOf(wanted) - 1]
  const others = otherBytes(before?.spec, wanted.spec)
  const head = before && others !== undefined ? [`# ${others} than revision ${before.spec.number}`] : []
  const pins = shortPins(wanted.spec)
  const image = pins.length > 0 ? [`# ${wanted.spec.template.image} is ${pins.join(', ')}`] : []
  return [...image, ...head, ...specLines(wanted.spec.template, [])]
}

const HEADS = ['Number', 'Hash', 'Image', 'State', 'Age']

async function revisionsOf(
  installation: Installation,
  { namespace, name }: { readonly namespace?: string; readonly name: string },
): Promise<readonly V1Revision[]> {
  const { items } = await installation.list('Revision', namespace === undefined ? {} : { stack: namespace })
  const own = (items as readonly V1Revision[]).filter(({ spec }) => spec.service === name)
  return [...own].sort((a, b) => a.spec.number - b.spec.number)
}

/** The row of a revision in the table. */
export function rowOf(revision: V1Revision, service: V1Service | undefined, now: number): readonly string[] {
  const { number, hash, template } = revision.spec
  const pins = shortPins(revision.spec)
  const image = `${template.image ?? '<none>'}${pins.length > 0 ? ` (${pins.join(', ')})` : ''}`
  const made = Date.parse(revision.metadata.creationTimestamp ?? '')
  return [String(number), hash, image, stateOf(revision, service?.status), age(now - made)]
}

/** A rollout that ended. One that is Completed tried nothing of a revision that is not the current one: no task was wanted. */
const ENDED: ReadonlySet<string> = new Set(['Stalled', 'Completed'])

/** The state of a revision in one word. Pure. */
export function stateOf(revision: V1Revision, status: V1Service['status'] = {}): string {
  const { hash } = revision.spec
  if (hash === status.currentRevision) return 'current'
  const { state = 'None' } = status.rollout ?? {}
  const isUnderWay = hash === status.updateRevision && !ENDED.has(state)
  if (hash === status.stalledHash || (hasFailed(revision) && !isUnderWay)) return 'failed'
  if (hash === status.updateRevision && state !== 'Completed') return 'rolling-out'
  return wasNeverReady(revision) ? 'never-ready' : 'superseded'
}

function numbered(revisions: readonly V1Revision[], text: string, service: ObjectRef): V1Revision {
  const history = `\`reconcile rollout history ${namedOnCommandLine(service)}\``
  if (!/^\d{1,9}$/.test(text)) throw usageError(`--revision ${text}: not a number`, `write one of ${history}`)
  const found = revisions.find(({ spec }) => spec.number === Number(text))
  if (found) return found
  throw new InstallationError(exits.failed, `service ${service.name} has no revision ${text}`, {
    remedy: `see which there are with ${history}`,
    reason: 'NotFound',
  })
}
