import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Ports } from './ports.ts'

/** The engine of a node; throws Unreachable when the node is not known, so that the key backs off. */
export function engineOf(node: string, ports: Ports): Engine {
  const engine = ports.engine(node)
  if (engine) return engine
  throw new EngineError('Unreachable', { node, tried: 'find its engine', detail: 'no such node is connected' })
}

/** Whether a host's first full list is in and it answers: before that, absence means nothing (S2). */
export function isReadable(node: string, { inventory }: Ports): boolean {
  const host = inventory.host(node)
  return host !== undefined && host.synced && host.unreachable === undefined
}
