import type { Observable } from 'rxjs'
import type { Kind } from '../../api/v1/kinds.ts'
import type { Run } from '../../engine/run.ts'
import type { Key } from '../../store/objects/store.ts'
import type { NodeWork } from './node-work.ts'
import type { Ports } from './ports.ts'
import type { Result } from './result.ts'

/** One run of a reconcile. */
export interface Pass extends Run {
  /** Called before all is read anew in the same run: what changed until then, its own acts above all, wakes the key no second time. */
  looksAgain(): void
  /** Resolves when the key is asked for anew; at once if it was since the pass began, or looked again. */
  asked(): Promise<void>
  /** What is done at nodes for its key. */
  readonly atNodes: NodeWork
}

/** One control loop: what wakes it, and what it does with one key. It reads the present each time and remembers nothing. */
export interface Controller {
  /** Its folder's name. */
  readonly name: string
  /** The kind whose keys it works. */
  readonly kind: Kind
  /** The keys to look at, as they change. Never errors, never completes. */
  wakes(ports: Ports): Observable<Key>
  /** Brings one object nearer to what is declared. Throws for a retry with backoff, TerminalError for none. */
  reconcile(key: Key, ports: Ports, run: Pass): Promise<Result>
  /** The lane of a key, so that one slow host does not hold up others; absent: one lane. */
  lane?(key: Key, ports: Ports): string
  /** For owners of many: how many things a reconcile of this key looks through, which says how far its runs are apart (pace.ts). Absent: every wake is a run. */
  readonly coalesce?: (key: Key, ports: Ports) => number
}
