import type { Observable } from 'rxjs'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'

/** The bytes of a Secret or Config, or why they are not to be had. */
export type Content =
  | { readonly found: true; readonly bytes: Uint8Array; readonly hash: string }
  | { readonly found: false; readonly because: string }

/**
 * Where the bytes of Secrets and Configs come from: their files, or RECONCILE_HOME/secrets. The hash is keyed, so that it
 * says nothing of the bytes (S9).
 */
export interface Contents {
  read(object: V1Secret | V1Config): Promise<Content>
  /** `Kind/stack/name` of what was read and may be another content now: a hint, once nobody writes to it any more. Never errors. */
  changes(): Observable<string>
}
