import { readFileSync, realpathSync } from 'node:fs'
import { realClock } from '../../clock/real.ts'
import { addressOf } from '../../engine/docker/endpoint.ts'
import type { Context } from '../context.ts'
import { connectLocal, localEndpoint } from '../local/open/engines.ts'
import { settingsFrom } from '../local/open/settings.ts'
import { refuseOtherHome } from './refuse-other-home.ts'
import { refuseOtherPath } from './check-mounts.ts'
import { refuseNoSocket } from './check-socket.ts'
import { readMountInfo } from './mount-info.ts'
import { findOwnContainer, type OwnContainer } from './own-container.ts'

/**
 * Finds the container that this process runs in, and checks that these watched directories have the same path on the host. Undefined
 * outside of a container, or if the engine is on another host. Changes nothing.
 */
export async function ownPlace(context: Context, watched: readonly string[]): Promise<OwnContainer | undefined> {
  const own = await findPlace(context)
  if (own) for (const path of watched) refuseOtherPath(path, { what: 'the watched directory' }, own)
  return own
}

async function findPlace({ env, signal, home }: Context): Promise<OwnContainer | undefined> {
  const info = readMountInfo(ownMounts())
  if (info.ids.length === 0) return undefined
  const address = addressOf(localEndpoint(env).host)
  if (address.kind === 'unix') refuseNoSocket(address.path)
  const engine = await connectLocal({
    plans: false,
    env,
    clock: realClock,
    settings: settingsFrom(env),
  })
  try {
    const run = { signal, object: 'Node/local', reason: 'look which container this is' }
    const own = await findOwnContainer(info, { engine, run, real: realPath })
    if (own) await refuseOtherHome(own, home, { engine, run })
    return own
  } finally {
    engine.close()
  }
}

/** Empty except on Linux. */
function ownMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
