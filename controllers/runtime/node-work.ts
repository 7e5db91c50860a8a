import type { Key } from '../../store/objects/store.ts'

/** The work of a pass on one node. It may outlive its pass. */
interface Piece {
  /** Resolves when it has ended, with or without failures. */
  readonly end: Promise<void>
  /** The errors so far. */
  readonly failures: unknown[]
  /** Whether it was begun for an earlier object of the name, or an earlier generation: then its failures no longer matter. */
  readonly isStale: () => boolean
  isOver: boolean
}

/** The work on nodes for one key. Each node has at most one piece at a time, so that a slow node delays no other. */
export interface NodeWork {
  /** By node, what is under way, or has ended since the pass that began it and was not forgotten yet. */
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
export function createNodeWorks(onEnd: (key: Key) => void): NodeWorks {
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
        piece.isOver = true
        if (piece.isLeft) onEnd(key)
      })
    const piece: OwnPiece = { end, failures, run, isStale: () => run.aborted, isOver: false, isLeft: false }
    pieces.set(node, piece)
  }

  return {
    of: (key, run) => ({
      get pieces() {
        return works.get(key) ?? none
      },
      begin: (node, work) => begin(key, { node, run }, work),
      forget: (node) => void works.get(key)?.delete(node),
    }),
    left(key) {
      const pieces = works.get(key)
      if (!pieces) return
      if (pieces.size === 0) works.delete(key)
      for (const piece of pieces.values()) piece.isLeft = true
    },
    *keys() {
      for (const [key, pieces] of works) if ([...pieces.values()].some(({ isOver }) => !isOver)) yield key
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
