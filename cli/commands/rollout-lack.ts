import { isTrue } from '../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { isKind, type ObjectOf } from '../../api/v1/kinds.ts'
import { describeRef, namedOnCommandLine, type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { splitId, splitKey } from '../../api/v1/names.ts'
import { approvableReasons, unmendedReasons } from '../../api/v1/reason-groups.ts'
import { isKeptOffByEngine } from '../../api/v1/other-engine.ts'
import { conditionTypes, holdReasons } from '../../api/v1/reasons.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'
import { lackedBy } from '../local/waiting/view/lacked-by.ts'
import { decisionOn } from '../local/waiting/ends/decision.ts'
import { correct } from '../local/waiting/ends/said-together.ts'
import { toFit } from '../local/waiting/ends/to-fit.ts'
import { pendingOf } from '../local/waiting/view/pending.ts'
import { readyWords, reasonOf } from '../local/waiting/view/wait-view.ts'
import { pause } from '../look-again.ts'
import { plainText } from '../output/plain-text.ts'

type Asked = Pick<Installation, 'get' | 'list' | 'describe'>

/** The reasons of what waits for something only a person can provide. */
export const forPeople: ReadonlySet<string> = new Set([...unmendedReasons, ...approvableReasons])

/**
 * The error for a service that waits for something only a person can provide, itself or by what it uses or runs on; undefined if it does
 * not. Looks twice, as the first look may see a passing state.
 */
export async function lackOf(
  installation: Asked,
  service: V1Service,
  { signal, reasons = forPeople }: { readonly signal: AbortSignal; readonly reasons?: ReadonlySet<string> },
): Promise<InstallationError | undefined> {
  if (!(await lackNow(installation, service, reasons)) || !(await pause(signal))) return undefined
  const again = await installation.get(refOf(service))
  const lacked = again?.kind === 'Service' ? await lackNow(installation, again, reasons) : undefined
  return lacked && (await errorOf(installation, lacked))
}

/**
 * The error for the first of these services whose tasks to come fit on no node, as an apply says it; undefined if there is none, or a node
 * does not answer, which may fit.
 */
export async function unplacedOf(
  installation: Asked,
  refs: readonly ObjectRef[],
): Promise<InstallationError | undefined> {
  const { items: nodes } = await installation.list('Node', {})
  if (!nodes.every((node) => isTrue(node.status?.conditions, conditionTypes.ready))) return undefined
  for (const ref of refs) {
    const service = await installation.get(ref)
    if (service?.kind !== 'Service') continue
    const { items } = await installation.list('Task', { stack: service.metadata.namespace ?? '' })
    const pending = pendingOf(service, items as readonly V1Task[])
    if (pending.length === 0 || !pending.every(isUnplaced)) continue
    return new InstallationError(exits.failed, await messageOf(installation, service), {
      remedy: `${toFit(service)}, then apply again`,
    })
  }
  return undefined
}

async function lackNow(
  installation: Asked,
  service: V1Service,
  reasons: ReadonlySet<string>,
): Promise<ObjectOf | undefined> {
  const { items } = await installation.list('Task', { stack: service.metadata.namespace ?? '' })
  const tasks = items as readonly V1Task[]
  const lacked = new Set(lackedBy(service, tasks))
  const used = await Promise.all([...lacked].map((id) => objectWith(installation, id)))
  const nodes = pendingOf(service, tasks).some(isHeldByEngine) ? (await installation.list('Node', {})).items : []
  return [...used, ...nodes, service].find((object) => object && isHeld(object, reasons))
}

/** Whether a task waits for the approval of another engine that answers at a node. */
function isHeldByEngine(task: V1Task): boolean {
  return task.status?.reason === holdReasons.engineChanged || isKeptOffByEngine(task)
}

function isHeld(object: ObjectOf, reasons: ReadonlySet<string>): boolean {
  return !isTrue(object.status?.conditions, conditionTypes.ready) && reasons.has(reasonOf(object))
}

async function objectWith(installation: Asked, id: ResourceId): Promise<ObjectOf | undefined> {
  const { kind, key } = splitId(id)
  return isKind(kind) && kind !== 'Service' ? await installation.get({ kind, ...splitKey(key) }) : undefined
}

async function errorOf(installation: Asked, object: ObjectOf): Promise<InstallationError> {
  const isToApprove = approvableReasons.has(reasonOf(object))
  const remedy = correct(namedOnCommandLine(refOf(object)))
  const decision = isToApprove ? decisionOn(object, readyWords(object)) : { what: readyWords(object), remedy }
  return new InstallationError(
    isToApprove ? exits.approval : exits.failed,
    await messageOf(installation, object, decision.what),
    { remedy: decision.remedy },
  )
}

/** What is said of an object, and where it is declared. */
async function messageOf(installation: Asked, object: ObjectOf, what = readyWords(object)): Promise<string> {
  const ref = refOf(object)
  const { file, line } = (await installation.describe(ref))?.places.find(({ path }) => path === '') ?? {}
  const place = file === undefined ? '' : ` (${line === undefined ? file : `${file}:${line}`})`
  return `${describeRef(ref)}: ${plainText(what)}${place}`
}
