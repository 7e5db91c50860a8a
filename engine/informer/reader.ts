import type { Engine } from '../engine.ts'
import { isEngineError } from '../errors.ts'
import { makeGate } from '../gate.ts'
import type { Run } from '../run.ts'
import type { InventoryFeed } from './feed.ts'

/** Reads single objects of one host into the inventory, a few at a time. Rejects when the engine does not answer. */
export interface Reader {
  /** `again` where something newer came while it was read. */
  container(id: string, run: Run): Promise<'done' | 'again'>
  /** One that docker compose made. */
  composed(id: string, run: Run): Promise<void>
  network(id: string, run: Run): Promise<void>
  volume(name: string, run: Run): Promise<void>
  image(name: string, run: Run): Promise<void>
}

/** Fewer than an engine's limit of calls: the loops are not to wait behind a relist. */
const readsAtOnce = 8

export function createReader(engine: Engine, inventory: InventoryFeed): Reader {
  const { node } = engine
  const gate = makeGate(readsAtOnce)
  const inTurn = <T>(run: Run, read: () => Promise<T>, missing: () => T) =>
    gate.enter(run.signal).then((leave) => unlessMissing(read, missing).finally(leave))
  return {
    container: (id, run) => inTurn(run, ...containerRead(engine, inventory, { id, run })),
    composed: (id, run) => inTurn(run, () => readComposed(engine, inventory, { id, run }), nothing),
    network: (id, run) =>
      inTurn(
        run,
        async () => inventory.putNetwork(node, await engine.inspectNetwork({ id }, run)),
        () => inventory.dropNetwork(node, id),
      ),
    volume: (name, run) =>
      inTurn(
        run,
        async () => inventory.putVolume(node, await engine.inspectVolume({ name }, run)),
        () => inventory.dropVolume(node, name),
      ),
    image: (name, run) =>
      inTurn(
        run,
        async () => inventory.putImage(node, name, await engine.inspectImage({ name }, run)),
        () => inventory.putImage(node, name, 'absent'),
      ),
  }
}

function containerRead(engine: Engine, inventory: InventoryFeed, { id, run }: { id: string; run: Run }) {
  let asked = 0
  const read = async (): Promise<'done' | 'again'> => {
    asked = inventory.stamp()
    const container = await engine.inspectContainer({ id }, run)
    return inventory.readContainer(engine.node, container, asked) ? 'done' : 'again'
  }
  const missing = (): 'done' | 'again' => {
    inventory.missContainer(engine.node, id, asked)
    return 'done'
  }
  return [read, missing] as const
}

const nothing = () => undefined

/** By a list of it alone, which takes an engine less than an inspect, and says all that is kept. */
async function readComposed(engine: Engine, inventory: InventoryFeed, { id, run }: { id: string; run: Run }) {
  const asked = inventory.stamp()
  const found = await engine.listContainers({ ids: [id] }, run)
  inventory.readComposed(engine.node, { found, asked, id })
}

async function unlessMissing<T>(read: () => Promise<T>, missing: () => T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (isEngineError(error, 'NotFound')) return missing()
    throw error
  }
}
