import { isKeptFailure, keyOf } from '../../api/v1/names.ts'
import type { Engine } from '../../engine/engine.ts'
import { isUp } from '../../engine/container/is-up.ts'
import { isEngineError } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { createNoted } from '../ownership/unanswered.ts'
import { noteMounted } from '../data/last-mounted.ts'
import { noteOlderCopies } from '../data/unknown-copies.ts'
import type { Acting } from './act/acting.ts'
import { baselineOfTask, fuseField, keepBaseline, noteStubborn } from './observe/baseline.ts'
import { refresh, remove, stop } from './act/container-calls.ts'
import { withCarried } from './act/carried-volumes.ts'
import { createBody, tellUnreadProxies } from './act/create-body.ts'
import { countRestart, excuseRestart } from './plan/counted-restarts.ts'
import { driftViews, updateBody } from './observe/drift.ts'
import { runHooks } from './act/hooks.ts'
import { buildImage, inspectImage, pullImage } from './observe/image.ts'
import { hasItsVolumes } from './act/mounted-volumes.ts'
import { noteLeft } from './act/left-volumes.ts'
import { isOfService } from './observe/name-holder.ts'
import { contentNeeds } from './observe/needs.ts'
import { forgetOurStop, noteOurStop } from './act/our-stop.ts'
import { finish, forget } from './act/outcome.ts'
import { pinImage } from './pin.ts'
import type { TaskPlan, TaskStep } from './step.ts'
import type { DriftView } from './view.ts'
import { forgetPostStart, notePostStart } from './act/post-start.ts'
import { redeliver } from './act/redeliver.ts'
import { tellHook } from './act/tell-hook.ts'

const nothing = Promise.resolve()

/**
 * Carries out one planned step. Engine answers enter the inventory, so that the next pass sees them. Returns the promise of its call
 * instead of awaiting it: thousands of tasks wait for engines at a time, and each awaiting function costs half a KB.
 */
export function act({ step, message }: TaskPlan, acting: Acting): Promise<void> {
  const { seen, ports } = acting
  const { task } = seen.view
  const run = because(acting.run, message)
  switch (step.do) {
    case 'wait':
      return nothing
    case 'inspectImage':
      return inspectImage({ task, image: step.mounted }, ports, run)
    case 'pull':
      return pullImage({ task, image: step.mounted }, ports, run)
    case 'build':
      return buildImage(task, ports, run)
    case 'finish':
      return finish(step, { message, seen, ports })
    case 'forget':
      return forget(task, ports, { mayRun: seen.view.nodeGone === true })
    case 'removeCopy':
      return removeCopy(step, { ...acting, run })
    default:
      return actOnEngine(step, { ...acting, run })
  }
}

type EngineStep = Exclude<
  TaskStep,
  { do: 'wait' | 'inspectImage' | 'pull' | 'build' | 'finish' | 'forget' | 'removeCopy' }
>

function actOnEngine(step: EngineStep, acting: Acting): Promise<void> {
  const { node = '' } = acting.seen.view.task.spec
  const engine = engineOf(node, acting.ports)
  switch (step.do) {
    case 'create':
      return create(step, engine, acting)
    case 'start':
      return start(step.id, engine, acting)
    case 'unpause':
      return unpause(step.id, engine, acting)
    case 'postStart':
      return postStart(step.id, engine, acting)
    case 'rename':
      return rename(step, engine, acting)
    case 'update':
      return update(step.id, engine, acting)
    case 'connect':
      return connect(step, engine, acting)
    case 'disconnect':
      return disconnect(step, engine, acting)
    case 'restart':
      return restart(step.id, engine, acting)
    case 'recreate':
      return recreate(step, engine, acting)
    case 'stop':
      return end(step.id, engine, acting)
    case 'remove':
      return beforeRemoval(step, acting).then(() => remove(step.id, engine, acting))
  }
}

/** Makes durable before a removal that the task is to go; of a recreation, that the removal is ours and not by hand. */
function beforeRemoval({ toRecreate }: Extract<TaskStep, { do: 'remove' }>, { seen, ports }: Acting): Promise<void> {
  return toRecreate ? noteOurStop(seen.view.task, 0, ports) : ports.store.durable()
}

/** Ends it as the task's own would end: it may have data. */
async function removeCopy({ node, id }: Extract<TaskStep, { do: 'removeCopy' }>, acting: Acting): Promise<void> {
  const engine = engineOf(node, acting.ports)
  await acting.ports.store.durable()
  const { State } = acting.ports.inventory.host(node)?.containers.get(id) ?? {}
  if (State?.Status === 'paused') await engine.unpauseContainer({ id }, acting.run)
  if (State && isUp(State.Status)) await stop(id, engine, acting)
  return remove(id, engine, acting)
}

async function unpause(id: string, engine: Engine, acting: Acting): Promise<void> {
  await engine.unpauseContainer({ id }, acting.run)
  return refresh(id, engine, acting)
}

async function disconnect(
  { id, network }: { id: string; network: string },
  engine: Engine,
  acting: Acting,
): Promise<void> {
  await engine.disconnectNetwork({ id: network, container: id, force: true }, acting.run)
  return refresh(id, engine, acting)
}

async function recreate({ id, field }: { id: string; field: string }, engine: Engine, acting: Acting): Promise<void> {
  const { task } = acting.seen.view
  fuseField(task, field, acting.ports.store)
  await noteOurStop(task, 0, acting.ports)
  await stop(id, engine, acting)
  return remove(id, engine, acting)
}

/** Stops a container for good and removes it; that of a failed task is kept for inspection. */
async function end(id: string, engine: Engine, acting: Acting): Promise<void> {
  await acting.ports.store.durable() // after a crash the end must still be known, and a full disk stops the act here
  await stop(id, engine, acting)
  const isKept = acting.seen.view.task.status?.phase === 'Failed'
  return isKept ? refresh(id, engine, acting) : remove(id, engine, acting)
}

/**
 * Creates a container, and starts it if `starts`. The task's identity and node are durable before that, so that a crash leads to no second
 * container.
 */
async function create(
  { name, starts }: Extract<TaskStep, { do: 'create' }>,
  engine: Engine,
  acting: Acting,
): Promise<void> {
  const { seen, ports, run } = acting
  const { wanted } = seen
  if (!wanted || !(await hasItsVolumes(engine, acting))) return
  pinImage(seen.view.task, wanted.body.Image, ports)
  try {
    const platform = wanted.platform ? { platform: wanted.platform } : {}
    const body = await withCarried(createBody(seen.view.task, wanted.body, ports), engine, acting)
    const key = keyOf(seen.view.task)
    const made = await createNoted({ object: `Task/${key}`, node: engine.node }, ports, async () => {
      await ports.store.durable({ kind: 'Task', key })
      if (contentNeeds(seen.view.task, ports).length > 0) return // the bytes are being removed: the next pass waits for them
      tellUnreadProxies(seen.view.task, ports)
      return await engine.createContainer({ name, body, ...platform }, run)
    })
    if (!made) return
    const { id, existed } = made
    if (existed) return await refresh(id, engine, acting) // the next pass finds what it lacks, and starts it
    if (!(await hasItsVolumes(engine, acting))) return await takeBack(id, engine, acting)
    if (starts) return await start(id, engine, acting)
    await refresh(id, engine, acting)
    keepBaseline(seen.view.task, wanted, ports)
  } catch (error) {
    redeliver(seen.view.task, error, ports)
    if (!(await isNameHeld(error, { name, engine, acting }))) throw error
  }
}

/** Removes a container that was just created. It is inspected first, to know which anonymous volumes it brought. */
async function takeBack(id: string, engine: Engine, acting: Acting): Promise<void> {
  await refresh(id, engine, acting)
  return remove(id, engine, acting)
}

/**
 * Whether an error means that the name is taken, by another container or by our own after a lost answer. The next pass finds out which;
 * nothing has failed.
 */
async function isNameHeld(error: unknown, at: { name: string; engine: Engine; acting: Acting }): Promise<boolean> {
  const { name, engine, acting } = at
  if (!isEngineError(error, 'Conflict')) return false
  await refresh(name, engine, acting)
  return acting.ports.inventory.containerNamed(engine.node, name) !== undefined
}

/** Starts a container, after all steps that come before a start: one that a crash left `created` may lack some. */
async function start(id: string, engine: Engine, acting: Acting): Promise<void> {
  const { seen, ports, run } = acting
  const before = seen.containers.find((container) => container.Id === id)
  const endpoints = Object.values(before?.NetworkSettings.Networks ?? {})
  const attached = new Set(endpoints.map((endpoint) => endpoint.NetworkID))
  try {
    for (const { network, endpoint } of seen.wanted?.connectAfter ?? [])
      if (!attached.has(network)) await engine.connectNetwork({ id: network, container: id, endpoint }, run)
    noteOlderCopies(seen.view.task, ports)
    noteMounted(seen.view.task, engine.node, ports.store)
    await notePostStart(seen.view.task, ports)
    ports.inventory.expectStart(engine.node, id)
    await engine.startContainer({ id }, run)
    noteStarted(id, acting)
  } catch (error) {
    await refresh(id, engine, acting)
    redeliver(seen.view.task, error, ports)
    throw error
  }
  await refresh(id, engine, acting)
  const started = ports.inventory.host(engine.node)?.containers.get(id)
  if (started) noteLeft(engine.node, started, ports)
  // A container that existed before may have another spec or manual changes. These are drift, not a baseline.
  if (!before) keepBaseline(seen.view.task, seen.wanted, ports)
}

function noteStarted(id: string, { seen: { view }, ports }: Acting): void {
  const container = view.containers.find((candidate) => candidate.id === id)
  countRestart(view, container, ports)
  excuseRestart(view, container, ports)
  forgetOurStop(view.task, ports)
}

/** Runs the post-start hooks. A container that has ended meanwhile gets them at its next start. */
async function postStart(id: string, engine: Engine, acting: Acting): Promise<void> {
  const { seen, ports, run } = acting
  const { task } = seen.view
  try {
    await runHooks(task.spec.template.hooks?.postStart, {
      ...{ when: 'post-start', id, engine, run, ports, tell: tellHook(task, '', ports) },
    })
    forgetPostStart(task, ports)
  } catch (error) {
    if (!isEngineError(error, 'Conflict', 'NotFound')) throw error
    await refresh(id, engine, acting)
  }
}

async function update(id: string, engine: Engine, acting: Acting): Promise<void> {
  const { seen, ports, run } = acting
  const { view, wanted, containers } = seen
  const container = containers.find((candidate) => candidate.Id === id)
  if (!wanted || !container) return
  const baseline = baselineOfTask(keyOf(view.task), ports.store)
  const body = updateBody({ task: view.task, wanted, container, baseline }, ports)
  await engine.updateContainer({ id, body }, run)
  await refresh(id, engine, acting)
  noteLeftBy(({ heal }) => heal.by === 'update', { id, engine, acting })
}

/** Notes what a healing call has left as it was, of the drift that it was to heal: only a recreation changes it. */
function noteLeftBy(
  heals: (drift: DriftView) => boolean,
  { id, engine, acting: { seen, ports } }: { id: string; engine: Engine; acting: Acting },
): void {
  const { wanted, view } = seen
  const container = ports.inventory.host(engine.node)?.containers.get(id)
  if (!wanted || !container) return
  const baseline = baselineOfTask(keyOf(view.task), ports.store)
  const left = driftViews({ task: view.task, wanted, container, baseline }, ports).filter(heals)
  if (left.length > 0)
    noteStubborn(
      view.task,
      left.map(({ field }) => field),
      ports.store,
    )
}

async function connect(
  { id, network }: { id: string; network: string },
  engine: Engine,
  acting: Acting,
): Promise<void> {
  const wanted = acting.seen.wanted?.networks.find(
    (candidate) => candidate.id === network || candidate.name === network,
  )
  if (!wanted) return
  await engine.connectNetwork({ id: wanted.id, container: id, endpoint: wanted.endpoint }, acting.run)
  await refresh(id, engine, acting)
  const isOfIt = ({ field }: DriftView) => field.startsWith(`network ${wanted.name} `)
  noteLeftBy((drift) => drift.heal.by === 'disconnect' && isOfIt(drift), { id, engine, acting })
}

/** Stops a container, which the next pass starts again. The stop is noted first, so that it is not taken for a failure. */
async function restart(id: string, engine: Engine, acting: Acting): Promise<void> {
  const { ports, seen } = acting
  const { task, restartFor, containers } = seen.view
  countRestart(seen.view, containers[0], ports)
  await noteOurStop(task, restartFor ? 0 : 1, ports)
  await stop(id, engine, acting)
  await refresh(id, engine, acting)
}

async function rename({ id, name }: { id: string; name: string }, engine: Engine, acting: Acting): Promise<void> {
  const { ports, run } = acting
  if (isKeptFailure(name)) await makeWay({ id, name }, engine, acting)
  try {
    await engine.renameContainer({ id, name }, run)
    const renamed = ports.inventory.host(engine.node)?.containers.get(id)
    if (renamed) ports.inventory.putContainer(engine.node, { ...renamed, Name: `/${name}` })
  } catch (error) {
    if (!(await isNameHeld(error, { name, engine, acting }))) throw error
    await refresh(id, engine, acting)
  }
}

/** Removes an older kept failure of the slot, to free its name for a newer one that belongs to no task any more. */
async function makeWay({ id, name }: { id: string; name: string }, engine: Engine, acting: Acting): Promise<void> {
  const { seen, ports } = acting
  const held = ports.inventory.containerNamed(engine.node, name)
  if (held && isOfService(held, seen.view.task, ports)) await remove(held.Id, engine, acting)
  const kept = seen.containers.find((container) => container.Id === id)
  if (kept) noteLeft(engine.node, kept, ports)
}
