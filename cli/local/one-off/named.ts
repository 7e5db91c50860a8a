import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'
import type { Core } from '../open/core.ts'
import { findOneOffs, type Found } from './find.ts'

/** A one-off container, as its engine has it now. */
export interface NamedOneOff extends Pick<Found, 'node' | 'engine'> {
  readonly container: ContainerInspect
}

/** The one-off container that a reference means where there is no such task: asked of the engines, as an inventory may hear of it later. */
export async function oneOffNamed(
  core: Pick<Core, 'engines' | 'installation' | 'store'>,
  { kind, namespace, name }: ObjectRef,
  run: Run,
): Promise<NamedOneOff | undefined> {
  if (kind !== 'Task' || namespace === undefined || core.store.get('Task', keyFor(namespace, name))) return undefined
  const { found } = await findOneOffs(core, namespace, run)
  const its = found.find((each) => each.name === name)
  const container = its && (await unlessGone(its.engine.inspectContainer({ id: its.id }, run)))
  return container && { node: its.node, engine: its.engine, container }
}

/** The same, which has to run. */
export async function runningOneOff(...args: Parameters<typeof oneOffNamed>): Promise<NamedOneOff | undefined> {
  const [, { namespace, name }] = args
  const its = await oneOffNamed(...args)
  if (!its || its.container.State.Status === 'running') return its
  throw new InstallationError(exits.failed, `the one-off container ${name} does not run`, {
    reason: 'Conflict',
    remedy: `see what it wrote with \`reconcile logs -n ${namespace} ${name}\``,
  })
}
