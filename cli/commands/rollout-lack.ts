import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { describeRef, namedOnCommandLine, type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { splitKey } from '../../api/v1/names.ts'
import { unmendedReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, volumeReasons } from '../../api/v1/reasons.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'
import { kindOf, lackedBy } from '../local/waiting/view/lacked-by.ts'
import { decisionOn } from '../local/waiting/ends/decision.ts'
import { correct, TO_FIT } from '../local/waiting/ends/said-together.ts'
import { pendingOf } from '../local/waiting/view/pending.ts'
import { pause } from '../look-again.ts'
import { plainText } from '../output/plain-text.ts'

type Asked = Pick<Installation, 'get' | 'list' | 'describe'>

/**
 * The error for a service that waits for something only a person can provide; undefined if it does not. Looks twice, as the first look may
 * see a passing state.
 */
export async function lackOf(
  installation: Asked,
  service: V1Service,
  signal: AbortSignal,
): Promise<InstallationError | undefined> {
  if (!(await lackNow(installation, service)) || !(await pause(signal))) return undefined
  const lacked = await lackNow(installation, service)
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
      remedy: `${TO_FIT}, then apply again`,
    })
  }
  return undefined
}

async function lackNow(installation: Asked, service: V1Service): Promise<ObjectOf | undefined> {
  const { items } = await installation.list('Task', { stack: service.metadata.namespace ?? '' })
  const lacked = new Set(lackedBy(service, items as readonly V1Task[]))
  const found = await Promise.all([...lacked].map((id) => objectWith(installation, id)))
  return found.find((object) => object && FOR_PEOPLE.has(reasonOf(object)))
}

const FOR_PEOPLE: ReadonlySet<string> = new Set([...unmendedReasons, volumeReasons.volumeLost])

async function objectWith(installation: Asked, id: ResourceId): Promise<ObjectOf | undefined> {
  const kind = kindOf(id)
  if (kind === undefined || kind === 'Service') return undefined
  return await installation.get({ kind, ...splitKey(id.slice(kind.length + 1)) })
}

async function errorOf(installation: Asked, object: ObjectOf): Promise<InstallationError> {
  const isToApprove = reasonOf(object) === volumeReasons.volumeLost
  const remedy = isToApprove ? decisionOn(object, becauseOf(object)).remedy : correct(namedOnCommandLine(refOf(object)))
  return new InstallationError(isToApprove ? exits.approval : exits.failed, await messageOf(installation, object), {
    remedy,
  })
}

/** What an object says of itself, and where it is declared. */
async function messageOf(installation: Asked, object: ObjectOf): Promise<string> {
  const ref = refOf(object)
  const { file, line } = (await installation.describe(ref))?.places.find(({ path }) => path === '') ?? {}
  const place = file === undefined ? '' : ` (${line === undefined ? file : `${file}:${line}`})`
  return `${describeRef(ref)}: ${plainText(becauseOf(object))}${place}`
}

function becauseOf(object: ObjectOf): string {
  return readyOf(object)?.message ?? reasonOf(object)
}

function readyOf({ status }: ObjectOf) {
  return getCondition(status?.conditions, conditionTypes.ready)
}

function reasonOf(object: ObjectOf): string {
  return readyOf(object)?.reason ?? ''
}
