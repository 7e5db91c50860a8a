import type { Ports } from '../runtime/ports.ts'

/** A container on a node. */
export interface ContainerAt {
  readonly node: string
  /** The engine's id. */
  readonly id: string
}

/** The container that this controller process itself runs in, if it runs in one. */
export interface Ourselves {
  readonly at: () => ContainerAt | undefined
  /** Ends this process so that the controllers in `to`, which wait for the state's lock, take over. */
  handOver(to: ContainerAt): void
}

/** Whether this process runs in that container. Stopping that container would kill the process halfway through the stop. */
export function isOurselves({ ourselves }: Pick<Ports, 'ourselves'>, { node, id }: ContainerAt): boolean {
  const at = ourselves?.at()
  return at !== undefined && at.id === id && at.node === node
}
