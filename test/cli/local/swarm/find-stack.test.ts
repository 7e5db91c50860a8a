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
