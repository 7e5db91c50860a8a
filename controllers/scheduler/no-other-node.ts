import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import type { Store } from '../../store/objects/store.ts'
import { rulesOut } from './filters.ts'

/** Why a node takes no task of a service. */
export interface Refusal {
  readonly node: string
  readonly why: string
}

/** Why no node but these would take a task of a service, by node; empty where there is no other, undefined where one would take it. */
export function refusedBesides(
  nodes: readonly string[],
  service: V1Service,
  store: Pick<Store, 'list'>,
): readonly Refusal[] | undefined {
  const others = [...store.list('Node').values()].filter(({ metadata }) => !nodes.includes(metadata.name))
  const refusals = others.flatMap((node) => {
    const why = rulesOut(node, service)
    return why === undefined ? [] : [{ node: node.metadata.name, why }]
  })
  return refusals.length === others.length ? refusals : undefined
}

/**
 * Why no other node would take a task, even after a restart by a person: the reason of the first one. Undefined where a node would take it,
 * or there is no other.
 */
export function noOtherNode({ spec }: V1Task, service: V1Service, store: Pick<Store, 'list'>): string | undefined {
  const [first] = refusedBesides([spec.node ?? ''], service, store) ?? []
  return first && `${first.node}: ${first.why}`
}
