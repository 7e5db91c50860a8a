import { randomBytes } from 'node:crypto'
import type { V1Service, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { namedOnCommandLine } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor, oneOffName } from '../../../api/v1/names.ts'
import { approvableReasons, contentReasons, dependencyReasons } from '../../../api/v1/reason-groups.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { OutcomeWords } from '../../../api/v1/installation/progress.ts'
import type { OneOff, RunEvent, RunRequest } from '../../../api/v1/installation/one-off.ts'
import { type Reference, referencesOf } from '../../../controllers/delivery/path.ts'
import { targetIn } from '../../../controllers/service/target.ts'
import { unknownContents } from '../../../controllers/service/observe/unknown-contents.ts'
import type { Target } from '../../../controllers/service/view.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { mountsUnknownCopy } from '../../../controllers/data/unknown-copies.ts'
import { type NodeHold, nodeHold } from '../../../controllers/holds/node-hold.ts'
import { createBody, proxiesUnreadOn } from '../../../controllers/task/act/create-body.ts'
import { contentNeed, needsOf } from '../../../controllers/task/observe/needs.ts'
import { wantedContainer } from '../../../controllers/task/observe/wanted.ts'
import type { SharedFrom } from '../../../engine/container/anonymous-volumes.ts'
import { oneOffContainer } from '../../../engine/container/one-off.ts'
import type { WantedContainer } from '../../../engine/container/want.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { namedService } from '../named-service.ts'
import { unreachableHost } from '../unreachable.ts'
import { type Absent, absentRemedy } from './absent.ts'
import { bytesOf, type ContentFile, copyContents } from './contents.ts'
import { getImage } from './image.ts'
import { lostVolume } from './lost.ts'
import { placeOf } from './place.ts'
import { sweepAbandoned } from './sweep.ts'
import { oneOffTemplate } from './template.ts'

/** The ports and engines to create it with. */
export interface Making {
  readonly ports: Ports
  readonly engines: ReadonlyMap<string, Engine>
}

/** The time limit for removing a half-created container, ms. */
const REMOVAL_MS = 10_000

/** Creates a container of a service for one command, without starting it. Nothing is stored but its labels (S6). */
export async function* makeOneOff(making: Making, request: RunRequest): AsyncGenerator<RunEvent> {
  const { store } = making.ports
  const service = namedService(store, request.ref)
  const { task, engine } = placed(making, service, request)
  const ports: Ports = { ...making.ports, engine: (node) => making.engines.get(node) }
  const run: Run = { signal: request.signal, object: resourceIdOf(service), reason: 'a person runs a command' }
  refuseUnmet(task, service, { ports, request })
  const image = yield* getImage({ task, engine, ports, run }, request.pull ?? 'missing')
  const absent = undelivered(task, ports)
  const contents = await bytesOf(task, absent, ports)
  await sweepOn(engine, ports, run)
  const name = request.name ?? task.metadata.name
  const wanted = wantedContainer(withImage(without(task, absent), image), name, ports)
  if (!wanted)
    throw refused(service, {
      message: `a network of it is not on ${engine.node}`,
      remedy: 'look again, as it was there',
    })
  const { connectAfter, platform, ...made } = oneOffContainer(wanted, {
    remove: request.remove === true,
    terminalSize: request.terminalSize,
    useAliases: request.useAliases === true,
    shared: await sharedBy(wanted, engine, run),
  })
  const body = createBody(task, made.body, ports)
  const unread = proxiesUnreadOn(engine.node, ports)
  if (unread !== undefined) yield { type: 'step', message: unread }
  const spec = { name, body, ...(platform ? { platform } : {}) }
  const { id } = await engine.createContainer(spec, run).catch(orTaken(request.name))
  await completed(id, { connectAfter, contents }, { engine, run })
  yield { type: 'made', oneOff: oneOffOf(service, { name, node: engine.node, image: body.Image ?? '' }) }
}

interface Lacking extends Pick<WantedContainer, 'connectAfter'> {
  readonly contents: readonly ContentFile[]
}

/** Connects a container that was created, and copies its contents into it. If that fails, removes it. */
async function completed(
  id: string,
  { connectAfter, contents }: Lacking,
  { engine, run }: { readonly engine: Engine; readonly run: Run },
): Promise<void> {
  try {
    for (const { network, endpoint } of connectAfter)
      await engine.connectNetwork({ id: network, container: id, endpoint }, run)
    if (contents.length > 0) await copyContents(id, contents, { engine, run })
  } catch (error) {
    // An interrupt may be the cause, so its signal must not cancel the removal.
    const last = { ...run, signal: AbortSignal.timeout(REMOVAL_MS) }
    await engine.removeContainer({ id, force: true, volumes: true }, last).catch(() => undefined)
    throw error
  }
}

/** Throws the error of a create, or that a container has the name that a person chose. */
function orTaken(name: string | undefined): (error: unknown) => never {
  return (error) => {
    if (name === undefined || !isEngineError(error, 'Conflict')) throw error
    throw new InstallationError(exits.failed, `a container on ${error.node} has the name ${name}`, {
      reason: 'Conflict',
      remedy:
        'choose another one with --name, or remove that container; `reconcile ps -a` shows whether it is a one-off',
      cause: error,
    })
  }
}

/** Removes abandoned containers; if that fails, the next command tries again. */
async function sweepOn(engine: Engine, { installation }: Ports, run: Run): Promise<void> {
  const its = { engines: async () => new Map([[engine.node, engine]]), installation }
  const sweeping = { ...run, reason: 'its command was killed before the start' }
  await sweepAbandoned(its, sweeping).catch(() => run.signal.throwIfAborted())
}

async function sharedBy({ body }: WantedContainer, engine: Engine, run: Run): Promise<readonly SharedFrom[]> {
  const lines = (body.HostConfig?.VolumesFrom ?? []).map((line) => line.split(':', 2))
  return await Promise.all(
    lines.map(async ([id = '', mode]) => ({
      owner: await engine.inspectContainer({ id }, run),
      readOnly: mode === 'ro',
    })),
  )
}

/** The exit code for a held node. A replaced engine waits for approval, as with every command. */
function exitOf({ reason }: NodeHold): number {
  return approvableReasons.has(reason) ? exits.approval : exits.unreachable
}

const REMEDY = 'see `reconcile get nodes`, then give this command again'

/** Chooses the node and builds a task for it that is not stored, so that the container is created as a task's is. */
function placed({ ports, engines }: Making, service: V1Service, request: RunRequest) {
  const node = placeOf(service, ports)
  const engine = engines.get(node ?? '')
  if (node === undefined || !engine)
    throw refused(service, { message: 'no engine is known', remedy: 'see them with `reconcile get nodes`' })
  const held = nodeHold(node, ports)
  const host = ports.inventory.host(node)
  if (held && host?.unreachable !== undefined) throw unreachableHost(host)
  if (held) throw new InstallationError(exitOf(held), held.because, { remedy: REMEDY })
  const target = targetIn(service, ports.store)
  if (!target)
    throw refused(service, {
      message: unknownContents(service, ports.store)?.message ?? 'what it mounts is not known',
      remedy: `see why with \`reconcile describe ${namedOnCommandLine(request.ref)}\``,
    })
  const template = oneOffTemplate(target.template, request)
  return { task: pseudoTask(service, { node, target, template, store: ports.store }), engine }
}

interface Resolved {
  readonly node: string
  readonly target: Target
  readonly template: V1TaskTemplate
  readonly store: Ports['store']
}

/** The image is pinned by the revision, if there is one. */
function pseudoTask({ metadata }: V1Service, { node, target, template, store }: Resolved): V1Task {
  const { name: service, namespace = '' } = metadata
  const isPinned = store.get('Revision', keyFor(namespace, `${service}-${target.hash}`)) !== undefined
  return {
    apiVersion: API_VERSION,
    kind: 'Task',
    metadata: { name: oneOffName(namespace, service, randomBytes(6).toString('hex')), namespace },
    spec: {
      ...{ service, slot: 1, node, template, revision: target.hash, contents: target.contents },
      ...(isPinned || target.image === undefined ? {} : { image: target.image }),
    },
  }
}

/** The task with the name of the image that was found, which is looked up no more: events of its own pull make the inventory forget. */
function withImage(task: V1Task, image: string): V1Task {
  return { ...task, spec: { ...task.spec, image } }
}

/** Throws if something is missing that the container needs. Starts nothing itself: what runs beside it are the stack's tasks. */
function refuseUnmet(
  task: V1Task,
  service: V1Service,
  { ports, request }: { readonly ports: Ports; readonly request: RunRequest },
): void {
  const unknown = mountsUnknownCopy(task, service, ports)
  if (unknown !== undefined)
    throw refused(service, { message: unknown, remedy: 'say which copy counts, then give this command again' })
  const needs = needsOf(task, ports, { first: !request.noDeps, isMade: false })
  const need = needs.find(({ reason }) => !contentReasons.has(reason))
  if (!need) return
  const lost = need.reason === taskReasons.waitingForVolume ? lostVolume(service, task, ports) : undefined
  if (lost) throw refused(service, lost)
  const isDependency = dependencyReasons.has(need.reason)
  const stack = service.metadata.namespace ?? ''
  const remedy = isDependency
    ? `start it with \`reconcile start -n ${stack} NAME\` or an apply, or run without it: --no-deps`
    : absentRemedy(service, absentFor(task, need.reason, ports), ports.store)
  throw refused(service, { message: need.message, remedy })
}

function absentFor(task: V1Task, reason: string, { store, inventory }: Ports): Absent {
  const host = inventory.host(task.spec.node ?? '')
  const isVolume = reason === taskReasons.waitingForVolume
  const isThere = (name: string) => {
    const object = store.get(isVolume ? 'Volume' : 'Network', keyFor(task.metadata.namespace, name))
    if (!object || !host) return false
    const hostName = hostNameOf(object)
    return isVolume ? host.volumes.has(hostName) : inventory.networksNamed(host.node, hostName).length > 0
  }
  return { kind: isVolume ? 'volume' : 'network', isThere }
}

/** The Secrets and Configs whose contents are not on the node. */
function undelivered(task: V1Task, ports: Ports): readonly Reference[] {
  return referencesOf(task.spec.template).filter((reference) => contentNeed(task, reference, ports) !== undefined)
}

function without(task: V1Task, absent: readonly Reference[]): V1Task {
  if (absent.length === 0) return task
  const isThere = (kind: Reference['kind'], name: string) =>
    !absent.some((each) => each.kind === kind && each.name === name)
  const { secrets, configs, ...template } = task.spec.template
  return {
    ...task,
    spec: {
      ...task.spec,
      template: {
        ...template,
        ...(secrets ? { secrets: secrets.filter(({ secret }) => isThere('Secret', secret)) } : {}),
        ...(configs ? { configs: configs.filter(({ config }) => isThere('Config', config)) } : {}),
      },
    },
  }
}

function oneOffOf({ metadata }: V1Service, made: Pick<OneOff, 'name' | 'node' | 'image'>): OneOff {
  return { stack: metadata.namespace ?? '', service: metadata.name, state: 'created', ...made }
}

/** The error that no command can be run in a service. */
export function refused(service: V1Service, { message, remedy }: OutcomeWords): InstallationError {
  return new InstallationError(exits.failed, cannotRun(service, message), {
    reason: 'Conflict',
    ...(remedy === undefined ? {} : { remedy }),
  })
}

/** Its message. */
export function cannotRun({ metadata }: V1Service, why: string): string {
  return `service ${metadata.name} of ${metadata.namespace} can't be run: ${why}`
}
