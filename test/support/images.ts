import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The images that hack/images can make; `reconcile` is the one of this checkout. */
export type StandIn =
  | 'adminer'
  | 'busybox'
  | 'mariadb'
  | 'nginx'
  | 'postgres'
  | 'python'
  | 'reconcile'
  | 'redis'
  | 'wordpress'

/** Loads stand-ins, with an additional tag if given, into the engine at a unix socket; skips those it has. Makes those not cached yet. */
export async function loadImages(socket: string, names: readonly (StandIn | `${StandIn}:${string}`)[]): Promise<void> {
  await promisify(execFile)(IMAGES, ['load', socket, ...names])
}

const IMAGES = fileURLToPath(new URL('../../hack/images/images', import.meta.url))
