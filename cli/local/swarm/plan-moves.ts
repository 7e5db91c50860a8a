import type { V1Service } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { SwarmService } from '../../../engine/types/swarm.ts'
import type { Key } from '../../../store/objects/store.ts'

/** A service that is moved: the swarm's ends, then ours begins. */
export interface Move {
  readonly key: Key
  readonly name: string
  /** The swarm's own name of it, and its id. */
  readonly swarmName: string
  readonly id: string
}

export interface Moves {
  /** In the order in which they are moved: what others depend on first, else by name. */
  readonly moves: readonly Move[]
  /** Services of the swarm that nothing here declares: they stay there. */
  readonly staying: readonly string[]
}

/** Which services of a swarm's stack become ours, and in which order. Pure. */
export function planMoves(services: readonly V1Service[], inSwarm: readonly SwarmService[], stack: string): Moves {
  const theirs = new Map(inSwarm.map((each) => [each.Spec.Name, each]))
  const moves = inOrder(services).flatMap((service): Move[] => {
    const { name } = service.metadata
    const found = theirs.get(`${stack}_${name}`) ?? theirs.get(name)
    return found ? [{ key: keyOf(service), name, swarmName: found.Spec.Name, id: found.ID }] : []
  })
  const moved = new Set(moves.map(({ swarmName }) => swarmName))
  return { moves, staying: [...theirs.keys()].filter((name) => !moved.has(name)).sort() }
}

/** What others depend on first, else by name. */
export function inOrder(services: readonly V1Service[]): readonly V1Service[] {
  const byName = new Map(services.map((service) => [service.metadata.name, service]))
  const placed = new Set<V1Service>()
  const place = (service: V1Service, above: ReadonlySet<V1Service>): void => {
    if (placed.has(service) || above.has(service)) return
    const before = (service.spec.dependsOn ?? []).flatMap((each) => byName.get(each.service) ?? [])
    for (const each of before) place(each, new Set([...above, service]))
    placed.add(service)
  }
  for (const name of [...byName.keys()].sort()) place(byName.get(name) as V1Service, new Set())
  return [...placed]
}
