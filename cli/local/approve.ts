import { type ApproveRequest, exits, InstallationError, type ProgressEvent } from '../../api/v1/installation.ts'
import { kindNamed } from '../../api/v1/kinds.ts'
import { splitKey } from '../../api/v1/names.ts'
import { allHolds, approve as approveHold } from '../../store/source/hold-facts.ts'
import { settleApplied } from '../../store/source/settle-applied.ts'
import { leftToServe } from './apply.ts'
import type { Core } from './core.ts'
import { lookedAtAll } from './looked.ts'
import { settle } from './settle.ts'

const PATIENCE_MS = 10_000

/** Lets go on what waits: a hold of the files by its id, the loss of a volume, the change of a node's engine. */
export async function* approve(core: Core, request: ApproveRequest): AsyncGenerator<ProgressEvent> {
  const stacks = new Set<string>()
  // What a volume lost and which engine a node has now is known once the hosts are listed.
  if (request.subjects.some((subject) => subject.includes('/')))
    await lookedAtAll(await core.begin(everyStack(core)), PATIENCE_MS)
  for (const subject of request.subjects) {
    const approved = subject.includes('/')
      ? await approveObject(core, subject, request.stack)
      : approveFiles(core, subject)
    for (const stack of approved.stacks) stacks.add(stack)
    yield { type: 'resource', object: approved.object, change: 'approved' }
  }
  const gone = settleApplied(core.store)
  for (const object of gone) yield { type: 'resource', object, change: 'deleted' }
  await core.store.durable()
  if (!request.wait) return yield leftToServe(core)
  yield* settle(core, { ...request, stacks: [...stacks], leaving: gone })
}

interface Approved {
  readonly object: string
  readonly stacks: readonly string[]
}

function approveFiles({ store, clock }: Core, wanted: string): Approved {
  const holds = allHolds(store)
  try {
    const id = approveHold(store, wanted, clock.now())
    const { resources = [] } = holds.find((hold) => hold.id === id) ?? {}
    return { object: id, stacks: [...new Set(resources.map((resource) => resource.split('/')[1] ?? ''))] }
  } catch (cause) {
    throw new InstallationError(exits.usage, cause instanceof Error ? cause.message : String(cause), {
      cause,
      remedy: 'copy the id from what the hold printed',
    })
  }
}

async function approveObject(core: Core, subject: string, stack: string | undefined): Promise<Approved> {
  const [word = '', ...rest] = subject.split('/')
  const kind = kindNamed(word)
  if (kind === 'Node') return await approveEngine(core, rest.join('/'))
  if (kind === 'Volume')
    return approveLoss(core, rest.length === 1 && stack !== undefined ? `${stack}/${rest[0]}` : rest.join('/'))
  throw new InstallationError(exits.usage, `${subject} can't wait for approval`, {
    remedy: 'name a hold by its id, a volume, or a node',
  })
}

async function approveEngine(core: Core, name: string): Promise<Approved> {
  const { store } = core
  const { inventory } = await core.begin(everyStack(core))
  const node = store.get('Node', name)
  const engineID = inventory.host(name)?.info?.id
  const changed = node?.status?.conditions?.find(({ type, status }) => type === 'EngineChanged' && status === 'True')
  if (!changed || engineID === undefined) throw nothingWaits(`node ${name}`)
  store.putFact('approval', `Node/${name}`, engineID)
  return { object: `Node/${name}`, stacks: everyStack(core) }
}

function approveLoss({ store }: Core, key: string): Approved {
  const found = [...store.list('Volume').keys()].filter((each) => each === key || splitKey(each).name === key)
  const [volumeKey] = found
  const volume = volumeKey === undefined || found.length > 1 ? undefined : store.get('Volume', volumeKey)
  const nodes = (volume?.status?.nodes ?? []).filter(({ state }) => state === 'Held' || state === 'Lost')
  if (volumeKey === undefined || nodes.length === 0) throw nothingWaits(`volume ${key}`)
  store.putFact(
    'approval',
    `Volume/${volumeKey}`,
    nodes.map(({ node }) => node),
  )
  return { object: `Volume/${volumeKey}`, stacks: [splitKey(volumeKey).namespace ?? ''] }
}

function nothingWaits(what: string): InstallationError {
  return new InstallationError(exits.usage, `nothing of ${what} waits for approval`, {
    remedy: 'see what is held with `reconcile get all`',
  })
}

function everyStack({ store }: Core): readonly string[] {
  return [...store.list('Stack').keys()]
}
