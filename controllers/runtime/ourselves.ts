import type { Ports } from './ports.ts'

/** A container on a node. */
export interface ContainerAt {
  readonly node: string
  /** The engine's id. */
  readonly id: string
}

/** The container that these controllers run in, where that is one of the engine's. */
export interface Ourselves {
  readonly at: () => ContainerAt | undefined
  /** Ends these controllers, in favour of those in another container that wait for the state's lock. */
  handOver(to: ContainerAt): void
}

/** Whether these controllers run in that container: whatever ends it ends them, in the middle of it. */
export function isOurselves({ ourselves }: Pick<Ports, 'ourselves'>, { node, id }: ContainerAt): boolean {
  const at = ourselves?.at()
  return at !== undefined && at.id === id && at.node === node
}
