import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Images that hack/images can make, `reconcile` of this checkout among them; with a tag, the stand-in gets that tag too. */
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

/** Puts stand-ins into the engine at a unix socket, made from packages where no run before has made them; skips those there. */
export async function loadImages(socket: string, names: readonly (StandIn | `${StandIn}:${string}`)[]): Promise<void> {
  await promisify(execFile)(IMAGES, ['load', socket, ...names])
}

const IMAGES = fileURLToPath(new URL('../../hack/images/images', import.meta.url))
