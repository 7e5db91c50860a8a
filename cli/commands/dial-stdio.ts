import { connect } from 'node:net'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { type Context, socketOf } from '../context.ts'

export interface DialOptions {
  /** Another socket than that of this home. */
  readonly socket?: string
}

/** Carries a connection to the running serve over standard input and output: what `RECONCILE_SERVER=ssh://…` runs at the other end. */
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
  // Who asked may go in the middle of an answer; what serve was told stands.
  const sent = pipeline(process.stdin, socket).catch(() => undefined)
  await pipeline(socket, process.stdout, { end: false }).catch(() => undefined)
  process.stdin.destroy()
  await sent
  return exits.converged
}
