import type { Observable } from 'rxjs'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'

/** The bytes of a Secret or Config, or why they are not to be had. */
export type Content = FoundContent | { readonly found: false; readonly because: string }

/** Bytes that were read, and their hash. */
export interface FoundContent {
  readonly found: true
  readonly bytes: Uint8Array
  readonly hash: string
}

/**
 * Where the bytes of Secrets and Configs come from: their files, or RECONCILE_HOME/secrets. The hash is keyed, so that it
 * says nothing of the bytes (S9).
 */
export interface Contents {
  /** The present content; with a hash, the retained copy of the content that has it. */
  read(object: V1Secret | V1Config, hash?: string): Promise<Content>
  /**
   * Retains a copy of this content, if one is given, as its source may change at any time. Returns the hashes of all retained copies.
   * Rejects where the copy can't be written.
   */
  retain(object: V1Secret | V1Config, content?: FoundContent): Promise<ReadonlySet<string>>
  /** Removes the retained copy with this hash. */
  release(object: V1Secret | V1Config, hash: string): Promise<void>
  /** `Kind/stack/name` of what was read and may be another content now: a hint, once nobody writes to it any more. Never errors. */
  changes(): Observable<string>
}
