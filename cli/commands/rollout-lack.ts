import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { describeRef, namedOnCommandLine, refOf } from '../../api/v1/metadata.ts'
import { splitKey } from '../../api/v1/names.ts'
import { unmendedReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, volumeReasons } from '../../api/v1/reasons.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'
import { kindOf, lackedBy } from '../local/waiting/view/lacked-by.ts'
import { decisionOn } from '../local/waiting/ends/decision.ts'
import { correct } from '../local/waiting/ends/said-together.ts'
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
  const ref = refOf(object)
  const { file, line } = (await installation.describe(ref))?.places.find(({ path }) => path === '') ?? {}
  const place = file === undefined ? '' : ` (${line === undefined ? file : `${file}:${line}`})`
  const isToApprove = reasonOf(object) === volumeReasons.volumeLost
  const because = readyOf(object)?.message ?? reasonOf(object)
  const remedy = isToApprove ? decisionOn(object, because).remedy : correct(namedOnCommandLine(ref))
  const message = `${describeRef(ref)}: ${plainText(because)}${place}`
  return new InstallationError(isToApprove ? exits.approval : exits.failed, message, { remedy })
}

function readyOf({ status }: ObjectOf) {
  return getCondition(status?.conditions, conditionTypes.ready)
}

function reasonOf(object: ObjectOf): string {
  return readyOf(object)?.reason ?? ''
}
