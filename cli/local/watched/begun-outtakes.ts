import { readFileSync } from 'node:fs'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import type { Store } from '../../../store/objects/store.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { bytesHash, type ResourceId } from '../../../store/source/reading/reading.ts'
import type { Json } from '../../../store/storage/storage.ts'

/** A deletion that is about to be written into a file: kept until its objects went in the same step. */
export interface BegunOuttake {
  readonly root: string
  readonly file: string
  readonly ids: readonly ResourceId[]
  /** The hash of what is left of the file; null: nothing, and the file goes. */
  readonly left: string | null
  /** With the data of volumes. */
  readonly volumes: boolean
}

/** Keeps it, before the file is written. */
export async function beginOuttake(store: Store, begun: BegunOuttake): Promise<void> {
  store.putFact('outtake', begun.file, begun as unknown as Json)
  await store.durable()
}

/** It is done, or was refused. */
export function dropOuttake(store: Store, file: string): void {
  store.putFact('outtake', file, undefined)
}

/** All that were begun and not ended. */
export function begunOuttakes(store: Store): readonly BegunOuttake[] {
  return [...store.facts('outtake').values()].map((fact) => fact as unknown as BegunOuttake)
}

/** Whether the file was written, and its objects are still those that it declared. */
export function isWritten(store: Store, { file, ids, left }: BegunOuttake): boolean {
  if (!ids.every((id) => originIn(store, id)?.file === file)) return false
  try {
    return bytesHash(readFileSync(file)) === left
  } catch (error) {
    return left === null && errorCode(error) === 'ENOENT'
  }
}
