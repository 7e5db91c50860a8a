import type { Engine } from '../engine.ts'
import { unlessGone } from '../errors.ts'
import { makeGate } from '../gate.ts'
import type { Run } from '../run.ts'
import type { InventoryFeed } from './feed.ts'
import type { PastEnds } from './past-ends.ts'
import { finishedAt } from './state-order.ts'

/** Reads single objects of one host into the inventory, a few at a time. Rejects when the engine fails to answer. */
export interface Reader {
  /** Resolves with `again` where something newer arrived meanwhile. */
  container(id: string, run: Run): Promise<'done' | 'again'>
  /** Reads a Compose container. */
  composed(id: string, run: Run): Promise<void>
  network(id: string, run: Run): Promise<void>
  volume(name: string, run: Run): Promise<void>
  image(name: string, run: Run): Promise<void>
}

/** Fewer than an engine's limit of calls, so that loops need not wait for a relist. */
const readsAtOnce = 8

export function createReader(engine: Engine, inventory: InventoryFeed, pastEnds: PastEnds): Reader {
  const { node } = engine
  const gate = makeGate(readsAtOnce)
  const inTurn = <T>(run: Run, read: (asked: number) => Promise<T>) =>
    gate.enter(run.signal).then((leave) => read(inventory.stamp()).finally(leave))
  return {
    container: (id, run) =>
      inTurn(run, async (asked) => {
        const container = await unlessGone(engine.inspectContainer({ id }, run))
        if (!container) inventory.missContainer(node, id, asked)
        if (!container) return 'done'
        // Asked before a loop can see the exit, and take it for the container's own.
        const events = inventory.isEndUntold(node, container) ? await pastEnds(finishedAt(container), run) : undefined
        const isRead = inventory.readContainer(node, container, asked)
        if (events) inventory.notePastEnds(node, container, events)
        return isRead ? 'done' : 'again'
      }),
    // A filtered list is cheaper for an engine than an inspect, and has all that is kept.
    composed: (id, run) =>
      inTurn(run, async (asked) => {
        const found = await engine.listContainers({ ids: [id] }, run)
        inventory.readComposed(node, { found, asked, id })
      }),
    network: (id, run) =>
      inTurn(run, async (asked) => {
        const object = await unlessGone(engine.inspectNetwork({ id }, run))
        inventory.readNetwork(node, id, { object, asked })
      }),
    volume: (name, run) =>
      inTurn(run, async (asked) => {
        const object = await unlessGone(engine.inspectVolume({ name }, run))
        inventory.readVolume(node, name, { object, asked })
      }),
    image: (name, run) =>
      inTurn(run, async (asked) => {
        const object = await unlessGone(engine.inspectImage({ name }, run))
        inventory.readImage(node, name, { object, asked })
      }),
  }
}
