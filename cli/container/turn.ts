import { labels } from '../../api/v1/labels.ts'
import type { Ourselves } from '../../controllers/ownership/ourselves.ts'
import { LOCAL_NODE } from '../../api/v1/names.ts'
import type { OwnContainer } from './own-container.ts'

/** The period in which a process holds the state's lock and runs the loops, until it is told to end or hands over. */
export interface Turn {
  /** Absent outside of a container. */
  readonly ourselves?: Ourselves
  /** Aborted when the loops hand over to a successor. */
  readonly over: AbortSignal
}

/** Begins a turn. */
export function beginTurn(own: OwnContainer | undefined): Turn {
  const over = new AbortController()
  if (!own) return { over: over.signal }
  const at = { node: LOCAL_NODE, id: own.id }
  return { over: over.signal, ourselves: { at: () => at, handOver: () => over.abort() } }
}

/** Whether our own container is a task of an installation: it may then be the successor of the one that holds the lock. */
export function isTask(own: OwnContainer | undefined): boolean {
  return own?.labels[labels.task] !== undefined
}
