import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Engine, Verb, Verbs } from '../../../engine/engine.ts'
import type { Run } from '../../../engine/run.ts'
import { wrapEngine } from '../../../engine/wrap.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Store } from '../../../store/objects/store.ts'
import { lifeIn } from './loops.ts'
import { quiet, service, worldOf } from './world.ts'

const run: Run = { signal: new AbortController().signal, object: 'Task/stack/web', reason: 'it is measured' }

/**
 * Makes the loops' engine calls without the loops: on each node a network, and `each` containers that are created, started and inspected.
 * Returns how many became healthy.
 */
export async function bareCalls(nodes: number, each: number): Promise<number> {
  const one = await oneTask()
  const world = worldOf(nodes)
  let healthy = 0
  const onEvent = ({ action }: { readonly action: string }) => (healthy += action === 'health_status: healthy' ? 1 : 0)
  for (const host of world.hosts.values()) {
    const engine = host.engine()
    engine.watch({ onEvent, onReady: () => {}, onBroken: () => {} })
    void askFor(engine, one, each)
  }
  await quiet(world)
  return healthy
}

/** Makes the loops' store writes without the loops: writes each version that one task goes through, for all tasks. Returns their number. */
export async function bareWrites(tasks: number): Promise<number> {
  const { versions } = await oneTask()
  const world = worldOf(0)
  const { clock, random } = world
  const store = createStore({ clock, random, storage: world.storage.open(), state: new Map() })
  // Version by version across all tasks, as in a real run all tasks progress together.
  for (const version of versions) for (let index = 0; index < tasks; index++) write(store, `web-${index}`, version)
  await quiet(world)
  return store.list('Task').size
}

interface OneTask {
  readonly network: Parameters<Verbs['createNetwork']>[0]
  readonly container: Parameters<Verbs['createContainer']>[0]
  readonly versions: readonly V1Task[]
}

/** Runs the loops for a single task, and records their engine calls and the versions of the task that they write. */
async function oneTask(): Promise<OneTask> {
  const world = worldOf(1)
  const asked = new Map<Verb, unknown>()
  const { store } = lifeIn(world, (engine) =>
    wrapEngine(engine, ({ verb, args }, next) => {
      asked.set(verb, args)
      return next()
    }),
  ).ports
  const versions: V1Task[] = []
  store.watch('Task').subscribe(({ after }) => after && versions.push(after))
  store.create('Service', service('web', 'stack', 1))
  await quiet(world)
  const argsOf = <V extends Verb>(verb: V) => asked.get(verb) as Parameters<Verbs[V]>[0]
  return { network: argsOf('createNetwork'), container: argsOf('createContainer'), versions }
}

async function askFor(engine: Engine, { network, container }: OneTask, each: number): Promise<void> {
  const { id } = await engine.createNetwork(network, run)
  const { HostConfig, NetworkingConfig, ...body } = container.body
  const [endpoint = {}] = Object.values(NetworkingConfig?.EndpointsConfig ?? {})
  const here = {
    ...body,
    HostConfig: { ...HostConfig, NetworkMode: id },
    NetworkingConfig: { EndpointsConfig: { [id]: endpoint } },
  }
  for (let index = 0; index < each; index++) void askForOne(engine, `web-${index}`, here)
}

async function askForOne(engine: Engine, name: string, body: OneTask['container']['body']): Promise<void> {
  const labels = { ...body.Labels, 'reconcile.dev/name': name }
  const { id } = await engine.createContainer({ name, body: { ...body, Labels: labels } }, run)
  await engine.startContainer({ id }, run)
  await engine.inspectContainer({ id }, run)
}

function write(store: Store, name: string, { metadata, spec, status, ...type }: V1Task): void {
  const { namespace = '', labels = {} } = metadata
  const next = { spec, status: { ...status } as NonNullable<V1Task['status']> }
  if (store.get('Task', `${namespace}/${name}`)) store.put('Task', `${namespace}/${name}`, next)
  else store.create('Task', { ...type, metadata: { name, namespace, labels }, ...next })
}
