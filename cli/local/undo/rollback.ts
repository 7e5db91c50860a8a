import type { V1Revision, V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { describeRef, namedOnCommandLine, type ObjectRef, refOf } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { pinAgain } from '../../../api/v1/pinned-image.ts'
import { restored } from '../../../controllers/service/restored.ts'
import { type ContentHash, targetOf } from '../../../controllers/service/target.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { Core } from '../open/core.ts'
import { namedService } from '../named-service.ts'
import { refusePaused } from '../refuse-held.ts'
import { chooseRevision } from './choose-revision.ts'
import { isOneShot, whyOneShot } from '../../../controllers/service/to-end.ts'

/** A service and the revision to go back to. */
export interface Rollback {
  readonly key: string
  readonly service: V1Service
  readonly revision: V1Revision
  /** The desired service. */
  readonly wanted: V1Service
  /** What the image's tag referred to then, as an annotation says it (`readResolution`); absent if it is built, or nothing ran. */
  readonly ran?: string
  /** Whether the service already has the revision's template. What its tag referred to then may still be another image. */
  readonly hasTemplate: boolean
  /** Whether the service already equals the revision. */
  readonly isThere: boolean
}

/** Chooses the revision for a service and builds the desired service. Throws if there is none, or if the service can't be undone. */
export function rollbackOf(core: Pick<Core, 'store' | 'clock'>, ref: ObjectRef, to: number | undefined): Rollback {
  const { store } = core
  const service = undoable(core, ref)
  const key = keyOf(service)
  const contentHash: ContentHash = (kind, name) => store.get(kind, keyFor(ref.namespace, name))?.status?.contentHash
  const revisions = [...store.by('Revision', 'service', key).values()]
  const current = targetOf(service, contentHash)?.hash
  const revision = chooseRevision({ service, revisions, current, to })
  const wanted = restored(service, revision, contentHash)
  const ran = imageIn(revision.spec)
  const hasTemplate = stableJson(targetOf(service, () => '')?.template) === stableJson(revision.spec.template)
  const isThere = hasTemplate && hasImage(service, revision, { revisions, current })
  return { key, service, revision, wanted, hasTemplate, isThere, ...(ran === undefined ? {} : { ran }) }
}

function undoable(core: Pick<Core, 'store' | 'clock'>, ref: ObjectRef): V1Service {
  const service = namedService(core.store, ref)
  if (isOneShot(service, core.store))
    throw new InstallationError(
      exits.usage,
      `${describeRef(ref)}: ${whyOneShot(service)}: an undo would run an earlier one again`,
      {
        remedy: 'apply the manifest of what is to run',
      },
    )
  refusePaused(core, service, 'nothing goes back')
  return service
}

interface Known {
  readonly revisions: readonly V1Revision[]
  readonly current: string | undefined
}

/**
 * Whether the service has the revision's image. The hash can't be compared, as it covers the contents of Secrets and Configs, which an undo
 * does not restore.
 */
function hasImage(service: V1Service, { spec }: V1Revision, { revisions, current }: Known): boolean {
  if (spec.hash === current) return true
  const resolved = service.metadata.annotations?.[annotations.image]
  const now = imageIn(revisions.find((each) => each.spec.hash === current)?.spec) ?? resolved
  const then = imageIn(spec)
  return now === undefined || then === undefined || now === then
}

function imageIn(spec: V1Revision['spec'] | undefined): string | undefined {
  return spec && !spec.template.build ? pinAgain(spec, spec.template.image) : undefined
}

/** The Secrets and Configs whose contents differ from the revision's; an undo does not restore them. */
export function otherContents({ service, revision }: Rollback, store: Store): readonly string[] {
  return Object.entries(revision.spec.contents ?? {})
    .filter(([id, hash]) => {
      const [kind, name = ''] = id.split('/') as ['Secret' | 'Config', string]
      return store.get(kind, keyFor(service.metadata.namespace, name))?.status?.contentHash !== hash
    })
    .map(([id]) => id)
}

/** The command that prints a revision's source text, or else its template. */
export function textCommand({ service, revision: { metadata, spec } }: Rollback): string {
  return spec.sourceText === undefined
    ? `${templateCommand(service, spec.number)} shows it`
    : `\`reconcile get ${namedOnCommandLine({ kind: 'Revision', ...metadata })} -o jsonpath='{.spec.sourceText}'\` prints it`
}

/** The command that prints a revision's template. */
export function templateCommand(service: V1Service, number: number): string {
  return `\`reconcile rollout history ${namedOnCommandLine(refOf(service))} --revision ${number}\``
}
