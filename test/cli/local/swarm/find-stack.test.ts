import { deepEqual, equal, rejects } from 'node:assert/strict'
import { findStack } from '../../../../cli/local/swarm/find-stack.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { Engine } from '../../../../engine/engine.ts'
import type { SwarmTask } from '../../../../engine/types/swarm.ts'
import { aTask } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()
const request = { stack: 'shop', signal }
const WEB = {
  ...{ ID: 's1', Version: { Index: 1 } },
  Spec: { Name: 'shop_web', Labels: { 'com.docker.stack.namespace': 'shop' } },
}

interface Swarm {
  readonly tasks?: readonly SwarmTask[]
  readonly services?: readonly (typeof WEB)[]
}

/** An engine with its id in a swarm, if any; with what it manages of that, if it does. */
function anEngine(node: string, swarmNode: string | undefined, manages?: Swarm): Engine {
  const refused = async () => {
    throw new EngineError('Unsupported', { node, tried: 'list services', detail: 'it is no manager' })
  }
  return {
    node,
    info: async () => ({ swarmNode }),
    listSwarmServices: manages ? async () => manages.services ?? [WEB] : refused,
    listSwarmTasks: async () => manages?.tasks ?? [],
  } as unknown as Engine
}

/** An engine that does not answer. */
function aSilent(node: string): Engine {
  const silent = async () => {
    throw new EngineError('Unreachable', { node, tried: 'ask', detail: 'no route to host' })
  }
  return { node, info: silent, listSwarmServices: silent, listSwarmTasks: silent } as unknown as Engine
}

function over(...engines: readonly Engine[]): Core {
  return { ...aCore('/nowhere'), engines: async () => new Map(engines.map((engine) => [engine.node, engine])) }
}

function swarmTask(nodeId: string, state: string): SwarmTask {
  return { serviceId: 's1', nodeId, state, desired: 'running', message: '' }
}

describe('a stack in a swarm', () => {
  const at = async (tasks: readonly SwarmTask[], more: (core: Core) => void = () => undefined) => {
    const core = over(anEngine('m', 'id-m', { tasks }), anEngine('a', 'id-a'))
    more(core)
    return (await findStack(core, request)).runsOn.node
  }
  it('runs where its tasks do', async () => {
    equal(await at([swarmTask('id-m', 'shutdown'), swarmTask('id-a', 'running')]), 'a')
  })
  it('once all of it is parked, is where ours run, else where it last was, else at the manager', async () => {
    equal(await at([swarmTask('id-m', 'shutdown')], ({ store }) => store.create('Task', aTask(1, 'r1'))), 'a')
    equal(await at([swarmTask('id-a', 'shutdown')]), 'a')
    equal(await at([]), 'm')
  })
  it('is not known to be where it last was once all of it is parked and ours run where nobody answers', async () => {
    const core = over(anEngine('m', 'id-m', { tasks: [swarmTask('id-m', 'shutdown')] }), aSilent('b'), aSilent('a'))
    core.store.create('Task', aTask(1, 'r1'))
    await rejects(findStack(core, request), /on a: no route to host/)
  })
})

describe('a stack in a swarm of several nodes', () => {
  const running = (node: string) => ({ tasks: [swarmTask(node, 'running')] })
  const nodeOf = async (...engines: readonly Engine[]) => (await findStack(over(...engines), request)).runsOn.node

  it('is found though another engine does not answer, unless it runs where nobody answers', async () => {
    equal(await nodeOf(aSilent('b'), anEngine('m', 'id-m', running('id-m'))), 'm')
    await rejects(nodeOf(anEngine('m', 'id-m', running('id-b')), aSilent('b')), /on b: no route to host/)
    await rejects(nodeOf(anEngine('m', 'id-m', { services: [] }), aSilent('b')), /on b: no route to host/)
  })
  it('is one where two nodes manage its swarm', async () => {
    equal(await nodeOf(anEngine('m', 'id-m', running('id-n')), anEngine('n', 'id-n', running('id-n'))), 'n')
  })
  it('is refused where two swarms have one of its name', async () => {
    const other = { services: [{ ...WEB, ID: 's2' }] }
    await rejects(nodeOf(anEngine('m', 'id-m', running('id-m')), anEngine('n', 'id-n', other)), {
      exit: 2,
      message: 'm and n manage a swarm each, and both have a stack shop',
      remedy: /RECONCILE_HOME.*docker stack rm shop/,
    })
  })
})

describe('a stack that no swarm has', () => {
  it('is gone where each engine that is in a swarm manages it, or none is in one', async () => {
    for (const core of [
      over(anEngine('m', 'id-m', { services: [] }), anEngine('a', undefined)),
      over(anEngine('a', '')),
    ])
      deepEqual((await findStack(core, request, { orNone: true })).services, [])
  })
  it('is not known to be where an engine works for a swarm that another manages, nor where nothing waits for it', async () => {
    await rejects(findStack(over(anEngine('a', 'id-a')), request, { orNone: true }), { exit: 2 })
    await rejects(findStack(over(anEngine('a', '')), request), { exit: 2, message: /no service of a stack shop/ })
  })
})
