import { serviceKeyOf } from '../../../api/v1/names.ts'
import { serviceReasons } from '../../../api/v1/reasons.ts'
import { anonymousTargets, cleanPath, withVolumes } from '../../../engine/container/anonymous-volumes.ts'
import type { Engine } from '../../../engine/engine.ts'
import { unlessGone } from '../../../engine/errors.ts'
import type { ContainerBody } from '../../../engine/types/container.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { Acting } from './acting.ts'
import { inspectImage } from '../observe/image.ts'
import { leftTo } from './left-volumes.ts'
import { surroundingsOf } from '../observe/surroundings.ts'

/** The body of a create, with the anonymous volumes of earlier containers of the slot in place of new ones, as in docker compose. */
export async function withCarried(body: ContainerBody, engine: Engine, acting: Acting): Promise<ContainerBody> {
  const { seen, ports, run } = acting
  const left = leftTo(seen.view.task, engine.node, ports)
  if (Object.keys(left).length === 0) return body
  const targets = anonymousTargets(body, await imageVolumes(acting))
  const shared = sharedPaths(body, engine.node, ports)
  const own = anonymousTargets(body)
  const carried: Record<string, string> = {}
  for (const [target, driver] of targets) {
    const name = shared.has(target) && !own.has(target) ? undefined : left[target]
    if (name === undefined) continue
    // An engine silently creates a missing volume, which then keeps this name.
    const found = await unlessGone(engine.inspectVolume({ name }, run))
    if (!found) tellGone({ name, target, node: engine.node }, acting)
    if (found?.Driver === driver) carried[target] = name
  }
  return Object.keys(carried).length === 0 ? body : withVolumes(body, carried)
}

/** An anonymous volume that is not on its node any more, and its mount path. */
interface Gone {
  readonly name: string
  readonly target: string
  readonly node: string
}

/** Records a warning, as the task is ready with an empty volume, and nothing else tells that its data is gone. */
function tellGone({ name, target, node }: Gone, { seen: { view }, ports: { recorder } }: Acting): void {
  const { task } = view
  recorder.record({
    object: `Service/${serviceKeyOf(task)}`,
    type: 'Warning',
    reason: serviceReasons.volumeGone,
    message: `${task.metadata.name} begins with an empty volume at ${target}: its anonymous volume ${name} is not on ${node} any more, as after \`docker compose down -v\` or \`docker rm -v\`; a named volume there is not removed with a container`,
  })
}

/** The paths of the volumes that a task's image declares. The image is looked up if an event made what was known of it void. */
async function imageVolumes({ seen: { view }, ports, run }: Acting): Promise<readonly string[]> {
  if (!surroundingsOf(view.task, ports).image) await inspectImage({ task: view.task }, ports, run)
  return Object.keys(surroundingsOf(view.task, ports).image?.Config?.Volumes ?? {})
}

/** The paths that a container gets from other containers (`VolumesFrom`). */
function sharedPaths({ HostConfig: host }: ContainerBody, node: string, { inventory }: Ports): ReadonlySet<string> {
  const ids = (host?.VolumesFrom ?? []).map((from) => from.split(':')[0] ?? '')
  const containers = ids.map((id) => inventory.host(node)?.containers.get(id))
  return new Set(
    containers.flatMap((container) => (container?.Mounts ?? []).map(({ Destination }) => cleanPath(Destination))),
  )
}
