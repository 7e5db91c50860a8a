import { deepEqual } from 'node:assert/strict'
import type { LogEntry } from '../../../../api/v1/installation/answers.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import { pause } from '../../../../clock/sleep.ts'
import { logs } from '../../../../cli/local/logs/logs.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aWorld, type TestWorld } from '../../../support/world.ts'
import { aCore } from '../local-core.ts'

const WEB = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const DELAYED = 'node b does not answer yet: what the others wrote is shown once it does, or fails to'

/** Two tasks on each of two hosts, of which one takes connections and does not answer them. */
async function aFrozenHost(): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'] })
  world.service('web', { replicas: 4, template: { image: 'nginx' } })
  await world.settle()
  for (const container of world.world.hosts.get('a')?.containers() ?? [])
    world.world.hosts.get('a')?.byHand.log(container.Id, 'hello')
  return world
}

function frozen(world: TestWorld, engine: Engine): Engine {
  const detail = 'no answer within 60 s'
  const silence = async () => {
    await pause(world.world.clock, 60_000, new AbortController().signal)
    throw new EngineError('Timeout', { node: engine.node, tried: 'read logs', detail, obstacle: 'NoAnswer' })
  }
  return { ...engine, logs: silence }
}

/** Reads the logs; answers what is shown meanwhile, and how it ends. */
function read(world: TestWorld, isFrozen: (node: string) => boolean) {
  const { store, installation } = world.life().ports
  const through = (engine: Engine) => (isFrozen(engine.node) ? frozen(world, engine) : engine)
  const engines = async () => new Map([...world.world.hosts].map(([node, host]) => [node, through(host.engine())]))
  const begin = async () => world.life()
  const core = { ...aCore('/nowhere'), store, installation, clock: world.world.clock, engines, begin }
  const shown: string[] = []
  const show = ({ source, text, notice }: LogEntry) => shown.push(notice ? text : `${source}: ${text}`)
  const asked = { refs: [WEB], follow: false, timestamps: false, signal: new AbortController().signal }
  const over = (async () => {
    for await (const entry of logs(core, asked)) show(entry)
  })().then(
    () => 'over',
    ({ message, exit, remedy }) => [exit, message, remedy],
  )
  return { shown, over }
}

describe('logs of which a host does not answer', () => {
  it('say soon what they wait for, and have what the others wrote once it fails', async () => {
    const world = await aFrozenHost()
    const { shown, over } = read(world, (node) => node === 'b')
    await new Promise((resolve) => setImmediate(resolve))
    await world.pass(4_000)
    deepEqual(shown, [DELAYED])
    await world.pass(60_000)
    deepEqual(await over, 'over')
    deepEqual(shown, [
      DELAYED,
      'shop-web-1: hello',
      'node b does not answer: no answer within 60 s; the rest of what its containers wrote is missing',
      'shop-web-3: hello',
    ])
  })

  it('say nothing of one that answers in time', async () => {
    const world = await aFrozenHost()
    const { shown, over } = read(world, () => false)
    await world.pass(4_000)
    deepEqual(await over, 'over')
    deepEqual(shown, ['shop-web-1: hello', 'shop-web-3: hello'])
  })

  it('fail if none answers, and say what to do about the first', async () => {
    const world = await aFrozenHost()
    const { over } = read(world, () => true)
    await new Promise((resolve) => setImmediate(resolve))
    await world.pass(61_000)
    deepEqual(await over, [
      exits.unreachable,
      "the engine of node a can't be reached: no answer within 60 s",
      'restart the engine, which takes connections and does not answer them, or correct spec.engine in the manifest of node a',
    ])
  })
})
