import { basename, dirname } from 'node:path/posix'
import type { V1ConfigReference, V1SecretReference } from '../../api/v1/generated/types.ts'
import { configTarget, secretTarget } from '../../api/v1/content-target.ts'
import { stableHash } from '../../api/v1/language/hash.ts'
import { perTemplate } from '../../api/v1/language/per-template.ts'

export type DeliveredKind = 'Secret' | 'Config'

/** One mount of a Secret or Config in a template, with Compose's defaults filled in. */
export interface Reference {
  readonly kind: DeliveredKind
  readonly name: string
  /** Absolute path in the container. */
  readonly target: string
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/** Where the bytes of one reference are on a node. */
export interface DeliveryPath {
  /** Absolute directory. Its name has the content's hash, so it is never rewritten. */
  readonly directory: string
  /** The file's name in it. */
  readonly file: string
}

/** The Secrets and Configs that a template mounts, with Compose's defaults: /run/secrets/NAME and /NAME, mode 0444, owned by root. */
export const referencesOf = perTemplate((template): readonly Reference[] => [
  ...(template.secrets ?? []).map(
    (given): Reference => ({ kind: 'Secret', name: given.secret, target: secretTarget(given), ...ownership(given) }),
  ),
  ...(template.configs ?? []).map(
    (given): Reference => ({ kind: 'Config', name: given.config, target: configTarget(given), ...ownership(given) }),
  ),
])

function ownership({ uid = '0', gid = '0', mode = 0o444 }: V1SecretReference | V1ConfigReference) {
  return { uid: Number(uid), gid: Number(gid), mode }
}

/** Memory-backed on every Linux host. A reboot clears it, and the bytes are delivered again. */
const MEMORY_ROOT = '/run/reconcile'
const DISK_ROOT = '/var/lib/reconcile'

/**
 * The directory of a bind's source, if it is one that this reference was delivered to, whatever key its hash was made with; else undefined.
 */
export function deliveredDirectory(
  source: string,
  { kind, name }: Pick<Reference, 'kind' | 'name'>,
  { installation, stack }: { readonly installation: string; readonly stack: string },
): string | undefined {
  const directory = dirname(source)
  const isOurs = [MEMORY_ROOT, DISK_ROOT].some((root) =>
    directory.startsWith(`${root}/${installation}/${stack}/${kind.toLowerCase()}s/${name}-`),
  )
  return isOurs && basename(source) === name ? directory : undefined
}

/** The Secret or Config of a stack that a bind's source was delivered for, and its directory; undefined for any other path. */
export function deliveredAt(
  source: string,
  at: { readonly installation: string; readonly stack: string },
): { readonly kind: DeliveredKind; readonly name: string; readonly directory: string } | undefined {
  const name = basename(source)
  const [found] = (['Secret', 'Config'] as const).flatMap((kind) => {
    const directory = deliveredDirectory(source, { kind, name }, at)
    return directory === undefined ? [] : { kind, name, directory }
  })
  return found
}

/** Whether a text, such as an engine's words, names a path inside our delivery directories. */
export function namesDelivery(text: string): boolean {
  return text.includes(`${MEMORY_ROOT}/`) || text.includes(`${DISK_ROOT}/`)
}

/** Whether a host path is inside our delivery directories. */
export function isDeliveryPath(path: string): boolean {
  return path.startsWith(`${MEMORY_ROOT}/`) || path.startsWith(`${DISK_ROOT}/`)
}

/** Where a reference's bytes are on a node: one directory for each content, owner and mode. */
export function deliveryPath(
  reference: Reference,
  at: { installation: string; stack: string; hash: string; storage: 'Memory' | 'Disk' },
): DeliveryPath {
  const { kind, name, uid, gid, mode } = reference
  const root = at.storage === 'Disk' ? DISK_ROOT : MEMORY_ROOT
  const variant = stableHash([at.hash, uid, gid, mode], 16)
  return { directory: `${root}/${at.installation}/${at.stack}/${kind.toLowerCase()}s/${name}-${variant}`, file: name }
}
