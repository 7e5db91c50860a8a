import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { swarmLabels } from '../../../api/v1/labels.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { SwarmStack, SwarmStackRequest } from '../../../api/v1/swarm-stack.ts'
import type { Engine } from '../../../engine/engine.ts'
import { type EngineError, isEngineError } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { SwarmService, SwarmTask } from '../../../engine/types/swarm.ts'
import type { Core } from '../open/core.ts'
import { anonymousOf } from './anonymous.ts'

/** A stack in a swarm, its manager and where it runs. */
export interface FoundStack {
  readonly stack: string
  /** The engine that manages the swarm. */
  readonly manager: Engine
  /** The engine that its tasks run on. */
  readonly runsOn: Engine
  /** The swarm's node id of that engine. */
  readonly swarmNode: string
  readonly services: readonly SwarmService[]
}

/**
 * Finds a stack in the swarms that our nodes manage. With `orNone`, returns it without services if certainly no swarm has it. An
 * unreachable engine is an error only if no other has the stack. Reads only.
 */
export async function findStack(
  core: Core,
  { stack, signal }: SwarmStackRequest,
  { orNone = false }: { readonly orNone?: boolean } = {},
): Promise<FoundStack> {
  const run = { signal, object: `Stack/${stack}`, reason: 'what a swarm has of it' }
  const engines = [...(await core.engines()).values()]
  const asked = await Promise.all(engines.map((manager) => managedBy(manager, run)))
  const [found, ...others] = asked.flatMap(({ manager, all }) => {
    const services = all.filter((each) => namespaceOf(each) === stack)
    return services.length > 0 ? [{ stack, manager, services }] : []
  })
  if (found) {
    refuseSeveral(found, others)
    return { ...found, ...(await whereItRuns(core, found, { engines, run })) }
  }
  for (const { failed } of asked) if (failed) throw failed
  const [first] = engines
  if (orNone && first && (await knowAllSwarms(engines, run)))
    return { stack, manager: first, runsOn: first, swarmNode: '', services: [] }
  const known = new Set(asked.flatMap(({ all }) => all.map((each) => namespaceOf(each) ?? '')))
  const names = [...known].filter((name) => name !== '').sort()
  const nodes = listNames(engines.map(({ node }) => node))
  throw new InstallationError(exits.usage, `no service of a stack ${stack} is in a swarm that ${nodes} manages`, {
    remedy: names.length > 0 ? `there are: ${listNames(names)}` : 'name a Node whose engine is a manager of the swarm',
  })
}

type InSwarm = Pick<FoundStack, 'stack' | 'manager' | 'services'>

/** Throws if several swarms have a stack of this name. Managers of the same swarm return the same services. */
function refuseSeveral({ stack, manager, services }: InSwarm, others: readonly InSwarm[]): void {
  const ids = new Set(services.map(({ ID }) => ID))
  const other = others.find((each) => !each.services.some(({ ID }) => ids.has(ID)))
  if (!other) return
  const nodes = `${manager.node} and ${other.manager.node}`
  throw new InstallationError(exits.usage, `${nodes} manage a swarm each, and both have a stack ${stack}`, {
    remedy: `move one in an installation of its own, with a RECONCILE_HOME whose Nodes are of its swarm alone; or remove the one that is not meant there: docker stack rm ${stack}`,
  })
}

/** Reads everything that is needed to convert the stack to manifests. */
export async function readStack(core: Core, request: SwarmStackRequest): Promise<SwarmStack> {
  const { stack, manager, runsOn, swarmNode, services } = await findStack(core, request)
  const run = { signal: request.signal, object: `Stack/${stack}`, reason: 'what a swarm has of it' }
  const [networks, configs, anonymous] = await Promise.all([
    manager.listNetworks({}, run),
    manager.listSwarmConfigs({ ids: [] }, run),
    anonymousOf(runsOn, stack, run),
  ])
  return {
    ...{ stack, swarmNode, services, node: runsOn.node },
    hasMoreNodes: (await core.engines()).size > 1,
    networks: networks as unknown as SwarmStack['networks'],
    ...{ configs, anonymous },
  }
}

/** Whether a swarm task has, or may still get, a running container. */
export function isAlive({ state }: SwarmTask): boolean {
  return !ENDED.has(state)
}

const ENDED: ReadonlySet<string> = new Set(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])

function namespaceOf({ Spec }: SwarmService): string | undefined {
  return (Spec['Labels'] as Readonly<Record<string, string>> | undefined)?.[swarmLabels.stack]
}

function nodesOf(tasks: readonly SwarmTask[]): readonly string[] {
  return [...new Set(tasks.flatMap(({ nodeId }) => (nodeId === '' ? [] : [nodeId])))]
}

/** Undefined if the engine manages no swarm. */
async function servicesOn(engine: Engine, run: Run): Promise<readonly SwarmService[] | undefined> {
  try {
    return await engine.listSwarmServices({}, run)
  } catch (error) {
    if (isEngineError(error, 'Unsupported')) return undefined
    throw error
  }
}

interface Managed {
  readonly manager: Engine
  readonly all: readonly SwarmService[]
  /** Why the engine could not be asked. */
  readonly failed?: Error
}

async function managedBy(manager: Engine, run: Run): Promise<Managed> {
  try {
    return { manager, all: (await servicesOn(manager, run)) ?? [] }
  } catch (error) {
    if (!isEngineError(error) || run.signal.aborted) throw error
    return { manager, all: [], failed: error }
  }
}

/** Whether we can ask a manager of every swarm that our nodes are in; otherwise another one may have the stack. */
async function knowAllSwarms(engines: readonly Engine[], run: Run): Promise<boolean> {
  const known = await Promise.all(
    engines.map(async (engine) => {
      const { swarmNode = '' } = await engine.info({}, run)
      return swarmNode === '' || (await servicesOn(engine, run)) !== undefined
    }),
  )
  return known.every((each) => each)
}

/** The node that the stack runs on. Throws if there are several, as bridge networks and volumes can't span hosts. */
async function whereItRuns(
  core: Core,
  { stack, manager, services }: InSwarm,
  { engines, run }: { readonly engines: readonly Engine[]; readonly run: Run },
): Promise<Pick<FoundStack, 'runsOn' | 'swarmNode'>> {
  const tasks = await manager.listSwarmTasks({ services: services.map(({ ID }) => ID) }, run)
  const used = nodesOf(tasks.filter(isAlive))
  const silent: EngineError[] = []
  const infos = await Promise.all(
    engines.map(async (engine) => {
      const info = await engine.info({}, run).catch((error: unknown) => {
        if (!isEngineError(error) || engine === manager || run.signal.aborted) throw error
        silent.push(error)
      })
      return { engine, swarmNode: info && (info.swarmNode ?? '') }
    }),
  )
  // A moved stack has no tasks in the swarm any more: it is where our tasks are, or where the swarm's last were.
  const [ours] = core.store.by('Task', 'namespace', stack).values()
  const silence = used.length === 0 && silent.find(({ node }) => node === ours?.spec.node)
  if (silence) throw silence
  const usual = infos.find(({ engine }) => engine.node === ours?.spec.node)?.swarmNode ?? nodesOf(tasks)[0]
  const [first = usual ?? infos.find(({ engine }) => engine === manager)?.swarmNode ?? ''] = used
  if (used.length > 1)
    throw new InstallationError(
      exits.failed,
      `its tasks run on ${used.length} nodes of the swarm: ${listNames(used)}`,
      {
        remedy:
          'a stack is moved on one node: keep its services on one with a constraint, or drain the others with `docker node update --availability drain NODE`, and run this again',
      },
    )
  const found = infos.find(({ swarmNode }) => swarmNode === first)
  if (found) return { runsOn: found.engine, swarmNode: first }
  const [unasked] = silent
  if (unasked) throw unasked
  throw new InstallationError(exits.failed, `its tasks run on ${first} of the swarm, which is no Node here`, {
    remedy: 'declare it as a Node, and run this again',
  })
}
