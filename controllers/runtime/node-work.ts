import type { Clock } from '../../clock/clock.ts'
import type { Key } from '../../store/objects/store.ts'

/** The work of a pass on one node. It may outlive its pass. */
export interface Piece {
  /** Resolves when it has ended, with or without failures. */
  readonly end: Promise<void>
  /** The errors so far. */
  readonly failures: unknown[]
  /** Whether it was begun for an earlier object of the name, or an earlier generation: then its failures no longer matter. */
  readonly isStale: () => boolean
  /** When it ended, ms of the steady clock; undefined while it is under way. */
  endedAt: number | undefined
}

/** The work on nodes for one key. Each node has at most one piece at a time, so that a slow node delays no other. */
export interface NodeWork {
  /** By node, what is under way, or has ended and was not forgotten yet. After its pass, what ends without failures is forgotten. */
  readonly pieces: ReadonlyMap<string, Piece>
  /** Begins work on a node that has none under way. */
  begin(node: string, work: (failures: unknown[]) => Promise<void>): void
  /** Drops a piece that has ended and whose outcome was used. */
  forget(node: string): void
}

interface Abortable {
  readonly aborted: boolean
  abort(reason: Error): void
}

/** The work on nodes for all keys of a loop. */
export interface NodeWorks {
  /** The view of one pass of `key`; aborting `run` aborts the calls that it begins. */
  of(key: Key, run: Abortable): NodeWork
  /** Tells that the pass of a key has ended: from now on each of its pieces calls `onEnd` when it ends. */
  left(key: Key): void
  /** The keys with work still under way. */
  keys(): Iterable<Key>
  /** Aborts the calls under way, and makes finished pieces stale: for one key, or for all. */
  abort(reason: Error, key?: Key): void
  /** Resolves when no work is under way. */
  ended(): Promise<void>
}

interface OwnPiece extends Piece {
  readonly run: Abortable
  isLeft: boolean
}

/** Creates the table for a loop; `onEnd` gets the key of each piece that ends after its pass. */
export function createNodeWorks(clock: Pick<Clock, 'steady'>, onEnd: (key: Key) => void): NodeWorks {
  const works = new Map<Key, Map<string, OwnPiece>>()

  function piecesOf(key?: Key): readonly OwnPiece[] {
    const tables = key === undefined ? [...works.values()] : [works.get(key) ?? new Map<string, OwnPiece>()]
    return tables.flatMap((pieces) => [...pieces.values()])
  }

  function begin(
    key: Key,
    { node, run }: { node: string; run: Abortable },
    work: (failures: unknown[]) => Promise<void>,
  ) {
    const failures: unknown[] = []
    const pieces = works.get(key) ?? new Map<string, OwnPiece>()
    works.set(key, pieces)
    const end = work(failures)
      .catch((error) => void failures.push(error))
      .then(() => {
        piece.endedAt = clock.steady()
        if (!piece.isLeft) return
        if (failures.length === 0) drop(key, node)
        onEnd(key)
      })
    const piece: OwnPiece = { end, failures, run, isStale: () => run.aborted, endedAt: undefined, isLeft: false }
    pieces.set(node, piece)
  }

  function drop(key: Key, node: string) {
    const pieces = works.get(key)
    pieces?.delete(node)
    if (pieces?.size === 0) works.delete(key)
  }

  return {
    of: (key, run) => ({
      get pieces() {
        return works.get(key) ?? none
      },
      begin: (node, work) => begin(key, { node, run }, work),
      forget: (node) => drop(key, node),
    }),
    left(key) {
      for (const piece of works.get(key)?.values() ?? []) piece.isLeft = true
    },
    *keys() {
      for (const [key, pieces] of works)
        if ([...pieces.values()].some(({ endedAt }) => endedAt === undefined)) yield key
    },
    abort(reason, key) {
      for (const { run } of piecesOf(key)) run.abort(reason)
    },
    async ended() {
      await Promise.all(piecesOf().map(({ end }) => end))
    },
  }
}

const none: ReadonlyMap<string, Piece> = new Map()
