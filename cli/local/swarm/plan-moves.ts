import type { V1Service } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { SwarmService } from '../../../engine/types/swarm.ts'
import type { Key } from '../../../store/objects/store.ts'

/** A service to move: the swarm's is ended, then ours is started. */
export interface Move {
  readonly key: Key
  readonly name: string
  /** Its name and id in the swarm. */
  readonly swarmName: string
  readonly id: string
}

export interface Moves {
  /** In the order of the moves: dependencies first, else by name. */
  readonly moves: readonly Move[]
  /** Services of the swarm that are not declared here; they stay there. */
  readonly staying: readonly string[]
}

/** Matches declared services with those of the swarm's stack. Pure. */
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

/** Sorts services: dependencies first, else by name. */
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
