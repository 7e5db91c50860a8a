import type { SocketServer } from '../../../api/server/listen.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { pause } from '../../../clock/sleep.ts'
import { socketOf } from '../../context.ts'
import type { Core } from '../open/core.ts'

const LOOK_MS = 2_000

/** Checks serve's socket periodically and recreates it if it was removed, for example by a cleanup of old files. */
export async function keepSocket(
  { home, clock, closing }: Pick<Core, 'home' | 'clock' | 'closing'>,
  server: Pick<SocketServer, 'renew'>,
  log: Log,
): Promise<void> {
  const path = socketOf(home)
  let told = ''
  while (await isOpenAfter(pause(clock, LOOK_MS, closing))) {
    const [isNew, why] = await server.renew().then(
      (made) => [made, ''] as const,
      (error: unknown) => [false, errorText(error)] as const,
    )
    if (isNew) log(`warning: ${path} was taken away, and is made anew`)
    if (why !== '' && why !== told) log(`error: ${path} was taken away, and can't be made anew yet: ${why}`)
    told = why
  }
}

/** Whether a pause ended normally, not by the abort. */
function isOpenAfter(paused: Promise<void>): Promise<boolean> {
  return paused.then(
    () => true,
    () => false,
  )
}
