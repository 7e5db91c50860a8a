import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'
import type { Core } from '../open/core.ts'
import { findOneOffs, type Found } from './find.ts'

/** A one-off container as inspected now. */
export interface NamedOneOff extends Pick<Found, 'node' | 'engine'> {
  readonly container: ContainerInspect
}

type Looking = Pick<Core, 'engines' | 'installation' | 'store'>

/** The one-off containers of a ref: all of a stack or service; for a task that does not exist, the container of that name. */
export async function oneOffsOf(core: Looking, ref: ObjectRef, run: Run): Promise<readonly NamedOneOff[]> {
  const { kind, namespace, name } = ref
  const stack = kind === 'Stack' ? name : namespace
  if (stack === undefined || (kind === 'Task' && core.store.get('Task', keyFor(stack, name)))) return []
  const { found } = await findOneOffs(core, stack, run)
  const its = found.filter((each) => kind === 'Stack' || name === (kind === 'Service' ? each.service : each.name))
  const inspected = its.map(async ({ id, node, engine }) => {
    const container = await unlessGone(engine.inspectContainer({ id }, run))
    return container ? [{ node, engine, container }] : []
  })
  return (await Promise.all(inspected)).flat()
}

/** The one-off container that a task ref names, if there is no such task. Asks the engines, as the inventory may be behind. */
export async function oneOffNamed(core: Looking, ref: ObjectRef, run: Run): Promise<NamedOneOff | undefined> {
  return ref.kind === 'Task' ? (await oneOffsOf(core, ref, run))[0] : undefined
}

/** As `oneOffNamed`; throws if it does not run. */
export async function runningOneOff(...args: Parameters<typeof oneOffNamed>): Promise<NamedOneOff | undefined> {
  const [, ref] = args
  const its = await oneOffNamed(...args)
  if (!its || its.container.State.Status === 'running') return its
  throw oneOffEnded(ref)
}

/** The error that a one-off container does not run, with where to see why. */
export function oneOffEnded({ namespace, name }: ObjectRef): InstallationError {
  return new InstallationError(exits.failed, `the one-off container ${name} does not run`, {
    reason: 'Conflict',
    remedy: `see what it wrote with \`reconcile logs -n ${namespace} ${name}\``,
  })
}
