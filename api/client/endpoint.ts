import type { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { CALLER_HEADER } from '../v1/installation/caller.ts'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'

/** Where a server is, and how one speaks to it. */
export interface Endpoint {
  /** The path of its socket, or its URL. */
  readonly name: string
  /** What each request carries. */
  readonly headers: Readonly<Record<string, string>>
  /** Opens a connection of its own, for one request. */
  connect(): Socket
  /** Ends a connection that no request took; absent where there is none. */
  close?(): void
  /** Keeps connections for further requests; absent where one is made in no time. */
  readonly agent?: Agent
  /** What it means that a request, or what comes back, was not carried to its end. */
  explain(cause: Error): InstallationError
  /** What to do when a request is refused with this code, where the server does not say it. */
  readonly remedies?: Readonly<Record<number, string>>
  /** How long it may take to begin with an answer to what only looks, ms. */
  readonly patienceMs: number
  /** Gives up what is asked without a signal of its own: a command that is interrupted waits for nobody. */
  readonly signal?: AbortSignal
  /** Is told the version of the server with each answer. */
  readonly onVersion?: (version: string) => void
}

/** A server that is held up, as by SIGSTOP, is waited for so long. */
export const PATIENCE_MS = 60_000

/** The server behind a unix socket; who may open it may do all, and says for whom (`callerText`). */
export function socketEndpoint(path: string, caller?: string): Endpoint {
  return {
    name: path,
    headers: caller === undefined ? {} : { [CALLER_HEADER]: caller },
    connect: () => connect({ path }),
    patienceMs: PATIENCE_MS,
    explain: (cause) =>
      new InstallationError(exits.failed, `asking the running serve over ${path}: ${cause.message}`, {
        cause,
        remedy: 'look at what `reconcile serve` printed, and start it again if it ended',
      }),
  }
}
