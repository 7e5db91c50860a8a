import type { BehaviorSubject } from 'rxjs'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { startLife, type World } from '../../plan/world.ts'
import { asRestored } from '../../cli/local/backup.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import type { Installation } from '../../controllers/installation.ts'
import { memoryStorage } from '../../store/storage/memory.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { TestWorld } from './world.ts'

/** The host of a node. */
export function hostOf({ world }: TestWorld, node: string): SimulatedHost {
  return world.hosts.get(node) as SimulatedHost
}

/** Copies a container and its networks from one host to another, as if the other were restored from a copy of the machine. */
export function runCopy(world: TestWorld, from: string, to: string): void {
  const [source, target] = [hostOf(world, from), hostOf(world, to)]
  const [seen] = source.containers()
  if (!seen) throw new Error(`nothing runs on ${from}`)
  const ids = new Map(
    Object.keys(seen.NetworkSettings.Networks).map((name) => [name, networkOn(target, name, source)] as const),
  )
  const endpoints = Object.entries(seen.NetworkSettings.Networks).map(
    ([name, { Aliases }]) => [ids.get(name), { Aliases: Aliases ?? [] }] as const,
  )
  const { NetworkMode: mode = '' } = seen.HostConfig
  const own = [...source.state.networks.values()].find(({ id, name }) => id === mode || name === mode)
  target.byHand.run(seen.Name.slice(1), {
    ...seen.Config,
    Image: seen.Config.Image,
    HostConfig: { ...seen.HostConfig, NetworkMode: ids.get(own?.name ?? '') ?? mode },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  })
}

/** The id of a network on a host; creates it like the one on `source` if it does not exist. */
function networkOn({ state, byHand }: SimulatedHost, name: string, source: SimulatedHost): string {
  const found = [...state.networks.values()].find((each) => each.name === name)
  if (found) return found.id
  const seen = [...source.state.networks.values()].find((each) => each.name === name)
  return byHand.createNetwork({ ...seen?.body, Name: name })
}

/** All containers as `node name state`, sorted. */
export function containersIn(world: TestWorld): readonly string[] {
  return [...world.world.hosts]
    .flatMap(([node, host]) => host.containers().map(({ Name, State }) => `${node} ${Name.slice(1)} ${State.Status}`))
    .sort()
}

/** Stops the controllers, and starts them again with only these hosts. */
export function livesOn(world: TestWorld, life: Installation, names: readonly string[]): Promise<Installation> {
  return startAnew(world, life, { names, storage: world.world.storage })
}

interface Restoring {
  /** The hosts that there are; absent: all. */
  readonly names?: readonly string[]
  /** Whether watched directories are still to be read; absent: none is. */
  readonly unread?: BehaviorSubject<boolean>
}

/** Stops the controllers, and starts them again from an earlier state, as after a restore. */
export function fromBackup(
  world: TestWorld,
  initial: ReadonlyMap<string, Json>,
  { names = [...world.world.hosts.keys()], ...given }: Restoring = {},
): Promise<Installation> {
  const { clock, random } = world.world
  return startAnew(world, world.life(), { names, storage: memoryStorage({ clock, random, initial }), ...given })
}

interface Anew extends Restoring {
  readonly names: readonly string[]
  readonly storage: World['storage']
}

async function startAnew(world: TestWorld, life: Installation, anew: Anew): Promise<Installation> {
  const { names, storage, ...given } = anew
  const stopping = life.stop()
  await world.settle()
  await stopping
  const hosts = new Map(names.map((name) => [name, hostOf(world, name)]))
  const contents = fixedContents(new Map(), world.world.clock)
  return startLife({ ...world.world, hosts, storage }, { installation: 'default', contents, ...given })
}

/** Longer than anything of these stories takes. */
const DONE_MS = 60_000

/** Lets all be done. */
export async function untilDone(world: TestWorld): Promise<void> {
  await world.settle()
  await world.pass(DONE_MS)
}

/**
 * Takes a backup, and then moves the service `shop/web`, which is on one of the nodes a and b, to the other one: with its volume `data`
 * brought there by hand, as a person would.
 */
export async function movedAfterBackup(world: TestWorld) {
  const { store } = world.life().ports
  const from = world.tasks()[0]?.spec.node ?? ''
  const to = from === 'a' ? 'b' : 'a'
  const backup = asRestored(store)
  hostOf(world, to).byHand.createVolume({ Name: 'shop_data' })
  store.update('Node', from, ({ spec }) => void (spec.drain = true))
  await world.settle()
  askRestart(store, 'shop/web', world.world.clock.now())
  await untilDone(world)
  return { from, to, backup }
}
