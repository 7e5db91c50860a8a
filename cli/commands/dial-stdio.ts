import { connect } from 'node:net'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { type Context, socketOf } from '../context.ts'

export interface DialOptions {
  /** The socket; default: that of this home. */
  readonly socket?: string
}

/** Connects standard input and output to the socket of the running serve. `RECONCILE_SERVER=ssh://…` runs it at the other end. */
export async function dialStdio({ cwd, home }: Context, options: DialOptions): Promise<number> {
  const path = options.socket === undefined ? socketOf(home) : resolve(cwd, options.socket)
  const socket = connect({ path, allowHalfOpen: true })
  try {
    await once(socket, 'connect')
  } catch (cause) {
    throw new InstallationError(exits.unreachable, `nothing listens at ${path}: ${(cause as Error).message}`, {
      cause,
      remedy: 'start `reconcile serve`, or name its socket with --socket',
    })
  }
  // The client may disconnect in the middle of an answer. Requests that serve has received still stand.
  const sent = pipeline(process.stdin, socket).catch(() => undefined)
  await pipeline(socket, process.stdout, { end: false }).catch(() => undefined)
  process.stdin.destroy()
  await sent
  return exits.converged
}
