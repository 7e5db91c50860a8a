import { readFileSync } from 'node:fs'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import type { Store } from '../../../store/objects/store.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { bytesHash, type ResourceId } from '../../../store/source/reading/reading.ts'
import type { Json } from '../../../store/storage/storage.ts'

/** A deletion by name that edits a watched file. It is recorded before the file is written, until its objects are deleted. */
export interface BegunOuttake {
  readonly root: string
  readonly file: string
  readonly ids: readonly ResourceId[]
  /** The hash of the remaining file; null if the file is removed. */
  readonly left: string | null
  /** Whether the data of volumes is deleted, too. */
  readonly volumes: boolean
}

/** Records it durably, before the file is written. */
export async function beginOuttake(store: Store, begun: BegunOuttake): Promise<void> {
  store.putFact('outtake', begun.file, begun as unknown as Json)
  await store.durable()
}

/** Removes the record when the deletion is done or was refused. */
export function dropOuttake(store: Store, file: string): void {
  store.putFact('outtake', file, undefined)
}

/** All recorded deletions that have not ended. */
export function begunOuttakes(store: Store): readonly BegunOuttake[] {
  return [...store.facts('outtake').values()].map((fact) => fact as unknown as BegunOuttake)
}

/** Whether the file was written and is unchanged since, and its objects still have it as their origin. */
export function isWritten(store: Store, { file, ids, left }: BegunOuttake): boolean {
  if (!ids.every((id) => originIn(store, id)?.file === file)) return false
  try {
    return bytesHash(readFileSync(file)) === left
  } catch (error) {
    return left === null && errorCode(error) === 'ENOENT'
  }
}
