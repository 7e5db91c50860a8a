import type { V1NodeStatus, V1OtherEngine } from '../../api/v1/generated/types.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'

/** What tells an engine from another: its id alone counts, its host's name and its address are for people. */
export type Answering = Pick<EngineInfo, 'id'> & Partial<Pick<EngineInfo, 'name' | 'address'>>

/** Which engine answers under a node's name, and which ones may. */
export interface Identity {
  readonly answering: Answering | undefined
  /** The node's status: what was recorded of its engine. */
  readonly recorded: V1NodeStatus | undefined
  readonly approved: () => string | undefined
  /** The other node that the one which answers is recorded of. */
  readonly owner: () => string | undefined
}

/** The engine guard: which engine answers in the place of the recorded one; undefined where that one does, or a person approved it. */
export function otherEngine({ answering, recorded, approved, owner }: Identity): V1OtherEngine | undefined {
  const before = recorded?.engineID
  if (answering === undefined || before === undefined || answering.id === before) return undefined
  if (answering.id === approved()) return undefined
  const { id: engineID, name: hostname, address } = answering
  const node = owner()
  return {
    engineID,
    ...(hostname === undefined ? {} : { hostname }),
    ...(address === undefined ? {} : { address }),
    ...(node === undefined ? {} : { node }),
  }
}
