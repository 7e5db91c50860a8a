import type { Acting } from '../runtime/acting.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { isBuiltAnew } from '../../api/v1/built-image.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { serviceReasons } from '../../api/v1/reasons.ts'
import { withLabels } from '../../engine/adopted.ts'
import { isAnonymousName } from '../../engine/container/anonymous-volumes.ts'
import { nameOf } from '../../engine/container/name.ts'
import { present } from '../../engine/container/present.ts'
import { finishedAt } from '../../engine/informer/state-order.ts'
import { askPastEnds } from '../../engine/past-ends.ts'
import { because } from '../../engine/run.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Json } from '../../store/storage/storage.ts'
import { lookUpImage } from '../image/look-up.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Ports } from '../runtime/ports.ts'
import { freeTaskName, taskNameOf } from '../service/incarnation.ts'
import { taskOfTarget } from '../service/target.ts'
import type { ServiceView, Target } from '../service/view.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { wantedContainer } from '../task/observe/wanted.ts'
import { compare, type Comparison } from './compare.ts'
import { ADOPTED_REVISION, type AdoptionView, type Taking, waitingTask } from './plan.ts'
import { adopt } from './records.ts'
import type { Built, Placed, Take, Verdict } from './view.ts'

interface Deciding {
  readonly view: ServiceView
  readonly target: Target
  readonly adoption: AdoptionView
  readonly placed: Placed
  readonly idOf: Comparison['idOf']
  readonly serviceOf: Comparison['serviceOf']
}

/** Decides how a container is adopted: as it runs where it equals what we would create, else to be replaced by a rollout. */
export async function decide(taking: Taking, deciding: Deciding, at: Acting): Promise<Take> {
  const { target, adoption, placed, view, idOf, serviceOf } = deciding
  const { container, node } = placed
  const waiting = waitingTask(taking, target.hash, adoption)
  const fresh = { slot: taking.slot, revision: target.hash, attempt: 0 }
  const { name } = waiting?.metadata ?? freeTaskName(view.service, fresh, at.ports)
  const task = taskOfTarget(view.service, target, { task: name, slot: taking.slot, node })
  const { image, built } = await imageOf(task, deciding, at)
  const wanted = wantedContainer(task, container, asIfOurs(stackOf(view.service), at.ports))
  const info = at.ports.inventory.host(node)?.info
  const verdict = compare({ task, container, wanted, image, around: info ? { info } : {}, idOf, serviceOf })
  const taken = { placed, slot: taking.slot, ...present({ built }) }
  if (verdict.by === 'rollout')
    return {
      ...{ ...taken, task: replacedName(taking, deciding, at.ports), revision: ADOPTED_REVISION },
      verdict: { ...verdict, differs: `${verdict.differs}${lossOf(container)}` },
    }
  return { ...taken, task: name, revision: target.hash, verdict, ...present({ specHash: wanted?.specHash }) }
}

/**
 * Adopts a container: records its baseline and that it is ours. An image that Compose built also gets the name that our build of it would
 * have, so that what replaces the container is not built anew.
 */
export async function take(taken: Take, view: ServiceView, at: Acting): Promise<void> {
  const { service } = view
  const { placed, verdict, task, built, surplus } = taken
  const { node, container } = placed
  const { store, inventory, recorder } = at.ports
  const name = nameOf(container)
  if (built && !isTagged(node, built, at.ports)) await tagBuilt(placed, built, at)
  const own = labelsOf(taken, service, at.ports.installation)
  const ours = withLabels(container, own)
  const ends = inventory.isEndUntold(node, ours) ? await endsOf(placed, at) : undefined
  const state = container.State.Status === 'running' ? undefined : container.State.Status
  const differs = verdict.by === 'rollout' ? verdict.differs : undefined
  // The baseline comes first. After a crash in between, an adopted container without it would be recreated for drift.
  if (verdict.by === 'record')
    store.putFact('baseline', `${stackOf(service)}/${task}`, { fields: verdict.baseline } as unknown as Json)
  adopt(store, ['Container', container.Id], { node, name, labels: own, ...present({ differs, state, surplus }) })
  inventory.putContainer(node, ours)
  if (ends) inventory.notePastEnds(node, ours, ends)
  retireOutrun(taken, view, at.ports)
  const how = surplus ? `it is stopped: ${surplus}` : howWords(verdict, state)
  recorder.record({
    object: `Service/${keyOf(service)}`,
    type: 'Normal',
    reason: serviceReasons.adopted,
    message: `${name} was made by ${makerOf(container.Config.Labels ?? {})} and is adopted: ${how}`,
  })
}

/** The engine's events about how a container ended: somebody may have stopped it by hand before the adoption. */
async function endsOf({ node, container }: Placed, { ports, run }: Acting) {
  const { clock, inventory } = ports
  const now = clock.now() + (inventory.host(node)?.clockAheadMs ?? 0)
  const asking = because(run, 'it may have been stopped by hand')
  return (await askPastEnds(engineOf(node, ports), { endedAt: finishedAt(container), now }, asking)).events
}

function howWords(verdict: Verdict, state: string | undefined): string {
  if (verdict.by === 'rollout') return `it is replaced: ${verdict.differs}`
  return state === undefined ? 'it goes on as it runs' : `it stays, ${state} as it is`
}

/** Retires the slot's tasks that have no container and are not to replace the adopted one. */
function retireOutrun(
  { slot, task, verdict }: Take,
  { tasks, target }: ServiceView,
  { store, inventory }: Ports,
): void {
  for (const other of tasks) {
    const { metadata, spec } = other
    const isSuccessor = verdict.by === 'rollout' && spec.revision === target?.hash
    if (spec.slot !== slot || metadata.name === task || isSuccessor || isRetiring(other)) continue
    if (inventory.containersOf(metadata.name).length > 0) continue
    store.update('Task', keyOf(other), (draft) => {
      draft.spec.desiredState = 'Removed'
    })
  }
}

/** Warns what is lost by replacing a container that matches only by name: no label says that it is the stack's (S4). */
function lossOf({ Config, HostConfig, Mounts }: ContainerInspect): string {
  if (Config.Labels?.[composeLabels.project] !== undefined) return ''
  // With AutoRemove its engine removes anonymous volumes, too, if nothing else mounts them by then.
  const stays = (name: string) => !(HostConfig.AutoRemove && isAnonymousName(name))
  const volumes = (Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' && Name && stays(Name) ? [Name] : []))
  const stay =
    volumes.length === 0
      ? ''
      : `; of it ${volumes.length === 1 ? 'the volume stays' : 'the volumes stay'}: ${listNames(volumes)}`
  return ` (no label says that it is the stack's, and what was written into it is lost${stay})`
}

function makerOf(own: Readonly<StringMap>): string {
  return own[composeLabels.project] === undefined ? 'another hand' : 'docker compose'
}

/** Whether our name for the image is set already, as for another replica. */
function isTagged(node: string, { id, tag }: Built, { inventory }: Ports): boolean {
  const known = inventory.image(node, tag)
  return known !== undefined && known !== 'absent' && known.Id === id
}

async function tagBuilt({ node, container }: Placed, { id, tag }: Built, { ports, run }: Acting) {
  const engine = engineOf(node, ports)
  await engine.tagImage({ name: id, tag }, because(run, `docker compose built it as ${container.Config.Image}`))
  ports.inventory.putImage(node, tag, await engine.inspectImage({ name: tag }, run))
}

function labelsOf(
  { task, revision, slot, specHash }: Take,
  { metadata }: ServiceView['service'],
  installation: string,
) {
  const own: StringMap = {
    [labels.installation]: installation,
    [labels.stack]: metadata.namespace ?? '',
    [labels.kind]: 'Service',
    [labels.name]: metadata.name,
    [labels.task]: task,
    [labels.createdByRevision]: revision,
    [composeLabels.containerNumber]: String(slot),
  }
  if (specHash !== undefined) own[labels.specHash] = specHash
  return own
}

/** The name of the task for a container that is to be replaced: derived from its id, so the same however often this is decided. */
function replacedName({ slot, found }: Taking, { view: { service } }: Deciding, { store }: Ports): string {
  return taskNameOf(service, { slot, revision: `adopted ${found.id}`, attempt: 0 }, store)
}

/** Ports that show the stack's networks as ours, as these are adopted too. */
function asIfOurs(stack: string, ports: Ports): Ports {
  const { inventory, installation } = ports
  const own = { [labels.installation]: installation, [labels.stack]: stack }
  const networksNamed: typeof inventory.networksNamed = (node, name) =>
    inventory.networksNamed(node, name).map((each) => ({ ...each, Labels: { ...own, ...each.Labels } }))
  return { ...ports, inventory: { ...inventory, networksNamed } }
}

interface NamedImage {
  readonly image: ImageInspect | undefined
  readonly built?: Built
}

/**
 * The image that the declared name resolves to now. For a build without such an image it is the one under Compose's name, which then gets
 * the declared name as a tag, unless `--build` asks for another.
 */
async function imageOf({ spec }: V1Task, { view: { service }, placed }: Deciding, at: Acting): Promise<NamedImage> {
  const { image: declared = '', build } = spec.template
  const image = await inspect(placed.node, declared, at)
  if (image || !build || isBuiltAnew(declared)) return { image }
  const { name, namespace } = service.metadata
  const made = placed.container.Config.Image
  if (![...(build.tags ?? []), `${namespace}_${name}`].includes(made)) return { image }
  const found = await inspect(placed.node, made, at)
  return { image: found, ...(found ? { built: { id: found.Id, tag: declared } } : {}) }
}

async function inspect(node: string, name: string, { ports, run }: Acting): Promise<ImageInspect | undefined> {
  const known = ports.inventory.image(node, name)
  if (known !== undefined) return known === 'absent' ? undefined : known
  return await lookUpImage({ node, name }, ports, because(run, 'what its name means now'))
}
