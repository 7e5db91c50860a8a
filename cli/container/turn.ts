import { labels } from '../../api/v1/labels.ts'
import type { Ourselves } from '../../controllers/runtime/ourselves.ts'
import { LOCAL_NODE } from '../../api/v1/names.ts'
import type { OwnContainer } from './own-container.ts'

/** The time in which one process has the state's lock and its loops run: until it is told to end, or hands over. */
export interface Turn {
  /** Absent outside of a container. */
  readonly ourselves?: Ourselves
  /** Aborted when the loops hand over to a successor. */
  readonly over: AbortSignal
}

/** A turn that begins now. */
export function beginTurn(own: OwnContainer | undefined): Turn {
  const over = new AbortController()
  if (!own) return { over: over.signal }
  const at = { node: LOCAL_NODE, id: own.id }
  return { over: over.signal, ourselves: { at: () => at, handOver: () => over.abort() } }
}

/** Whether our own container is a task of an installation: then it may be the successor of one that has the lock. */
export function isTask(own: OwnContainer | undefined): boolean {
  return own?.labels[labels.task] !== undefined
}
