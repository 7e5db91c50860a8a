import type { V1NodeStatus, V1OtherEngine } from '../../api/v1/generated/types.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'

/** What identifies an engine: only the id counts, host name and address are for people. */
export type Answering = Pick<EngineInfo, 'id'> & Partial<Pick<EngineInfo, 'name' | 'address'>>

/** Which engine answers for a node, and which ones may. */
export interface Identity {
  readonly answering: Answering | undefined
  /** The node's status, with the recorded engine. */
  readonly recorded: V1NodeStatus | undefined
  readonly approved: () => string | undefined
  /** The other node on record for the answering engine. */
  readonly owner: () => string | undefined
}

/**
 * The engine guard. Returns the engine that answers instead of the recorded one; undefined where the recorded or an approved one answers.
 */
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
