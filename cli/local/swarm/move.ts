import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { holderWords } from '../../../controllers/locks/stack-lock.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { stacksIn } from '../../../store/source/apply.ts'
import { type FileReading, objectsIn, servicesIn } from '../../../store/source/reading/reading.ts'
import { checkProject } from '../adopt.ts'
import { applyFiles } from '../apply.ts'
import { refuseWatched } from '../watched/refuse-watched.ts'
import { pullImages } from '../images/pull-images.ts'
import { refuseMissing } from '../images/pulled-for.ts'
import { withServices } from '../images/wanted-files.ts'
import type { Core } from '../open/core.ts'
import { refuseOtherEngine } from '../refuse-other-engine.ts'
import { notHere } from '../request/not-here.ts'
import { readRequest, withUsed } from '../request/read-request.ts'
import { wrongManifests } from '../request/wrong-manifests.ts'
import { refuseHeldBack } from '../refuse-held.ts'
import { findStack, type FoundStack } from './find-stack.ts'
import { type Held, heldOf, hold, isHeld, release } from './moving.ts'
import { isJobIn, isParkedIn, park } from './park.ts'
import { inOrder, type Move, type Moves, planMoves } from './plan-moves.ts'
import { refuseWithoutBytes, refuseWithoutNode } from './refuse-unready.ts'
import { failedMove, movedAll } from './move-outcomes.ts'
import { giveBack, startOurs, untilOutcome } from './turn-over.ts'

interface Moving {
  readonly core: Core
  readonly request: ApplyRequest
  readonly found: FoundStack
  readonly files: readonly FileReading[]
}

/**
 * Moves the services of a swarm's stack one by one to the declared ones. All are declared in a stopped state; then for each, the swarm's
 * service is ended, ours is started and waited for. One that does not come up is given back to the swarm. A repeated run continues where
 * the last one ended (S6): services that are not stopped here have been moved.
 */
export async function* moveFromSwarm(core: Core, request: ApplyRequest, stack: string): AsyncGenerator<ProgressEvent> {
  if (!request.wait)
    throw new InstallationError(exits.usage, 'a move waits for each service', { remedy: 'leave --no-wait out' })
  const reading = readRequest(request, { running: { root: DESIRED, accepted: acceptedOf(core.store) } })
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  const { files } = reading
  const wrong = [...reading.errors, ...(await notHere(request, files))]
  if (wrong.length > 0) return yield* wrongManifests(wrong)
  await refuseOtherEngine(core, { declared: objectsIn(files), signal: request.signal })
  await refuseWatched(core, files, request)
  checkProject(stack, stacksIn(files))
  const held = heldOf(core.store, stack)
  const found = await findStack(core, { stack, signal: request.signal }, { orNone: held.length > 0 })
  yield* moveFound({ core, request: withUsed(request, reading), found, files }, held)
}

async function* moveFound(moving: Moving, heldBefore: readonly Held[]): AsyncGenerator<ProgressEvent> {
  const { core, found, files } = moving
  const { store } = core
  const moves = planMoves(servicesIn(files), found.services, found.stack)
  refuseLeaving(core, moves)
  await refuseWithoutBytes(core, objectsIn(files))
  const gone = heldBefore.filter(({ swarmName }) => !found.services.some(({ Spec }) => Spec.Name === swarmName))
  const begun = moves.moves.filter((move) => isHeld(store, move) === 'begun')
  const ended = moves.moves.filter((move) => isHeld(store, move) === 'waits' && isParkedIn(found, move))
  const declared = yield* declareHeld(moving, moves)
  if (declared.exit !== exits.converged) return yield await endBegun(moving, [...begun, ...ended], declared)
  for (const move of begun) release(core, move)
  const left = moves.moves.filter((move) => isHeld(store, move) !== undefined)
  const beside = besideOurs(found, moves, left)
  yield* runningTwice(beside)
  const begin = gone.filter((each) => isHeld(store, each) !== undefined)
  const failed = yield* moveLeft(moving, { left, gone: begin })
  const parked = moves.staying.filter((swarmName) => isParkedIn(found, { swarmName }))
  yield failed ?? movedAll({ stack: found.stack, moves, beside, begun: begin, parked })
}

/** Our services that run although the swarm's still runs. */
function besideOurs(found: FoundStack, { moves }: Moves, left: readonly Move[]): readonly Move[] {
  return moves.filter((move) => !left.includes(move) && !isParkedIn(found, move) && !isJobIn(found, move))
}

interface Left {
  readonly left: readonly Move[]
  /** Services held for ones that were removed from the swarm meanwhile. */
  readonly gone: readonly Held[]
}

async function* moveLeft(moving: Moving, { left, gone }: Left): AsyncGenerator<ProgressEvent, Outcome | undefined> {
  yield* checkReady(moving, left)
  for (const key of inOrder(servicesIn(moving.files)).map(keyOf)) {
    const move = left.find((each) => each.key === key)
    const begun = gone.find((each) => each.key === key)
    const outcome = move ? yield* moveOne(moving, move) : begun ? yield* beginGone(moving, begun) : undefined
    if (outcome === undefined || outcome.exit === exits.converged) continue
    return move ? failedMove(outcome, { move, left, isJob: isJobIn(moving.found, move) }) : outcome
  }
  return undefined
}

/** Starts a service whose counterpart in the swarm is gone. */
async function* beginGone(
  { core, request, found: { stack } }: Moving,
  gone: Held,
): AsyncGenerator<ProgressEvent, Outcome> {
  yield { type: 'warning', message: `${gone.swarmName} is in the swarm no more: ${gone.name} starts here` }
  const outcome = yield* startOurs(core, { ...gone, stack }, request)
  if (outcome.exit === exits.converged) release(core, gone)
  return outcome
}

/** Throws if a service is being deleted here, as the hold would be deleted with it. */
function refuseLeaving({ store }: Core, { moves }: Moves): void {
  const leaving = moves.find(({ key }) => {
    const service = store.get('Service', key)
    return service !== undefined && isBeingDeleted(service)
  })
  if (!leaving) return
  throw new InstallationError(exits.failed, `nothing was moved: ${leaving.name} is still being deleted here`, {
    remedy: 'run this again once it is gone',
  })
}

/** Applies all manifests. Services that are new here and run in the swarm are held from the start, so that they get no tasks. */
async function* declareHeld(
  { core, request, files }: Moving,
  { moves }: Moves,
): AsyncGenerator<ProgressEvent, Outcome> {
  const { store } = core
  const fresh = moves.filter(({ key }) => store.get('Service', key) === undefined)
  for (const move of fresh) hold(core, move)
  try {
    return yield* untilOutcome(applyFiles(core, { ...request, adopt: true }, files))
  } finally {
    for (const move of fresh) if (store.get('Service', move.key) === undefined) release(core, move)
  }
}

/** Gives services back to the swarm that an interrupted move had begun, when the apply does not converge. */
async function endBegun({ core, found, request }: Moving, begun: readonly Move[], outcome: Outcome): Promise<Outcome> {
  if (begun.length === 0) return outcome
  for (const move of begun) await giveBack(core, found, { move, steal: request.steal })
  return {
    ...outcome,
    message: `${outcome.message}; so the swarm runs ${listNames(begun.map(({ swarmName }) => swarmName))} again`,
  }
}

/** Warns of services that run here and in the swarm; they are not moved. */
function* runningTwice(moves: readonly Move[]): Generator<ProgressEvent> {
  for (const { name, swarmName } of moves)
    yield {
      type: 'warning',
      message: `${name} runs here already, and ${swarmName} of the swarm beside it: end that with \`docker service rm ${swarmName}\``,
    }
}

/** Checks that all services can start, and pulls their images, before anything is ended. */
async function* checkReady(
  { core, request, found, files }: Moving,
  left: readonly Move[],
): AsyncGenerator<ProgressEvent> {
  if (left.length === 0) return
  await refuseLocked({ core, request, found })
  const names = left.map(({ name }) => name)
  const wanted = withServices(files, names)
  const services = servicesIn(wanted)
  for (const service of services) refuseHeldBack(core, service, 'nothing more is moved')
  refuseWithoutNode([...core.store.list('Node').values()], services)
  const missing: string[] = []
  for (const { metadata, spec } of services) {
    const { image, build } = spec.template
    if (image !== undefined && !build && !(await isThere(found, image, request.signal))) missing.push(metadata.name)
  }
  if (missing.length > 0) yield* pullImages(core, withServices(files, missing), request.signal)
  await refuseMissing(core, wanted, request.signal)
}

/** Throws if another home holds the stack's lock, as nothing could start here. */
async function refuseLocked({ core, request, found }: Omit<Moving, 'files'>): Promise<void> {
  const [held] = request.steal ? [] : ((await core.begin([found.stack])).ports.locks?.others(found.stack) ?? [])
  if (!held) return
  throw new InstallationError(exits.failed, `nothing more was moved: ${holderWords(held.by, held.at)}`, {
    remedy: 'run this again when that has ended; where it is gone for good, take its lock with --steal',
  })
}

async function isThere({ runsOn, stack }: FoundStack, name: string, signal: AbortSignal): Promise<boolean> {
  const run = { signal, object: `Stack/${stack}`, reason: 'it is about to start' }
  return (await unlessGone(runsOn.inspectImage({ name }, run))) !== undefined
}

/** Moves one service. On any failure it is given back to the swarm, unless ours is up. */
async function* moveOne({ core, request, found }: Moving, move: Move): AsyncGenerator<ProgressEvent, Outcome> {
  const { signal, timeoutMs, steal } = request
  const waiting = { wait: true, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(steal ? { steal } : {}), signal }
  let isUp = false
  try {
    yield ending(core, move, `${move.swarmName} of the swarm`)
    await park(found, move, { clock: core.clock, ...waiting })
    const outcome = yield* startOurs(core, { ...move, stack: found.stack }, waiting)
    isUp = outcome.exit === exits.converged
    if (isUp) release(core, move)
    else yield ending(core, move, `${move.name} here, before ${move.swarmName} runs again`)
    return outcome
  } finally {
    if (!isUp) await giveBack(core, found, { move, steal })
  }
}

function ending({ clock }: Core, { key }: Move, message: string): ProgressEvent {
  return { type: 'state', object: `Service/${key}`, state: 'Ending', message, at: clock.now() }
}
