import type { Random } from '../../clock/random.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Installation } from '../../controllers/installation.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { memoryStorage } from '../../store/storage/memory.ts'
import { hostOf, runCopy } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

// A story of machines that fail, come back, are given up, declared again, renamed, swapped, drained, or run copies of each other's
// containers, and of a state that is restored from a backup. At rest each replica has one task, and each task one container, on its node
// (S5, S6).

const MACHINES = ['a', 'b', 'c']
const REST_MS = 300_000

interface Fleet {
  readonly world: TestWorld
  readonly random: Random
  life: Installation
  /** The machine of each node. */
  readonly names: Map<string, string>
  readonly down: Map<string, 'off' | 'hung'>
  storage: TestWorld['world']['storage']
  backup: ReturnType<TestWorld['world']['storage']['copy']> | undefined
  image: string
  replicas: number
}

/** Runs a story of this many events, and returns the violations at its end. */
export async function storyOfNodes(random: Random, events: number): Promise<readonly string[]> {
  const world = aWorld({ nodes: MACHINES, images: { 'app:1': RUNS, 'app:2': RUNS }, seed: random.next() * 1e6 })
  const names = new Map(MACHINES.map((name) => [name, name]))
  const fleet: Fleet = {
    ...{ world, random, names, life: world.life(), down: new Map(), storage: world.world.storage },
    ...{ backup: undefined, image: 'app:1', replicas: 2 },
  }
  declare(fleet)
  await world.pass(60_000)
  for (let n = 0; n < events; n++) {
    await pick(fleet, EVENTS)(fleet)
    await world.pass(pick(fleet, [50, 500, 5_000, 30_000, 90_000]))
  }
  await comeToRest(fleet)
  const found = violations(fleet)
  await fleet.life.stop()
  return found
}

function pick<T>({ random }: Pick<Fleet, 'random'>, of: readonly T[]): T {
  return of[Math.floor(random.next() * of.length)] as T
}

const data = [{ type: 'Volume' as const, source: 'data', target: '/data' }]

/** The declared services by name, each with its number of containers. */
function services({ image, replicas }: Fleet): ReadonlyMap<string, { spec: V1ServiceSpec; count: number }> {
  const startFirst = { order: 'StartFirst' as const }
  return new Map([
    ['web', { spec: { replicas, template: { image } }, count: replicas }],
    ['db', { spec: { template: { image, mounts: data } }, count: 1 }],
    ['first', { spec: { template: { image }, updateStrategy: startFirst }, count: 1 }],
    ['every', { spec: { mode: 'Global' as const, template: { image } }, count: MACHINES.length }],
  ])
}

function declare(fleet: Fleet): void {
  const { store } = fleet.life.ports
  const metadata = (name: string) => ({ name, namespace: 'shop' })
  if (!store.get('Volume', 'shop/data'))
    store.create('Volume', { apiVersion: API_VERSION, kind: 'Volume', metadata: metadata('data'), spec: {} })
  for (const [name, { spec }] of services(fleet))
    if (store.get('Service', `shop/${name}`))
      store.update('Service', `shop/${name}`, (draft) => void (draft.spec = spec))
    else store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata: metadata(name), spec })
}

/** Stops the controllers, and starts them with the present nodes. */
async function begin(fleet: Fleet): Promise<void> {
  const { world, names } = fleet
  const stopping = fleet.life.stop()
  await world.settle()
  await stopping
  const named = ([node, machine]: readonly [string, string]): [string, SimulatedHost] => {
    const host = hostOf(world, machine)
    return [node, { ...host, node, engine: () => ({ ...host.engine(), node }) }]
  }
  const hosts = new Map([...names].map(named))
  const contents = fixedContents(new Map(), world.world.clock)
  fleet.life = startLife({ ...world.world, hosts, storage: fleet.storage }, { installation: 'default', contents })
}

async function giveUp(fleet: Fleet, node: string): Promise<void> {
  fleet.names.delete(node)
  fleet.life.ports.store.delete('Node', node)
}

/** Declares a node for a machine, under the machine's name or another. */
function declareMachine({ names, random }: Fleet, machine: string): void {
  const isOther = names.has(machine) || random.next() < 0.4
  names.set(isOther ? `${machine}${Math.floor(random.next() * 1e6)}` : machine, machine)
}

function undeclared({ names }: Fleet): readonly string[] {
  const used = new Set(names.values())
  return MACHINES.filter((machine) => !used.has(machine))
}

function bringBack(fleet: Fleet, machine: string): void {
  const how = fleet.down.get(machine)
  if (how === 'off') hostOf(fleet.world, machine).restart()
  if (how === 'hung') hostOf(fleet.world, machine).thaw()
  fleet.down.delete(machine)
}

function fail(fleet: Fleet, how: 'off' | 'hung'): void {
  const machine = pick(fleet, MACHINES)
  if (fleet.down.has(machine)) return
  fleet.down.set(machine, how)
  if (how === 'off') hostOf(fleet.world, machine).crash()
  else hostOf(fleet.world, machine).hang()
}

function setDrain({ life, names }: Fleet, nodes: readonly string[] = [...names.keys()], drain = false): void {
  for (const node of nodes) life.ports.store.update('Node', node, ({ spec }) => void (spec.drain = drain))
}

function approveAll({ life: { ports }, names, world }: Fleet): void {
  for (const [node, machine] of names) {
    const { id } = hostOf(world, machine).state.info
    const recorded = ports.store.get('Node', node)?.status?.engineID
    if (recorded !== undefined && recorded !== id) ports.store.putFact('approval', `Node/${node}`, id)
  }
}

/** The possible events. Some are listed more than once to be drawn more often. */
const EVENTS: readonly ((fleet: Fleet) => void | Promise<void>)[] = [
  (fleet) => fail(fleet, 'off'),
  (fleet) => fail(fleet, 'hung'),
  (fleet) => [...fleet.down.keys()].forEach((machine) => bringBack(fleet, machine)),
  (fleet) => bringBack(fleet, pick(fleet, MACHINES)),
  copy,
  copy,
  async (fleet) => {
    if (fleet.names.size < 2) return
    await giveUp(fleet, pick(fleet, [...fleet.names.keys()]))
    await begin(fleet)
  },
  redeclare,
  redeclare,
  async (fleet) => {
    const [node, machine] = pick(fleet, [...fleet.names])
    await giveUp(fleet, node)
    declareMachine(fleet, machine)
    await begin(fleet)
  },
  swap,
  approveAll,
  (fleet) => setDrain(fleet, [pick(fleet, [...fleet.names.keys()])], true),
  (fleet) => setDrain(fleet),
  (fleet) => {
    fleet.image = pick(fleet, ['app:1', 'app:2'])
    declare(fleet)
  },
  (fleet) => {
    fleet.replicas = pick(fleet, [1, 2, 3])
    declare(fleet)
  },
  begin,
  (fleet) =>
    askRestart(
      fleet.life.ports.store,
      `shop/${pick(fleet, [...services(fleet).keys()])}`,
      fleet.life.ports.clock.now(),
    ),
  (fleet) => void (fleet.backup = fleet.storage.copy()),
  restore,
]

function copy(fleet: Fleet): void {
  const [from, to] = [pick(fleet, MACHINES), pick(fleet, MACHINES)]
  if (from === to || fleet.down.has(from) || fleet.down.has(to)) return
  const [seen] = hostOf(fleet.world, from).containers()
  const names = new Set(
    hostOf(fleet.world, to)
      .containers()
      .map(({ Name }) => Name),
  )
  if (seen && !names.has(seen.Name)) runCopy(fleet.world, from, to)
}

async function redeclare(fleet: Fleet): Promise<void> {
  const free = undeclared(fleet)
  if (free.length === 0) return
  declareMachine(fleet, pick(fleet, free))
  await begin(fleet)
}

async function swap(fleet: Fleet): Promise<void> {
  const [one, other] = [pick(fleet, [...fleet.names]), pick(fleet, [...fleet.names])]
  fleet.names.set(one[0], other[1]).set(other[0], one[1])
  await begin(fleet)
}

async function restore(fleet: Fleet): Promise<void> {
  const { backup, world, names } = fleet
  if (!backup) return
  fleet.storage = memoryStorage({ clock: world.world.clock, random: world.world.random, initial: backup })
  await begin(fleet)
  const { store } = fleet.life.ports
  for (const node of [...store.list('Node').keys()]) if (!names.has(node)) store.delete('Node', node)
  declare(fleet)
}

/** Brings all machines back, declares a node for each, ends drains, approves changed engines, and waits. */
async function comeToRest(fleet: Fleet): Promise<void> {
  for (const machine of MACHINES) bringBack(fleet, machine)
  for (const machine of undeclared(fleet)) declareMachine(fleet, machine)
  setDrain(
    fleet,
    [...fleet.names.keys()].filter((node) => fleet.life.ports.store.get('Node', node)),
  )
  await begin(fleet)
  await fleet.world.pass(30_000)
  setDrain(fleet)
  approveAll(fleet)
  await fleet.world.pass(REST_MS)
}

function violations(fleet: Fleet): readonly string[] {
  const { life, names, world } = fleet
  const { store } = life.ports
  const placed = [...names].flatMap(([node, machine]) =>
    hostOf(world, machine)
      .containers()
      .map((container) => ({ node, container, own: container.Config.Labels ?? {} })),
  )
  const strays = placed.flatMap(({ node, container, own }) => {
    const task = store.get('Task', keyFor(own[labels.stack], own[labels.task] ?? ''))
    return task?.spec.node === node ? [] : [`${container.Name} on ${node} is of ${task?.spec.node ?? 'no'} task`]
  })
  const counts = [...services(fleet)].flatMap(([name, { count }]) => {
    const own = placed.filter((each) => each.own[labels.name] === name && each.container.State.Status === 'running')
    return own.length === count ? [] : [`${name} runs ${own.length} times, and is to run ${count} times`]
  })
  return [...strays, ...counts]
}
