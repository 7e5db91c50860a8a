import { idOn, isImageId, readResolution } from '../../../api/v1/pinned-image.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { Core } from '../open/core.ts'
import type { Rollback } from './rollback.ts'

/** Throws if the image of a revision was built or loaded, so that no registry has it, and no engine has it any more. */
export async function refuseLostImage(core: Core, rollback: Rollback, signal: AbortSignal): Promise<void> {
  const image = onlyOnNodes(rollback)
  if (image === undefined) return
  const engines = [...(await core.engines()).values()]
  const { imageIDs } = rollback.revision.spec
  const nameOn = (node: string) => idOn(node, image, imageIDs) ?? image
  const found = await Promise.all(engines.map((engine) => isThere(engine, nameOn(engine.node), { rollback, signal })))
  if (engines.length === 0 || found.some((each) => each !== false)) return
  const { service, revision } = rollback
  const { number, template } = revision.spec
  const name = describeRef(refOf(service))
  const remedy = template.build
    ? `bring the sources in ${template.build.context ?? '.'} back as they were, as with git, and apply them`
    : `load it on a node as ${template.image ?? ''}, then run this again`
  throw new InstallationError(exits.failed, `${name}: ${image}, which revision ${number} ran, is on no node any more`, {
    remedy,
  })
}

/** The image if it can't be pulled: a built one, or the id of one that came from no registry. */
function onlyOnNodes({ revision: { spec }, ran }: Rollback): string | undefined {
  if (spec.template.build) return spec.template.image
  const { pinned } = readResolution(ran ?? '')
  return isImageId(pinned) ? pinned : undefined
}

interface Asked {
  readonly rollback: Rollback
  readonly signal: AbortSignal
}

/** Undefined if the engine does not answer. */
async function isThere(engine: Engine, name: string, { rollback, signal }: Asked): Promise<boolean | undefined> {
  const run = { signal, object: `Service/${rollback.key}`, reason: 'is what it ran still there' }
  try {
    await engine.inspectImage({ name }, run)
    return true
  } catch (error) {
    return isEngineError(error, 'NotFound') ? false : undefined
  }
}
