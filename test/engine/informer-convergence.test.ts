import assert from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createInventory } from '../../engine/informer/create-inventory.ts'
import { startInformer } from '../../engine/informer/informer.ts'
import { sameContainer } from '../../engine/informer/same.ts'
import type { Run } from '../../engine/run.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { inShare } from '../support/share.ts'

const seeds = inShare(30, 500)
const minute = 60_000

/** A host on which people and a loop of ours act at random, and the informer that watches it. */
function scene(seed: number) {
  const random = seededRandom(seed)
  const clock = virtualClock({ seed, start: Date.UTC(2026, 0, 1) })
  const images = { 'app:1': { behaviour: { healthyAfterMs: 300 } } }
  const host = createSimulatedHost({ node: 'h1', clock, random: seededRandom(seed + 1), images })
  const engine = host.engine()
  const inventory = createInventory({ installation: 'default' })
  const settings = { relistMs: 5 * minute, heartbeatMs: 15_000, nodeGraceMs: 40_000 }
  const informer = startInformer({
    ...{ engine, clock, random, settings, installation: 'default', inventory },
    ...{ ownerOf: () => undefined, isAlone: true },
  })
  const newRun = (): Run => ({ signal: new AbortController().signal, object: 'Task/a/b', reason: 'test' })
  const below = (n: number) => Math.floor(random.next() * n)
  const runFor = async (ms: number) => {
    const cancel = clock.after(ms, () => {})
    await clock.runUntilQuiet({ until: clock.now() + ms, steps: 1_000_000 })
    cancel()
  }
  return { random, clock, host, engine, inventory, informer, newRun, below, runFor }
}

type Scene = ReturnType<typeof scene>

function body(i: number, policy: string) {
  return {
    Image: 'app:1',
    Cmd: ['serve'],
    Labels: { 'reconcile.dev/installation': 'default', 'reconcile.dev/task': `t${i}` },
    ...(i % 2 ? { Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9 } } : {}),
    HostConfig: { RestartPolicy: { Name: policy } },
  }
}

/** An act of a person on the host. The host may refuse any of them, which is a case as well. */
function actByHand({ host, below }: Scene): void {
  const names = host.containers().map(({ Name }) => Name.slice(1))
  const name = names[below(names.length)] ?? 'none'
  const running = host.containers().filter(({ State }) => State.Status === 'running')
  // Acts on running containers only: connecting a stopped one emits no event, and disconnecting one looks like its end. The next list shows
  // both.
  const alive = running[below(running.length)]?.Name.slice(1) ?? 'none'
  const { byHand } = host
  const run = () =>
    byHand.run(`c${below(12)}`, body(below(6), ['no', 'unless-stopped', 'on-failure'][below(3)] ?? 'no'))
  const acts: readonly (() => unknown)[] = [
    ...Array.from({ length: 5 }, () => run),
    () => byHand.start(name),
    () => byHand.stop(name, 0),
    () => byHand.kill(name),
    () => byHand.remove(name),
    () => byHand.pause(name),
    () => byHand.unpause(name),
    () => byHand.rename(name, `c${below(12)}`),
    () => byHand.update(name, { Memory: (below(4) + 1) << 26, MemorySwap: -1 }),
    () => byHand.exit(name, below(3)),
    () => byHand.setHealth(alive, below(2) ? 'healthy' : 'unhealthy'),
    () => byHand.createNetwork({ Name: `n${below(3)}` }),
    () => byHand.removeNetwork(`n${below(3)}`),
    () => byHand.connect(`n${below(3)}`, alive),
    () => byHand.disconnect(`n${below(3)}`, alive),
    () => byHand.createVolume({ Name: `v${below(3)}` }),
    () => byHand.removeVolume(`v${below(3)}`),
    () => below(5) === 0 && byHand.prune(),
  ]
  try {
    acts[below(acts.length)]?.()
  } catch {
    // Refused.
  }
}

/** An act of a loop of ours: a call, and a put of its answer into the inventory, whatever events came meanwhile. */
async function actAsLoop({ host, engine, inventory, newRun, below }: Scene): Promise<void> {
  const run = newRun()
  const ids = host.containers().map(({ Id }) => Id)
  const id = ids[below(ids.length)] ?? 'none'
  const putAsItIs = async (of: string) => inventory.putContainer('h1', await engine.inspectContainer({ id: of }, run))
  const acts: readonly (() => Promise<unknown>)[] = [
    () => putAsItIs(id),
    () => engine.startContainer({ id }, run).then(() => putAsItIs(id)),
    () => engine.removeContainer({ id, force: true }, run).then(() => inventory.dropContainer('h1', id)),
    async () => {
      inventory.expectStop('h1', id)
      await engine.stopContainer({ id, timeoutSeconds: 0 }, run)
      await putAsItIs(id)
    },
    async () => {
      const made = await engine.createContainer({ name: `own${below(4)}`, body: body(below(6), 'unless-stopped') }, run)
      await putAsItIs(made.id)
      await engine.startContainer({ id: made.id }, run)
      await putAsItIs(made.id)
    },
  ]
  await acts[below(acts.length)]?.().catch(() => {})
}

function assertTrue(one: Scene, hasLists: boolean): void {
  const { networks, volumes } = one.host.state
  const view = one.inventory.host('h1')
  assert.ok(view, 'nothing is known of the host')
  assertContainers(one, view.containers, hasLists)
  assert.deepEqual([...view.networks.keys()].sort(), [...networks.keys()].sort())
  assert.deepEqual([...view.volumes.keys()].sort(), [...volumes.keys()].sort())
}

type Known = ReadonlyMap<string, ContainerInspect>

function assertContainers({ host, inventory }: Scene, known: Known, hasLists: boolean): void {
  const truth = new Map(host.containers().map((container) => [container.Id, container]))
  assert.deepEqual([...known.keys()].sort(), [...truth.keys()].sort())
  for (const [id, container] of known) {
    const real = truth.get(id)
    // A start that failed emits no event: its caller knows, and everybody else learns it from the next list.
    if (!hasLists && real?.State.Error) continue
    if (!real || !sameContainer(container, real)) assert.deepEqual(container, real)
    const task = container.Config.Labels?.['reconcile.dev/task'] ?? ''
    assert.equal(inventory.containersOf(task).filter(({ container: { Id } }) => Id === id).length, 1)
    assert.equal(inventory.containerNamed('h1', container.Name.slice(1))?.Id, id)
  }
}

async function actFor(one: Scene, steps: number, trouble: () => void = () => {}): Promise<void> {
  for (let i = 0; i < steps; i++) {
    if (one.below(3) > 0) actByHand(one)
    else void actAsLoop(one)
    trouble()
    await one.runFor(one.below(4) * one.below(40))
  }
}

describe('the inventory, at rest, is what the host has', function () {
  this.timeout(300_000)

  it(`from events alone, whatever overtakes what (${seeds} seeds)`, async () => {
    let seen = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const one = scene(seed)
      await one.runFor(1_000)
      await actFor(one, 60)
      await one.runFor(1 * minute)
      seen += one.inventory.host('h1')?.containers.size ?? 0
      assert.doesNotThrow(() => assertTrue(one, false), `seed ${seed}`)
      one.informer.stop()
    }
    assert.ok(seen > seeds, `only ${seen} containers were there to be compared`)
  })

  it(`after lost events, broken streams, hangs and power cuts (${seeds} seeds)`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const one = scene(seed)
      const { host, below } = one
      const troubles: readonly (() => void)[] = [
        () => host.dropEvents(below(2) === 0),
        () => host.breakStream(),
        () => host.loseEvent(1 + below(5)),
        () => host.failNext('inspectContainer', { status: 500, message: 'no' }),
        () => host.failNext('listContainers', { code: 'Unreachable', message: 'no' }),
        () => host.hang(),
        () => host.thaw(),
        () => host.crash(),
        () => host.restart(),
      ]
      await actFor(one, 60, () => below(5) === 0 && troubles[below(troubles.length)]?.())
      host.thaw()
      host.restart()
      host.dropEvents(false)
      await one.runFor(12 * minute)
      assert.equal(one.inventory.host('h1')?.unreachable, undefined, `seed ${seed}`)
      assert.doesNotThrow(() => assertTrue(one, true), `seed ${seed}`)
      one.informer.stop()
    }
  })

  it('is the same, call for call, for the same seed', async () => {
    const logOf = async (seed: number) => {
      const one = scene(seed)
      const log: string[] = []
      one.inventory.watch().subscribe(({ type, id }) => log.push(`${one.clock.now()} ${type} ${id}`))
      await actFor(one, 60)
      one.informer.stop()
      return log
    }
    for (const seed of [1, 2, 3]) assert.deepEqual(await logOf(seed), await logOf(seed))
  })
})
