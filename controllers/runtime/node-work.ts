import type { Key } from '../../store/objects/store.ts'

/** What a pass does at one node, in order. It may outlive its pass. */
interface Piece {
  /** Resolves when it has ended, however. */
  readonly end: Promise<void>
  /** What failed in it so far. */
  readonly failures: unknown[]
  /** Whether it was begun for another object of the name, or a generation of before: what it failed with is no news. */
  readonly isStale: () => boolean
  isOver: boolean
}

/** The work at nodes for one key: one piece at a time for each node, so that a slow one holds up no other. */
export interface NodeWork {
  /** What goes on, or has ended since the pass that began it. */
  readonly pieces: ReadonlyMap<string, Piece>
  /** Begins work at a node where none goes on. */
  begin(node: string, work: (failures: unknown[]) => Promise<void>): void
  /** Takes a piece that has ended for told. */
  forget(node: string): void
}

/** Ends calls that are no longer wanted. */
interface Abortable {
  readonly aborted: boolean
  abort(reason: Error): void
}

/** The work at nodes for all keys of a loop. */
export interface NodeWorks {
  /** For one pass, whose calls end when `run` is aborted. */
  of(key: Key, run: Abortable): NodeWork
  /** Says that the pass of a key has ended: from now on the end of each of its pieces is told. */
  left(key: Key): void
  /** The keys for which work goes on that its pass left. */
  keys(): Iterable<Key>
  /** Ends the calls of what goes on, and makes stale what has ended: for one key, or for all. */
  abort(reason: Error, key?: Key): void
  /** Resolves when nothing goes on. */
  ended(): Promise<void>
}

interface OwnPiece extends Piece {
  readonly run: Abortable
  isLeft: boolean
}

/** Keeps the work at nodes of a loop; `onEnd` gets the key of a piece that ends after its pass. */
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
