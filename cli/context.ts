import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from './terminal.ts'

/** What a command gets from its process. No code below cli/ reads the environment itself. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `env` without the variables that stand for options before the verb; absent: there are none. */
  readonly envOfProcess?: Context['env']
  readonly cwd: string
  readonly terminal: Terminal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Aborted by the first SIGINT or SIGTERM, and when the terminal is closed. */
  readonly signal: AbortSignal
  /** RECONCILE_HOME, absolute. */
  readonly home: string
  /** The server to ask instead of the home's own: --server, else RECONCILE_SERVER. */
  readonly server?: string
  /** The verb that runs, such as `rollout retry`; locks record it. */
  readonly verb?: string
  /** The warnings that a command gives once, however often it connects. Absent: once for each connection. */
  readonly warned?: Set<string>
  /** Returns where this package is installed; its crds/ are there. */
  readonly packageDirectory: () => string
}

/** RECONCILE_HOME, else reconcile in XDG_STATE_HOME, else in ~/.local/state. What sets variables without a shell leaves `~/` as it is. */
export function homeOf(env: Context['env'], cwd: string): string {
  const given = env['RECONCILE_HOME']
  if (given?.startsWith('~/')) return join(homeOfUser(env), given.slice(2))
  if (given) return given.startsWith('/') ? given : join(cwd, given)
  const state = env['XDG_STATE_HOME']
  return join(state?.startsWith('/') ? state : join(homeOfUser(env), '.local/state'), 'reconcile')
}

/**
 * The user's home directory: HOME where that is a full path, else what the system has for the user, else /, as it is in containers for a
 * user whom the system does not know. os.homedir() throws for such a user, and is empty where HOME is.
 */
export function homeOfUser(env: Context['env']): string {
  const given = env['HOME']
  if (given?.startsWith('/')) return given
  try {
    return userInfo().homedir || '/'
  } catch {
    return '/'
  }
}

/** The directory of the tokens for `serve --listen`. */
export function tokensOf(home: string): string {
  return join(home, 'state/tokens')
}

/** The socket of a running `serve`. */
export function socketOf(home: string): string {
  return join(home, 'reconcile.sock')
}
