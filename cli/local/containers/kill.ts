import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { KillRequest } from '../../../api/v1/installation/kill.ts'
import { labels } from '../../../api/v1/labels.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import { isKeptFailure, keyFor } from '../../../api/v1/names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { refresh } from '../../../controllers/task/act/container-calls.ts'
import { noteOurStop } from '../../../controllers/task/act/our-stop.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import { isOneOff } from '../../../engine/container/one-off.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Run } from '../../../engine/run.ts'
import { signalNumber } from '../../../api/v1/signal.ts'
import { endsContainer } from '../../../engine/signal.ts'
import type { Core } from '../open/core.ts'
import { runsOf } from '../logs/runs.ts'
import { oneOffEnded, oneOffsOf } from '../one-off/named.ts'
import { refuseSilent, refuseUnreachable } from '../unreachable.ts'
import { engineOf, noneRuns, type Placed } from './running-containers.ts'

/** Sends a signal to the containers of services, tasks or stacks, including one-offs. If they end, the loops decide what follows. */
export async function* kill(core: Core, loops: Loops, request: KillRequest): AsyncGenerator<ProgressEvent> {
  const { refs, signalName = 'SIGKILL', signal } = request
  if (signalNumber(signalName) === undefined)
    throw new InstallationError(exits.usage, `there is no signal ${signalName}`, { remedy: 'name one, as SIGHUP or 9' })
  const nodes = nodesOf(core, refs)
  refuseUnreachable(loops, (node) => nodes.has(node))
  const runs = { inventory: loops.inventory, store: core.store, installation: core.installation }
  const running: Placed[] = []
  for (const ref of refs) {
    const asked = { signal, object: describeRef(ref), reason: 'a person sends a signal' }
    const oneOffs = request.gracefully ? [] : await oneOffsOf(core, ref, asked)
    const found = runsOf({ ...runs, oneOffs }, [ref]).filter(({ container }) => isGoing(container))
    if (found.length === 0) refuseSilent(loops)
    if (found.length === 0) throw ref.kind === 'Task' && oneOffs.length > 0 ? oneOffEnded(ref) : noneRuns(ref)
    running.push(...found)
  }
  const distinct = new Map(running.map((placed) => [placed.container.Id, placed])).values()
  const told: Placed[] = []
  for (const placed of distinct) {
    const object = objectOf(placed.container)
    const run = { signal, object, reason: 'a person sends a signal' }
    try {
      const { Id: id } = placed.container
      const engine = await engineOf(core, placed.node)
      if (request.gracefully) await endToStartAgain(placed, engine, { ports: loops.ports, run })
      else await engine.killContainer({ id, signal: signalName }, run)
    } catch (error) {
      if (!isEngineError(error, 'Conflict', 'NotFound')) throw error
      continue // it has ended meanwhile
    }
    told.push(placed)
    yield { type: 'resource', object, change: 'killed', details: [`${signalName} to ${nameOf(placed.container)}`] }
  }
  yield { type: 'outcome', exit: exits.converged, message: after(core, told, signalName) }
}

/** The nodes of the tasks that the refs mean. */
function nodesOf({ store }: Core, refs: readonly ObjectRef[]): ReadonlySet<string> {
  const tasks = refs.flatMap(({ kind, namespace, name }) => {
    if (kind === 'Stack') return [...store.by('Task', 'namespace', name).values()]
    if (kind === 'Service') return [...store.by('Task', 'service', keyFor(namespace, name)).values()]
    return store.get('Task', keyFor(namespace, name)) ?? []
  })
  return new Set(tasks.flatMap(({ spec }) => spec.node ?? []))
}

function isGoing({ Name, State }: HostContainer): boolean {
  return !isKeptFailure(Name) && isUp(State.Status)
}

/**
 * Describes what was sent and what happens to containers that it ends. One-off containers are not mentioned, as they are expected to end.
 */
function after({ store, purpose }: Core, told: readonly Placed[], signalName: string): string {
  const count = told.length === 1 ? '1 container' : `${told.length} containers`
  const sent = `sent ${signalName} to ${count}`
  const ending = told.filter(
    ({ container: { Config } }) => endsContainer(signalName, Config.StopSignal) && !isOneOff(Config.Labels),
  )
  if (ending.length === 0) return sent
  const stays = ending.filter(({ container }) => {
    const { [labels.stack]: stack, [labels.task]: task = '' } = container.Config.Labels ?? {}
    return store.get('Task', keyFor(stack, task))?.spec.template.restartPolicy?.condition === 'Never'
  })
  const ends =
    stays.length === 0
      ? ''
      : `; ${listNames(stays.map(({ container }) => nameOf(container)))} stays ended, as its restart policy says`
  if (stays.length === ending.length) return `${sent}${ends}`
  const them = ending.length - stays.length === 1 ? 'it' : 'them'
  const who = purpose === 'serve' ? 'serve' : 'the next apply or serve'
  return `${sent}; ${who} starts ${them} again, as \`reconcile stop\` is how to end ${them}${ends}`
}

/**
 * Ends a container for a restart. Its exit is recorded as requested by us, so that it does not count as completed or failed, whatever its
 * exit code.
 */
async function endToStartAgain(
  { container }: Placed,
  engine: Engine,
  { ports, run }: { readonly ports: Loops['ports']; readonly run: Run },
): Promise<void> {
  const { Id: id, Config } = container
  const { [labels.stack]: stack, [labels.task]: name = '' } = Config.Labels ?? {}
  const task = ports.store.get('Task', keyFor(stack, name))
  if (task) await noteOurStop(task, 0, ports)
  await engine.stopContainer({ id }, run)
  await refresh(id, engine, { ports, run })
}

function objectOf(container: HostContainer): string {
  const { [labels.stack]: stack, [labels.task]: task } = container.Config.Labels ?? {}
  return task === undefined ? `Container/${stack}/${nameOf(container)}` : `Task/${stack}/${task}`
}
