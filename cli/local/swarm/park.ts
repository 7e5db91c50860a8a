import { DEFAULT_GRACE_S } from '../../../api/v1/stop-grace.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { SwarmFields } from '../../../api/v1/swarm-stack.ts'
import { isJob, isParked, parkedSpec, unparkedSpec } from '../../../compose/swarm/parked.ts'
import { pause } from '../../../clock/sleep.ts'
import type { Clock } from '../../../clock/clock.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { SwarmService } from '../../../engine/types/swarm.ts'
import { type FoundStack, isAlive } from './find-stack.ts'
import type { Move } from './plan-moves.ts'

/** The swarm may update a service itself at the same time, and our update then conflicts. */
const ATTEMPTS = 5
const LOOK_MS = 200
/** How long a container may take to end beyond its grace period. */
const MARGIN_MS = 60_000

/** Scales a swarm's service to nothing and waits until its tasks have ended, so that their ports and data are free. */
export async function park(found: FoundStack, move: Move, how: Waiting): Promise<void> {
  const before = await change(found, move, { spec: parkedSpec, signal: how.signal })
  const { run, deadline } = {
    run: runOf(move, how.signal),
    deadline: how.clock.now() + (how.timeoutMs ?? endsInMs(graceOf(before))),
  }
  for (;;) {
    const tasks = await found.manager.listSwarmTasks({ services: [move.id] }, run)
    if (!tasks.some(isAlive)) return
    if (how.clock.now() >= deadline)
      throw new InstallationError(exits.deadline, `${move.swarmName} of the swarm did not end in time`, {
        remedy: `see \`docker service ps ${move.swarmName}\``,
      })
    await pause(how.clock, LOOK_MS, how.signal)
  }
}

export interface Waiting {
  readonly clock: Clock
  readonly timeoutMs?: number | undefined
  readonly signal: AbortSignal
}

/** Restores a parked service in the swarm. */
export async function unpark(found: FoundStack, move: Move, signal: AbortSignal): Promise<void> {
  await change(found, move, { spec: unparkedSpec, signal })
}

/** The time limit for a service to end, here or in the swarm, ms. */
export function endsInMs(graceSeconds = DEFAULT_GRACE_S): number {
  return MARGIN_MS + graceSeconds * 1_000
}

/** Whether a service was parked when the stack was read. */
export function isParkedIn({ services }: FoundStack, move: Pick<Move, 'swarmName'>): boolean {
  return services.some(({ Spec }) => Spec.Name === move.swarmName && isParked(Spec))
}

/** Whether it is a job in the swarm, which ends by itself. */
export function isJobIn({ services }: FoundStack, move: Move): boolean {
  return services.some(({ ID, Spec }) => ID === move.id && isJob(Spec))
}

interface Change {
  readonly spec: (spec: SwarmFields) => SwarmFields | undefined
  readonly signal: AbortSignal
}

async function change(found: FoundStack, move: Move, { spec, signal }: Change): Promise<SwarmService | undefined> {
  for (let attempt = 1; ; attempt++) {
    const service = await read(found, move, signal)
    const wanted = service && spec(service.Spec)
    if (!service || !wanted || wanted === service.Spec) return service
    try {
      const { ID: id, Version } = service
      await found.manager.updateSwarmService({ id, version: Version.Index, spec: wanted }, runOf(move, signal))
      return service
    } catch (error) {
      if (!isEngineError(error) || !/out of sequence/.test(error.detail) || attempt === ATTEMPTS) throw error
    }
  }
}

async function read({ manager }: FoundStack, move: Move, signal: AbortSignal): Promise<SwarmService | undefined> {
  const all = await manager.listSwarmServices({}, runOf(move, signal))
  return all.find(({ ID }) => ID === move.id)
}

function runOf({ key }: Move, signal: AbortSignal) {
  return { signal, object: `Service/${key}`, reason: 'it is moved from a swarm' }
}

function graceOf(service: SwarmService | undefined): number | undefined {
  const template = service?.Spec['TaskTemplate'] as { ContainerSpec?: { StopGracePeriod?: number } } | undefined
  const ns = template?.ContainerSpec?.StopGracePeriod
  return ns === undefined ? undefined : ns / 1e9
}
