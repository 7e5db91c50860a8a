import { isTrue } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { kindNamed } from '../../api/v1/kinds.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import { keyFor, splitId, splitKey } from '../../api/v1/names.ts'
import type { Outcome, ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ApproveRequest } from '../../api/v1/installation/requests.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { lossesOf } from '../../controllers/holds/lost-volume.ts'
import { recordedOf } from '../../controllers/holds/engine-owner.ts'
import { leftWords } from '../../controllers/service/act/left-data.ts'
import { present } from '../../engine/container/present.ts'
import { ofAnother } from '../../api/v1/other-engine.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { type Hold, isDeletion } from '../../store/source/facts/hold.ts'
import { allHolds, approve as approveHold, holdNamed } from '../../store/source/facts/hold-facts.ts'
import { stacksOf } from '../../store/source/reading/reading.ts'
import type { Store } from '../../store/objects/store.ts'
import { backAgain, backWords, keptOf } from '../../store/source/acceptance/back-again.ts'
import { acceptedOf, objectOf, originIn } from '../../store/source/acceptance/origins.ts'
import { isSameSet, settleApplied } from '../../store/source/acceptance/settle-applied.ts'
import { type Withdrawal, withdrawalOf } from '../../store/source/acceptance/withdraw.ts'
import { leftToServe } from './apply.ts'
import { type StacksToBegin, stacksToBegin } from './stacks-to-begin.ts'
import type { Core } from './open/core.ts'
import { lookedAtAll } from './waiting/looked.ts'
import { withSuccess } from './waiting/outcome.ts'
import { refuseSilent } from './unreachable.ts'
import { settle } from './waiting/settle.ts'
import { takenUp } from './waiting/taken-up.ts'
import { goingWith } from './stack-content.ts'

/** Approves what waits: a hold on files by its id, the loss of a volume, the change of a node's engine. */
export async function* approve(core: Core, request: ApproveRequest): AsyncGenerator<ProgressEvent> {
  const approved = await approvedBy(core, request)
  const holds = approved.flatMap(({ hold }) => hold ?? [])
  const withdrawals = withdrawalsOf(core, holds)
  for (const { give } of approved) give()
  await core.store.durable()
  try {
    for (const { object, hold } of approved)
      yield { type: 'resource', object, change: 'approved', ...(hold ? { details: [heldWords(hold)] } : {}) }
  } finally {
    // Also if the client is gone.
    settleApplied(core.store)
  }
  await core.store.durable()
  // Holds of watched files need serve, which reads those. Of an apply, only deletions happen now; the rest needs the next apply.
  const begun = approved.filter(({ hold, stacks, left }) =>
    hold ? !isForLater(core, hold) : stacks.length > 0 || !left,
  )
  if (!request.wait || begun.length === 0) return yield leftForLater(core, holds)
  const taken = begun.flatMap(({ hold }) => hold ?? [])
  const open = await untilTaken(core, taken, request.signal)
  if (open) return yield open
  const unchanged = keptAfterAll(core, taken)
  const done = taken.filter((hold) => isDeletion(hold) && !unchanged?.holds.includes(hold))
  if (unchanged && done.length === 0) return yield unchanged.outcome
  // From then on another watched directory may declare some of it.
  const going = done.flatMap(({ resources }) => resources).filter((id) => originIn(core.store, id) === undefined)
  const leaving = goingWith(core.store, going)
  for (const object of leaving) {
    const { change, stays } = withdrawals.get(object) ?? { change: 'deleted' as const }
    yield { type: 'resource', object, change, ...(stays === undefined ? {} : { details: [stays] }) }
  }
  const settling = settle(core, { ...request, stacks: [...new Set(begun.flatMap(({ stacks }) => stacks))], leaving })
  const later = holds.filter((hold) => isForLater(core, hold))
  const unread = begun.flatMap(({ object, left }) => (left ? `${object} for ${listNames(left)}` : []))
  const left = [...later.map(({ id }) => id), ...unread]
  const { remedy } = leftForLater(core, later)
  yield* withSuccess(settling, (outcome) => unchanged?.outcome ?? tellingLeft(outcome, left, remedy))
}

/** Deletions that serve cancelled, as it found the files changed when it read them again; undefined if there are none. */
function keptAfterAll({ store }: Core, taken: readonly Hold[]) {
  const holds = taken.filter((hold) => isDeletion(hold) && keptOf(store, hold).length > 0)
  if (holds.length === 0) return undefined
  const back = holds.flatMap((hold) => backAgain(store, hold))
  const ids = holds.map(({ id }) => id).join(', ')
  const why = back.length === 0 ? 'other resources are missing now' : backWords(back)
  const outcome = {
    type: 'outcome' as const,
    exit: exits.failed,
    message: `nothing is deleted by ${ids}: ${why}`,
    remedy: 'nothing is left to approve of it; `reconcile status` shows what else waits, or goes soon',
  }
  return { holds, outcome }
}

/** Resolves all subjects before any is approved, so that either all are or none. */
async function approvedBy(core: Core, { subjects, stack, signal }: ApproveRequest): Promise<readonly Approved[]> {
  const objects = subjects.filter(isObject)
  // Lost volumes and changed engines are known only once the hosts are listed.
  const found = new Map<string, Approved>()
  if (objects.length > 0) {
    const volumes = objects
      .filter((each) => kindNamed(splitId(each).kind) === 'Volume')
      .flatMap((each) => volumesNamed(core.store, volumeIn(each, stack)))
      .map((key) => splitKey(key).namespace ?? '')
    const loops = await core.begin([...new Set([...stacksToBegin(core).stacks, ...volumes])])
    await lookedAtAll(loops, signal)
    for (const subject of objects) found.set(subject, approveObject({ core, loops }, subject, stack))
  }
  return subjects.map((subject) => found.get(subject) ?? approveFiles(core, subject))
}

function isObject(subject: string): boolean {
  return subject.includes('/')
}

function heldWords({ reason, resources }: Hold): string {
  return `${reason}: ${resources.join(', ')}`
}

/** What happens to held resources, determined while they still exist. */
function withdrawalsOf({ store }: Core, holds: readonly Hold[]): ReadonlyMap<string, Withdrawal> {
  const ids = holds.filter(isDeletion).flatMap(({ resources }) => resources)
  const left = (id: string) => present({ stays: leftWords(id, store) })
  return new Map(ids.map((id) => [id, { ...left(id), ...withdrawalOf(id, objectOf(store, id), store) }]))
}

/** Adds to a successful outcome what was approved but is not done yet, with the remedy. */
function tellingLeft(outcome: Outcome, left: readonly string[], remedy: string | undefined): Outcome {
  if (left.length === 0) return outcome
  const message = `${outcome.message}; ${left.join(', ')} approved, and not done yet`
  return { ...outcome, message, ...(remedy ? { remedy } : {}) }
}

interface Approved extends StacksToBegin {
  readonly object: string
  readonly hold?: Hold
  give(): void
}

function approveFiles({ store, clock }: Core, wanted: string): Approved {
  const holds = allHolds(store)
  refuseChanged(
    store,
    holds.filter(({ id }) => id.startsWith(wanted)),
  )
  try {
    const id = holdNamed(store, wanted)
    const hold = holds.find((each) => each.id === id)
    const give = () => void approveHold(store, id, clock.now())
    return { object: id, stacks: stacksOf(hold?.resources ?? []), ...(hold ? { hold } : {}), give }
  } catch (cause) {
    throw new InstallationError(exits.usage, errorText(cause), {
      cause,
      remedy: 'copy the id from `reconcile describe stack/NAME`; `reconcile get stacks` says which wait',
    })
  }
}

/**
 * Throws if a deletion that an apply held back is about other resources by now. Only exactly the held set is deleted, so the wait would be
 * in vain.
 */
function refuseChanged(store: Store, [hold, ...others]: readonly Hold[]): void {
  if (!hold || others.length > 0 || hold.root !== DESIRED || !isDeletion(hold)) return
  const accepted = acceptedOf(store)
  if (!hold.resources.some((id) => accepted.has(id)) || isSameSet(hold, accepted)) return
  throw new InstallationError(exits.failed, `what ${hold.id} is about has changed since: nothing is deleted`, {
    remedy: 'apply the same files again, and approve what that says',
  })
}

function leftForLater(core: Core, holds: readonly Hold[]): Outcome {
  const later = holds.filter((hold) => hold.root === DESIRED && isForLater(core, hold))
  if (later.length === 0) return leftToReading(core)
  const message = 'approved; the next apply of the same files does it'
  const prunes = later.some(({ reason }) => reason === sourceReasons.pruneNeedsApproval)
  return {
    type: 'outcome',
    exit: exits.converged,
    message,
    remedy: `apply them again${prunes ? ', with --prune' : ''}`,
  }
}

/** What watched files ask for no apply does. */
function leftToReading(core: Core): Outcome {
  const outcome = leftToServe(core)
  return outcome.remedy === undefined
    ? outcome
    : { ...outcome, remedy: 'run `reconcile serve`, which does it as soon as it has read the files' }
}

function isForLater({ purpose }: Core, hold: Hold): boolean {
  return hold.root === DESIRED ? !isDeletion(hold) : purpose !== 'serve'
}

/** Waits until serve has read the files again and acted on the approvals. Returns an outcome if it can't read them. */
async function untilTaken({ store }: Core, holds: readonly Hold[], signal: AbortSignal): Promise<Outcome | undefined> {
  const open = () => holds.filter(({ id, root }) => root !== DESIRED && store.fact('approval', id) !== undefined)
  await takenUp(store.watchFacts(), () => open().length > 0, signal)
  const [first] = open()
  if (!first) return undefined
  return {
    type: 'outcome',
    exit: exits.deadline,
    message: `${first.id} is approved, and not done yet: ${first.root} can't be read completely`,
    remedy: `mend what \`reconcile describe stack/${stacksOf(first.resources)[0] ?? 'NAME'}\` says of it; serve acts on it then`,
  }
}

/** The loops that look at the hosts. */
interface Looking {
  readonly core: Core
  readonly loops: Loops
}

function approveObject(at: Looking, subject: string, stack: string | undefined): Approved {
  const { kind: word, key } = splitId(subject)
  const kind = kindNamed(word)
  if (kind === 'Node') return approveEngine(at, key)
  if (kind === 'Volume') return approveLoss(at, volumeIn(subject, stack))
  const hint = kind === undefined ? didYouMean(word, ['node', 'volume']) : ''
  throw new InstallationError(exits.usage, `${subject} can't wait for approval${hint}`, {
    remedy: 'name a hold by its id, a volume, or a node',
  })
}

function approveEngine({ core, loops }: Looking, name: string): Approved {
  const { store } = core
  const { inventory } = loops
  const node = store.get('Node', name)
  refuseSilent(loops, (each) => each === name)
  const info = inventory.host(name)?.info
  const isChanged = isTrue(node?.status?.conditions, conditionTypes.engineChanged)
  if (!node || !isChanged || info === undefined) throw nothingWaits('node', name, store.list('Node').keys())
  refuseOwned(node, [...inventory.nodesOfEngine(info), recordedOf(info, store)], store)
  const object = `Node/${name}`
  return { object, ...stacksToBegin(core), give: () => store.putFact('approval', object, info.id) }
}

/**
 * Throws if another node has this engine, or had it last, as where two addresses were swapped: services would run twice on one host, and
 * share data.
 */
function refuseOwned(node: V1Node, having: readonly (string | undefined)[], store: Store): void {
  const { name } = node.metadata
  const owner = having.find((each) => each !== undefined && each !== name && store.get('Node', each))
  if (owner === undefined) return
  throw new InstallationError(exits.failed, `node ${name}: its engine is that of node ${owner}`, {
    remedy: ofAnother(node, owner),
  })
}

/** The volume that a subject names: by stack and name, or by its name alone. */
function volumeIn(subject: string, stack: string | undefined): string {
  const { namespace = stack, name } = splitId(subject)
  return keyFor(namespace, name)
}

function volumesNamed(store: Store, key: string): readonly string[] {
  return [...store.list('Volume').keys()].filter((each) => each === key || splitKey(each).name === key)
}

function approveLoss({ core: { store }, loops }: Looking, key: string): Approved {
  const found = volumesNamed(store, key)
  const [volumeKey] = found
  if (found.length > 1) throw severalVolumes(key, found)
  const volume = volumeKey === undefined ? undefined : store.get('Volume', volumeKey)
  const known = volume?.status?.nodes ?? []
  const nodes = volume ? lossesOf(volume) : []
  const asked = nodes.length > 0 ? nodes : known
  refuseSilent(loops, (each) => asked.some(({ node }) => node === each))
  if (volumeKey === undefined || nodes.length === 0)
    throw nothingWaits(
      'volume',
      key,
      [...store.list('Volume').keys()].map((each) => (key.includes('/') ? each : splitKey(each).name)),
    )
  const object = `Volume/${volumeKey}`
  const lost = nodes.map(({ node }) => node)
  return {
    object,
    stacks: [splitKey(volumeKey).namespace ?? ''],
    give: () => store.putFact('approval', object, lost),
  }
}

function severalVolumes(name: string, keys: readonly string[]): InstallationError {
  const stacks = keys.map((key) => splitKey(key).namespace ?? '').join(', ')
  return new InstallationError(exits.usage, `volume ${name} is in several stacks: ${stacks}`, {
    remedy: 'say which with -n STACK',
  })
}

function nothingWaits(kind: string, name: string, known: Iterable<string>): InstallationError {
  const hint = didYouMean(name, known)
  return new InstallationError(exits.usage, `nothing of ${kind} ${name} waits for approval${hint}`, {
    remedy: 'see what is held with `reconcile get all`',
  })
}
