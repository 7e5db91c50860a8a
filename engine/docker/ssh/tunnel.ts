import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { posix } from 'node:path'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import type { SshAddress } from '../../../api/v1/ssh-address.ts'
import type { Clock } from '../../../clock/clock.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { askArguments } from './arguments.ts'
import { type Host, logIn } from './log-in.ts'
import { newPlaces, type Places } from './places.ts'
import { restingAfter } from './rest.ts'
import { runSsh, type SshRun } from './run-ssh.ts'
import { mayNotOpen, noSocket, notForwarded, type SshFailure } from './ssh-failure.ts'

/** One login at a host, through which all connections to its engine go, however many. */
export interface Tunnel {
  /** Logs in, unless that was done. Rejects with an SshFailure. */
  ready(signal: AbortSignal): Promise<void>
  /** Whether `ready` has nothing to do. */
  isReady(): boolean
  /** The socket on this machine that leads to the engine once it is ready. */
  here(): string
  /** Why a connection through it failed, as far as that can be found out: the error itself, or an SshFailure. */
  reasonOf(error: unknown): Promise<unknown>
  /** Has the next `ready` log in anew, as nothing may come through this login any more. What goes through it is let go on. */
  renew(): void
  /** Takes no more connections; the login ends soon after the last one has. */
  close(): void
}

export interface TunnelOptions extends Pick<SshRun, 'env'> {
  readonly to: SshAddress
  readonly clock: Clock
}

/** Where an engine listens, unless the address says so. */
const USUAL_SOCKET = '/var/run/docker.sock'

/** Prepares a tunnel; nobody logs in before the first `ready`. See docs/decisions/engines-over-ssh.md. */
export function openTunnel({ to, env, clock }: TunnelOptions): Tunnel {
  const closed = new AbortController()
  const host: Host = { to, there: to.socket ?? USUAL_SOCKET, env, clock, signal: closed.signal }
  let places = newPlaces()
  let before: Places | undefined
  let login: Promise<void> | undefined
  let isIn = false
  let asking: Promise<Error | undefined> | undefined
  const logInAnew = restingAfter(clock, () => {
    // Another program, as a builder, may still go through the one before, which lasts as long as that does.
    if (before) remove(before)
    before = places
    places = newPlaces()
    return logIn(host, places)
  })
  const renew = () => {
    if (isIn) [login, isIn] = [undefined, false]
  }
  return {
    here: () => places.here,
    isReady: () => isIn,
    async ready(signal) {
      if (login === undefined) {
        login = logInAnew()
        login.then(
          () => (isIn = true),
          () => (login = undefined),
        )
      }
      await unlessAborted(login, signal)
    },
    async reasonOf(error) {
      if (isOver(error, places)) renew()
      if (login === undefined || !BROKEN.has(errorCode(error))) return error
      asking ??= whyNotThere(host, places)
        .then((reason) => {
          // Groups count from the login on: who has joined one since needs another login.
          if (reason?.keepsOut) renew()
          return reason
        })
        .catch(() => undefined)
        .finally(() => (asking = undefined))
      return (await asking) ?? error
    },
    renew,
    close() {
      closed.abort()
      for (const each of [before, places]) if (each) remove(each)
    },
  }
}

/**
 * Why the socket there takes no connection, by its file and by Docker's command line there, as ssh does not say: undefined where it should, or
 * where nothing can be asked, as without a shell there. What lies in a directory that this user may not search may well be there.
 */
async function whyNotThere(
  { to, there, env, signal }: Host,
  { control, here }: Places,
): Promise<SshFailure | undefined> {
  const exitOf = async (words: readonly string[]) =>
    (await runSsh({ args: askArguments(to, control, words), env, signal })).exit
  const passes = async (...words: readonly string[]) => isPassed(await exitOf(words))
  // All at once, as a login shell there may take seconds to begin, and a call waits for the answer.
  const [write = NOT_RUN, directory = NOT_RUN, engine = NOT_RUN] = await allOf(exitOf, [
    ['test', '-w', there],
    ['test', '-d', there],
    ['docker', '-H', `unix://${there}`, 'version'],
  ])
  if (isPassed(write)) {
    // A socket is no directory: what says so is a command that was set for this key, and runs in the place of any.
    if (isPassed(directory) || engine !== 0) return undefined
    // The engine may have come up since.
    return (await isShutAt(here, signal)) ? notForwarded(to, there) : undefined
  }
  let seen = there
  while (!(await passes('test', '-e', seen))) {
    if (seen === '/') return undefined
    seen = posix.dirname(seen)
  }
  return seen !== there && (await passes('test', '-x', seen)) ? noSocket(to, there) : mayNotOpen(to, there)
}

/** What ssh itself ends with where a command was not run to its end. */
const NOT_RUN = 255

/** Whether a test there passed. Throws where it was not made: that says nothing. */
function isPassed(exit: number): boolean {
  if (exit === NOT_RUN) throw new Error('ssh could not ask')
  return exit === 0
}

/** The exit codes of commands that run at once; of those for which a login has no room beside the others (MaxSessions), alone. */
async function allOf(
  exitOf: (words: readonly string[]) => Promise<number>,
  commands: readonly (readonly string[])[],
): Promise<readonly number[]> {
  const exits = await Promise.all(commands.map(exitOf))
  for (const [index, words] of commands.entries()) if (exits[index] === NOT_RUN) exits[index] = await exitOf(words)
  return exits
}

/** How long a connection may stay open without a word, ms, until it counts as let through. */
const OPEN_MS = 5_000

/** Whether a new connection through our end is closed before a byte of an answer. */
function isShutAt(path: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path, signal })
    const end = () => socket.destroy()
    let isOpen = false
    socket.setTimeout(OPEN_MS, end).once('timeout', () => (isOpen = true))
    socket.once('data', () => (isOpen = true)).once('data', end)
    socket.on('error', end).once('close', () => resolve(!isOpen))
    socket.write('GET /_ping HTTP/1.1\r\nHost: engine\r\n\r\n')
  })
}

function remove({ control, here }: Places): void {
  for (const path of [control, here]) rmSync(path, { force: true })
}

/** Whether nothing listens at our end: the login has ended. */
function isOver(error: unknown, { here }: Places): boolean {
  const isOfConnect = error instanceof Error && 'address' in error && error.address === here
  return isOfConnect && ['ECONNREFUSED', 'ENOENT'].includes(errorCode(error))
}

/** What a connection ends with that finds no engine at the other end. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE'])
