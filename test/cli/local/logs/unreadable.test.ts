import { deepEqual, rejects } from 'node:assert/strict'
import type { LogEntry } from '../../../../api/v1/installation/answers.ts'
import { logs } from '../../../../cli/local/logs/logs.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { aWorld, type TestWorld } from '../../../support/world.ts'
import { aCore } from '../local-core.ts'

const WEB = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const DUMB = { kind: 'Service', namespace: 'shop', name: 'dumb' } as const

/** Two services, of which one keeps nothing of what it writes. */
async function aStack(): Promise<TestWorld> {
  const world = aWorld()
  world.service('web', { template: { image: 'nginx' } })
  world.service('dumb', { template: { image: 'nginx', logging: { driver: 'none' } } })
  await world.settle()
  const web = world.host.containers().find(({ Name }) => Name === '/shop-web-1')
  world.host.byHand.log(web?.Id ?? '', 'hello')
  return world
}

/** Reads what these wrote; what was shown before it failed stays in `shown`. */
async function read(world: TestWorld, refs: readonly (typeof WEB | typeof DUMB)[], shown: string[]): Promise<void> {
  await readFrom(world.host.engine(), world, { refs, shown })
}

interface Asked {
  readonly refs: readonly (typeof WEB | typeof DUMB)[]
  readonly shown: string[]
  readonly follow?: boolean
}

async function readFrom(engine: Engine, world: TestWorld, { refs, shown, follow = false }: Asked): Promise<void> {
  const { store, installation } = world.life().ports
  const engines = async () => new Map([['a', engine]])
  const core = {
    ...aCore('/nowhere'),
    store,
    installation,
    clock: world.world.clock,
    engines,
    begin: async () => world.life(),
  }
  const show = ({ source, text, notice }: LogEntry) => shown.push(notice ? text : `${source}: ${text}`)
  const { signal } = new AbortController()
  const reading = (async () => {
    for await (const entry of logs(core, { refs, follow, timestamps: false, signal })) show(entry)
  })()
  reading.catch(() => undefined)
  await world.pass(5_000)
  await reading
}

const NOTICE = 'shop-dumb-1: its log driver none keeps nothing that can be read'

describe('logs of what a log driver keeps nothing of', () => {
  it('are missing from the others, and it is said', async () => {
    const shown: string[] = []
    await read(await aStack(), [WEB, DUMB], shown)
    deepEqual(shown.sort(), [NOTICE, 'shop-web-1: hello'])
  })

  it('are an error where nothing else was asked for', async () => {
    const shown: string[] = []
    await rejects(read(await aStack(), [DUMB], shown), {
      message: 'nothing that was asked for can be read',
      remedy: /where their log driver sends it/,
    })
    deepEqual(shown, [NOTICE])
  })

  it('are not waited for where nothing else is followed', async () => {
    const world = await aStack()
    const shown: string[] = []
    await rejects(readFrom(world.host.engine(), world, { refs: [DUMB], shown, follow: true }), {
      message: 'nothing that was asked for can be read',
    })
    deepEqual(shown, [NOTICE])
  })

  it('are not what another engine, or none, at its address refuses', async () => {
    const world = await aStack()
    const detail = 'what answers is not a Docker engine: it names no API version; check its address'
    const logs = async () => {
      throw new EngineError('Unsupported', { node: 'a', tried: 'read logs', detail })
    }
    const shown: string[] = []
    await rejects(readFrom({ ...world.host.engine(), logs }, world, { refs: [WEB], shown }), { detail })
    deepEqual(shown, [])
  })
})
