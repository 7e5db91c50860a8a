import { exits } from '../../../api/v1/installation/installation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Outcome } from '../../../api/v1/installation/progress.ts'
import type { Held } from './moving.ts'
import type { Move, Moves } from './plan-moves.ts'

interface Failed {
  readonly move: Move
  /** All services to be moved, in order. */
  readonly left: readonly Move[]
  /** Whether it is a job in the swarm. */
  readonly isJob: boolean
}

/** The outcome of a move in which a service did not come up and was given back. */
export function failedMove(
  { exit, message, lines, others, remedy = 'correct its manifest' }: Outcome,
  { move, left, isJob }: Failed,
): Outcome {
  const moved = left.slice(0, left.indexOf(move))
  const before = moved.length === 0 ? '' : `; moved before: ${namesOf(moved)}`
  const there = isJob
    ? `${move.swarmName} of the swarm, a job, is as it was`
    : `${move.swarmName} of the swarm runs again`
  return {
    ...{ type: 'outcome', exit, ...(lines ? { lines } : {}), ...(others ? { others } : {}) },
    message: `${move.name} did not come up here, and ${there}: ${message}${before}`,
    remedy: `${remedy}; then run the same command again: it goes on with this service`,
  }
}

interface Moved {
  readonly stack: string
  readonly moves: Moves
  /** Moved services that run in the swarm as well. */
  readonly beside: readonly Move[]
  /** Services started here because they are no longer in the swarm. */
  readonly begun: readonly Held[]
  /** Of the staying ones, those that a move ended in the swarm for a service that is no longer declared here. */
  readonly parked?: readonly string[]
}

/** The outcome of a successful move. A service counts as moved if it is parked in the swarm and up here. */
export function movedAll({ stack, moves: { moves, staying }, beside, begun, parked = [] }: Moved): Outcome {
  const moved = moves.length - beside.length
  const running = staying.filter((name) => !parked.includes(name))
  const parts = [
    moved > 0 || begun.length + beside.length === 0
      ? `${moved} ${moved === 1 ? 'service' : 'services'} of stack ${stack} moved from the swarm, which keeps them without a task`
      : '',
    begun.length > 0 ? `started here, as the swarm has them no more: ${namesOf(begun)}` : '',
    beside.length > 0 ? `running here and in the swarm: ${namesOf(beside)}` : '',
    running.length > 0 ? `without a manifest, and still in the swarm: ${listNames(running)}` : '',
    parked.length > 0
      ? `without a manifest, and without a task in the swarm: ${listNames(parked)} (\`docker service scale NAME=1\` runs one there again)`
      : '',
  ]
  const outcome = { type: 'outcome', exit: exits.converged, message: parts.filter(Boolean).join('; ') } as const
  if (moves.length + staying.length === 0) return outcome
  return {
    ...outcome,
    remedy:
      staying.length === 0
        ? `once you are content: docker stack rm ${stack}, which leaves volumes and all that is here`
        : `give these a manifest and run this again, or leave them there`,
  }
}

function namesOf(all: readonly Held[]): string {
  return listNames(all.map(({ name }) => name))
}
