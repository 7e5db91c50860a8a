import type { V1Service } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import { listNames } from '../../../api/v1/list-names.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/progress.ts'
import type { ApplyRequest } from '../../../api/v1/requests.ts'
import { holderWords } from '../../../controllers/runtime/stack-lock.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { acceptedOf } from '../../../store/source/origins.ts'
import { DESIRED } from '../../../store/source/accepted.ts'
import { stacksIn } from '../../../store/source/apply.ts'
import type { FileReading } from '../../../store/source/reading.ts'
import { checkProject } from '../adopt.ts'
import { applyFiles, refuseWatched } from '../apply.ts'
import { pullImages, refuseMissing } from '../images/pull-images.ts'
import { withServices } from '../images/wanted-files.ts'
import type { Core } from '../open/core.ts'
import { leftBehind } from '../request/left-behind.ts'
import { readRequest } from '../request/read-request.ts'
import { wrongManifests } from '../request/wrong-manifests.ts'
import { start, stop } from '../stop.ts'
import { findStack, type FoundStack } from './find-stack.ts'
import { hold, isHeld, release } from './moving.ts'
import { isParkedIn, park, unpark } from './park.ts'
import { type Move, type Moves, planMoves } from './plan-moves.ts'
import { refuseWithoutBytes, refuseWithoutNode } from './refuse-unready.ts'

/** How long a service of ours that did not come up may take to end before the swarm runs its own again, ms. */
const GIVEN_BACK_MS = 60_000

interface Moving {
  readonly core: Core
  readonly request: ApplyRequest
  readonly found: FoundStack
  readonly files: readonly FileReading[]
}

/**
 * Moves the services of a swarm's stack one by one to what the files declare: all are declared and stopped, then of each the swarm's
 * ends, ours starts, and is waited for. One that does not come up is given back. Run again it goes on where it ended (S6): what is
 * moved is what is not stopped here.
 */
export async function* moveFromSwarm(core: Core, request: ApplyRequest, stack: string): AsyncGenerator<ProgressEvent> {
  const reading = readRequest(request, { running: { root: DESIRED, accepted: acceptedOf(core.store) } })
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  const { files } = reading
  const wrong = [...reading.errors, ...leftBehind(request, files)]
  if (wrong.length > 0) return yield* wrongManifests(wrong)
  for (const { file } of files) refuseWatched(core, file, request)
  checkProject(stack, stacksIn(files))
  if (!request.wait)
    throw new InstallationError(exits.usage, 'a move waits for each service', { remedy: 'leave --no-wait out' })
  const found = await findStack(core, { stack, signal: request.signal })
  const moving = { core, request, found, files }
  const moves = planMoves(servicesIn(files), found.services, stack)
  await refuseWithoutBytes(
    core,
    files.flatMap(({ manifests }) => manifests.map(({ object }) => object)),
  )
  const begun = moves.moves.filter((move) => isHeld(core, move) === 'begun')
  const declared = yield* declareHeld(moving, moves)
  if (declared.exit !== exits.converged) return yield await endBegun(moving, begun, declared)
  for (const move of begun) release(core, move)
  const left = moves.moves.filter((move) => isHeld(core, move) !== undefined)
  yield* runningTwice(moves.moves.filter((move) => !left.includes(move) && !isParkedIn(found, move)))
  yield* checkReady(moving, left)
  for (const move of left) {
    const outcome = yield* moveOne(moving, move)
    if (outcome.exit !== exits.converged) return yield failedMove(outcome, move, left)
  }
  yield movedAll(stack, moves)
}

function servicesIn(files: readonly FileReading[]): readonly V1Service[] {
  return files.flatMap(({ manifests }) =>
    manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object] : [])),
  )
}

/** Declares all: what is new to us and runs in the swarm has no task from its first moment on. */
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

/** What a move began that ended in the middle, and what does not come up: the swarm runs its own again. */
async function endBegun({ core, found }: Moving, begun: readonly Move[], outcome: Outcome): Promise<Outcome> {
  const [first] = begun
  if (!first) return outcome
  for (const move of begun) await giveBack(core, found, move)
  return failedMove(outcome, first, [first])
}

/** What was up here before is nothing to move. */
function* runningTwice(moves: readonly Move[]): Generator<ProgressEvent> {
  for (const { name, swarmName } of moves)
    yield {
      type: 'warning',
      message: `${name} runs here already, and ${swarmName} of the swarm beside it: end that with \`docker service rm ${swarmName}\``,
    }
}

/** Refuses what could not start, before anything ends for it. */
async function* checkReady(
  { core, request, found, files }: Moving,
  left: readonly Move[],
): AsyncGenerator<ProgressEvent> {
  if (left.length === 0) return
  await refuseLocked({ core, request, found })
  const names = left.map(({ name }) => name)
  const wanted = withServices(files, names)
  const services = servicesIn(wanted)
  refuseWithoutNode([...core.store.list('Node').values()], services)
  const missing: string[] = []
  for (const { metadata, spec } of services) {
    const { image, build } = spec.template
    if (image !== undefined && !build && !(await isThere(found, image, request.signal))) missing.push(metadata.name)
  }
  if (missing.length > 0) yield* pullImages(core, withServices(files, missing), request.signal)
  await refuseMissing(core, wanted, request.signal)
}

/** What another home works on would not start here. */
async function refuseLocked({ core, request, found }: Omit<Moving, 'files'>): Promise<void> {
  const at = { node: found.runsOn.node, stack: found.stack }
  const holder = request.steal ? undefined : (await core.begin([found.stack])).ports.locks?.otherHolder(at)
  if (!holder) return
  throw new InstallationError(exits.failed, `nothing more was moved: ${holderWords(holder, at)}`, {
    remedy: 'run this again when that has ended; where it is gone for good, take its lock with --steal',
  })
}

async function isThere({ runsOn, stack }: FoundStack, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await runsOn.inspectImage({ name }, { signal, object: `Stack/${stack}`, reason: 'it is about to start' })
    return true
  } catch (error) {
    if (isEngineError(error, 'NotFound')) return false
    throw error
  }
}

/** Whatever happens on the way, the swarm runs its own again unless ours is up. */
async function* moveOne({ core, request, found }: Moving, move: Move): AsyncGenerator<ProgressEvent, Outcome> {
  const { signal, timeoutMs, steal } = request
  const waiting = { wait: true, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(steal ? { steal } : {}), signal }
  const refs = [{ kind: 'Service', namespace: found.stack, name: move.name } as const]
  let isUp = false
  try {
    yield ending(core, move)
    await park(found, move, { clock: core.clock, ...waiting })
    const outcome = yield* untilOutcome(start(core, { refs, ...waiting }))
    isUp = outcome.exit === exits.converged
    if (isUp) release(core, move)
    return outcome
  } finally {
    if (!isUp) await giveBack(core, found, move)
  }
}

/** Ends ours, and lets the swarm run its own; not cut short by what ended the move. */
async function giveBack(core: Core, found: FoundStack, move: Move): Promise<void> {
  const { signal } = new AbortController()
  const refs = [{ kind: 'Service', namespace: found.stack, name: move.name } as const]
  hold(core, move)
  try {
    for await (const _ of stop(core, { refs, wait: true, timeoutMs: GIVEN_BACK_MS, signal }));
  } finally {
    await unpark(found, move, signal)
  }
}

function ending({ clock }: Core, { key, swarmName }: Move): ProgressEvent {
  const message = `${swarmName} of the swarm`
  return { type: 'state', object: `Service/${key}`, state: 'Ending', message, at: clock.now() }
}

function failedMove(
  { exit, message, lines, remedy = 'correct its manifest' }: Outcome,
  move: Move,
  left: readonly Move[],
): Outcome {
  const moved = left.slice(0, left.indexOf(move)).map(({ name }) => name)
  const before = moved.length === 0 ? '' : `; moved before: ${listNames(moved)}`
  return {
    ...{ type: 'outcome', exit, ...(lines ? { lines } : {}) },
    message: `${move.name} did not come up here, and ${move.swarmName} of the swarm runs again: ${message}${before}`,
    remedy: `${remedy}; then run the same command again: it goes on with this service`,
  }
}

function movedAll(stack: string, { moves, staying }: Moves): Outcome {
  const rest = staying.length === 0 ? '' : `; without a manifest, and still in the swarm: ${listNames(staying)}`
  return {
    type: 'outcome',
    exit: exits.converged,
    message: `${moves.length} ${moves.length === 1 ? 'service' : 'services'} of stack ${stack} moved from the swarm, which keeps them without a task${rest}`,
    remedy:
      staying.length === 0
        ? `once you are content: docker stack rm ${stack}, which leaves volumes and all that is here`
        : `give these a manifest and run this again, or leave them there`,
  }
}

/** The events, and in the end how it ended. */
async function* untilOutcome(events: AsyncIterable<ProgressEvent>): AsyncGenerator<ProgressEvent, Outcome> {
  for await (const event of events) {
    if (event.type === 'outcome') return event
    yield event
  }
  throw new Error('an apply ended without an outcome')
}
