import type { Observable } from 'rxjs'
import type { Kind } from '../../api/v1/kinds.ts'
import type { Run } from '../../engine/run.ts'
import type { Key } from '../../store/objects/store.ts'
import type { NodeWork } from './node-work.ts'
import type { Ports } from './ports.ts'
import type { Result } from './result.ts'

/** The context of one run of a reconcile. */
export interface Pass extends Run {
  /** Call this before reading all state again within the run: changes so far, the run's own above all, then cause no further run. */
  looksAgain(): void
  /** Resolves when the key is woken again; at once if it was since the run began, or since `looksAgain`. */
  asked(): Promise<void>
  /** The work per node for this key, which may outlive the run. */
  readonly atNodes: NodeWork
}

/**
 * One control loop: what wakes it, and what it does for one key. Level-triggered: it reads the present state each time and remembers
 * nothing.
 */
export interface Controller {
  /** Its folder's name. */
  readonly name: string
  /** The kind of the objects that it reconciles. */
  readonly kind: Kind
  /** Whether it works before the watched directories were read (`Ports.unread`), as it carries out nothing that they declare. Absent: no. */
  readonly isEarly?: true
  /** Emits the keys to reconcile, as things change. Never errors, never completes. */
  wakes(ports: Ports): Observable<Key>
  /** Reconciles one object. A thrown error is retried with backoff, a TerminalError is not. */
  reconcile(key: Key, ports: Ports, run: Pass): Promise<Result>
  /** The lane of a key (work-queue.ts), so that one slow host does not delay others. Absent: a single lane. */
  lane?(key: Key, ports: Ports): string
  /**
   * How many items a reconcile of this key examines, which spaces its runs (pace.ts). For owners of many objects. Absent: every wake is a
   * run.
   */
  readonly coalesce?: (key: Key, ports: Ports) => number
}
