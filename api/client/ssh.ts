import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { CALLER_HEADER } from '../v1/installation/caller.ts'
import { exits, InstallationError } from '../v1/installation/installation-error.ts'
import { type SshAddress, sshLogin, sshText } from '../v1/ssh-address.ts'
import { INSTALL_SSH, lastWords, sshRemedies, sshTrouble } from '../v1/ssh-trouble.ts'
import { type Endpoint, PATIENCE_MS } from './endpoint.ts'
import { keepingAlive } from './keep-alive.ts'

export interface SshOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** For whom it is asked (`callerText`). */
  readonly caller: string
}

/**
 * The server that `reconcile dial-stdio` finds at the other end of an ssh. Whoever may log in there may do all: it is the socket of
 * that user. One connection serves a command's requests one after the other.
 */
export function sshEndpoint(address: SshAddress, { env, caller }: SshOptions): Endpoint {
  const connect = () => asSocket(openSsh(sshArguments(address), env))
  return {
    name: sshText(address),
    headers: { [CALLER_HEADER]: caller },
    connect,
    agent: keepingAlive(connect),
    patienceMs: PATIENCE_MS,
    explain: (cause) => explain(address, cause),
  }
}

/**
 * What `ssh` is called with. The words after the host go through a shell there: they are ours, and a path of which each character is
 * itself in every shell (server-address.ts).
 */
function sshArguments({ user, host, port, socket }: SshAddress): readonly string[] {
  return [
    // Neither a terminal nor what the user's ssh_config would carry along.
    ...['-T', '-o', 'ClearAllForwardings=yes', '-o', 'ForwardAgent=no', '-o', 'RequestTTY=no'],
    ...['-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=2'],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...['--', host, 'reconcile', 'dial-stdio'],
    ...(socket === undefined ? [] : ['--socket', socket]),
  ]
}

/** What ssh said last is kept up to this, in characters. */
const MOST_WORDS = 4_000

/** Standard input and output of an ssh; it breaks with what ssh said when that ends otherwise than well. */
function openSsh(args: readonly string[], env: SshOptions['env']): Duplex {
  const child = spawn('ssh', args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  if (child.pid === undefined) return unstarted(child)
  const { stdin, stdout, stderr } = child
  let said = ''
  const stream = new Duplex({
    read: () => void stdout.resume(),
    write: (chunk: Uint8Array, _, done) => void stdin.write(chunk, (error) => done(isGone(error) ? null : error)),
    final: (done) => void stdin.end(() => done()),
    destroy(error, done) {
      child.kill()
      done(error)
    },
  })
  stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-MOST_WORDS)))
  stdin.on('error', () => undefined) // it is gone: the end says why
  stdout.on('data', (chunk: Uint8Array) => stream.push(chunk) || stdout.pause())
  child.on('error', (error) => stream.destroy(error))
  child.on('close', (exit) => {
    if (exit === 0) stream.push(null)
    else stream.destroy(new SshEnded(exit, said))
  })
  return stream
}

/** A stream that ends with why its process was not started. With too many files open, that has no streams. */
function unstarted(child: ChildProcess): Duplex {
  const stream = new Duplex({ read() {}, write() {} })
  child.on('error', (error) => stream.destroy(error))
  return stream
}

function isGone(error: (Error & { readonly code?: string }) | null | undefined): boolean {
  return error?.code === 'EPIPE' || error?.code === 'ERR_STREAM_DESTROYED'
}

/** What HTTP asks of a connection beside reading and writing; time limits and the like are ssh's own. */
function asSocket(stream: Duplex): Socket {
  const same = () => stream
  return Object.assign(stream, {
    ...{ setTimeout: same, setKeepAlive: same, setNoDelay: same, ref: same, unref: same },
  }) as unknown as Socket
}

/** That ssh ended, and in which words. */
class SshEnded extends Error {
  readonly exit: number | null

  constructor(exit: number | null, said: string) {
    super(lastWords(said) || `ssh ended with ${exit ?? 'a signal'}`)
    this.name = 'SshEnded'
    this.exit = exit
  }
}

function explain(address: SshAddress, cause: Error & { readonly code?: string }): InstallationError {
  const { why = cause.message, remedy } = troubleOf(cause, sshLogin(address))
  return new InstallationError(exits.unreachable, `${sshText(address)}: ${why}`, { cause, remedy })
}

function troubleOf(cause: Error & { readonly code?: string }, login: string): { why?: string; remedy: string } {
  if (cause.code === 'ENOENT') return { why: 'there is no ssh here', remedy: INSTALL_SSH }
  const found = REMEDIES.find(([words]) => words.test(cause.message))
  if (found) return { remedy: found[1](login) }
  const trouble = sshTrouble(cause.message)
  if (trouble === 'NameUnresolved') return { remedy: 'check the name in RECONCILE_SERVER' }
  if (trouble) return { remedy: sshRemedies[trouble](login) }
  if (cause instanceof SshEnded && cause.exit === 127) return { remedy: notInPath(login) }
  return { remedy: `try \`ssh ${login} reconcile version\`: it says who does not answer` }
}

const notInPath = (login: string) =>
  `install reconcile there, in the PATH that a command over ssh has: \`ssh ${login} reconcile version\` shows it`

/** By the words of the shell there, and of `dial-stdio`. */
const REMEDIES: readonly (readonly [RegExp, (login: string) => string])[] = [
  [/nothing listens at/, () => 'start `reconcile serve` there, or name its socket: ssh://HOST/PATH/reconcile.sock'],
  [/command not found|reconcile: not found|unknown command/, notInPath],
]
