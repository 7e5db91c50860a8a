import { EMPTY, filter, map, merge } from 'rxjs'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { replaceCondition } from '../../api/v1/conditions.ts'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import { isKeptFailure, keyFor, splitKey } from '../../api/v1/names.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { developReasons } from '../../api/v1/source-reasons.ts'
import { because, type Run } from '../../engine/run.ts'
import type { Key } from '../../store/objects/store.ts'
import { actPerNode } from '../runtime/act-per-node.ts'
import { areListed } from '../runtime/listed.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { boundedExec } from '../runtime/bounded-exec.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { nodeHold, nodesTurned } from '../holds/node-hold.ts'
import { pauseOf } from '../holds/pause.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { bring, type Bringing, withoutLeft } from './bring.ts'
import { type BringAction, conditionOf, type DevelopedContainer, planDevelop } from './plan.ts'
import type { Developing } from './port.ts'
import { filesOf } from './work.ts'
import { objectKeyIn } from '../ownership/made-for.ts'

/** Syncs source changes into the running tasks of services, as asked for by `serve --develop`. */
export const developController: Controller = {
  name: 'develop',
  kind: 'Service',

  wakes: (ports) =>
    merge(
      ports.developing?.changes() ?? EMPTY,
      ports.inventory.watch().pipe(
        filter(({ type }) => type === 'container'),
        map(({ labels: own }) => objectKeyIn(own)),
        filter((key) => ports.developing?.has(key) === true),
      ),
      ports.inventory.watch().pipe(
        filter(({ type }) => type === 'host' && areListed(ports)),
        each(() => ports.store.list('Service').keys()),
      ),
      nodesTurned(ports.store).pipe(each(() => ports.store.list('Service').keys())),
      ports.store.watchFacts().pipe(
        filter(({ family }) => family === 'pause'),
        each(({ key }) => (key.includes('/') ? [key] : ports.store.by('Service', 'namespace', key).keys())),
      ),
    ),

  async reconcile(key, ports, run) {
    const { store, developing, clock } = ports
    const service = store.get('Service', key)
    const developed = developing?.of(key)
    if (!service || !areListed(ports)) return done
    if (!developing || !developed) {
      say(key, undefined, ports)
      return done
    }
    const paused = pauseOf(store, service.metadata, clock.now())
    const containers = containersOf(key, ports)
    const plan = planDevelop({ developed, containers, ...(paused ? { paused: paused.message } : {}) })
    developing.noteBrought(key, plan.brought)
    if (plan.rebuild !== undefined) {
      tell(key, { reason: developReasons.rebuilding, message: plan.rebuild }, ports)
      developing.rebuild(key)
    }
    const acting = { key, version: developed.version, ports, run, developing }
    const { failures } = await actPerNode(plan.bring, { act: (action) => act(action, acting) }, { run, ports })
    if (failures.length > 0) {
      say(key, { status: 'False', reason: developReasons.syncFailed, message: errorText(failures[0]) }, ports)
      throw failures[0]
    }
    const now = developing.of(key)
    say(key, plan.bring.length > 0 && now ? conditionOf(now, containers) : plan.condition, ports)
    return paused?.until === undefined ? done : again(paused.until - clock.now(), 'the pause ends', 'periodic')
  },
}

/** The service's containers, without those that are retiring or kept for a failed task. */
function containersOf(key: Key, ports: Ports): readonly DevelopedContainer[] {
  return [...ports.inventory.containersOfService(key)].flatMap(({ node, container, taskKey = '' }) => {
    const task = ports.store.get('Task', taskKey)
    if (!task || isRetiring(task) || isKeptFailure(container.Name)) return []
    const runs = container.State.Status === 'running' && nodeHold(node, ports) === undefined
    const { image } = task.spec.template
    const own = { node, id: container.Id, task: task.metadata.name, runs }
    return [image === undefined ? own : { ...own, image }]
  })
}

interface Acting {
  readonly key: Key
  readonly version: number
  readonly ports: Ports
  readonly run: Run
  readonly developing: Developing
}

async function act(action: BringAction, acting: Acting): Promise<undefined> {
  const { key, version, ports, developing } = acting
  const { id, task, work } = action
  const undone = await bring(work, bringingTo(action, acting))
  const failed = { message: undone.failures.join('; '), left: undone.left }
  developing.noteFailed(key, id, undone.failures.length > 0 ? failed : undefined)
  for (const each of undone.failures) warn(key, `${each} in ${task}`, ports)
  if (work.restart) askRestart(action, acting)
  const brought = developing.of(key)?.brought ?? new Map<string, number>()
  developing.noteBrought(key, new Map([...brought, [id, version]]))
  const done = withoutLeft(work, { ...undone, leftOut: developing.of(key)?.leftOut })
  developing.record(key, task, done)
  const files = filesOf(done)
  const synced = files === '' ? [] : [`synced ${files} to ${task}`]
  const message = [...synced, ...(work.restart ? [`restarting ${task}`] : [])].join(', ')
  if (message !== '') tell(key, { reason: developReasons.synced, message }, ports)
}

/** Asks for a restart in place, which the task loop carries out. */
function askRestart({ node, id, task }: BringAction, { key, ports, developing }: Acting): void {
  const container = ports.inventory.host(node)?.containers.get(id)
  if (!container) return
  const { namespace } = splitKey(key)
  developing.restart(keyFor(namespace, task), { id, startedAt: container.State.StartedAt ?? '' })
}

/** The target of a sync through calls to its engine. */
function bringingTo({ node, id, because: why }: BringAction, acting: Acting): Bringing {
  const { key, ports, developing } = acting
  const engine = engineOf(node, ports)
  const run = because(acting.run, why)
  let words = ''
  const ran: Bringing['run'] = async (exec) => {
    const ended = await boundedExec(engine, { id, ...exec }, { run, clock: ports.clock })
    words = ended.words
    return ended.exitCode
  }
  return {
    copy: (copies) =>
      engine.copyIn({ id, path: '/', tar: developing.archive(key, copies), asItsUser: true, replaces: true }, run),
    run: ran,
    tryTo: ran,
    isThere: async (path) => (await engine.statPath({ id, path }, run)) !== undefined,
    lastWords: () => words,
  }
}

function warn(key: Key, message: string, ports: Ports): void {
  const warning = { type: 'Warning', reason: developReasons.syncFailed, message } as const
  ports.recorder.record({ object: `Service/${key}`, ...warning })
}

function tell(key: Key, said: { readonly reason: string; readonly message: string }, ports: Ports): void {
  ports.recorder.record({ object: `Service/${key}`, type: 'Normal', ...said })
}

function say(key: Key, said: Pick<V1Condition, 'status' | 'reason' | 'message'> | undefined, ports: Ports): void {
  const { store, clock } = ports
  const service = store.get('Service', key)
  if (!service) return
  const before = service.status?.conditions
  const type = conditionTypes.sourcesSynced
  if (!said && !before?.some((condition) => condition.type === type)) return
  const conditions = replaceCondition(before, { type, said }, clock.now())
  store.putStatus('Service', key, { ...service.status, conditions })
}
