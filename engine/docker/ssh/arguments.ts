import type { SshAddress } from '../../../api/v1/ssh-address.ts'

/** How long ssh lasts without a connection through it, s: it ends by itself once this process was killed. */
const IDLE_S = 3

/**
 * What `ssh` is called with to log in, and to stay in the background when that is done. It asks nothing, as nobody may be there to answer,
 * and opens no forwarding that the user's ssh_config names for sessions of theirs.
 */
export function loginArguments(to: SshAddress, control: string): readonly string[] {
  return ['-f', '-N', '-M', '-S', control, ...options({ ControlPersist: IDLE_S }), ...goingTo(to)]
}

/** What `ssh` is called with to log in for nothing. With ControlPersist it keeps to itself what a jump host, or another proxy, says. */
export function trialArguments(to: SshAddress): readonly string[] {
  return ['-S', 'none', ...options({ RemoteCommand: 'none' }), ...goingTo(to), 'true']
}

function goingTo(to: SshAddress): readonly string[] {
  return [
    ...['-T', '-a', '-x'],
    ...options({
      BatchMode: 'yes',
      ClearAllForwardings: 'yes',
      ConnectTimeout: 5,
      LogLevel: 'INFO',
      PermitLocalCommand: 'no',
      // A host that is off is noticed after 45 s, by the connections that then break; calls have limits of their own.
      ServerAliveCountMax: 2,
      ServerAliveInterval: 15,
    }),
    ...(to.user === undefined ? [] : ['-l', to.user]),
    ...(to.port === undefined ? [] : ['-p', String(to.port)]),
    ...['--', to.host],
  ]
}

/** What `ssh` is called with to have the login that listens at `control` forward a socket to one there. */
export function forwardArguments(to: SshAddress, control: string, sockets: Sockets): readonly string[] {
  return [...through(control), '-O', 'forward', '-L', `${sockets.here}:${sockets.there}`, '--', to.host]
}

export interface Sockets {
  readonly here: string
  readonly there: string
}

/** What `ssh` is called with to run something there that answers by its exit code. A shell there reads the words: see `sshAddress`. */
export function askArguments(to: SshAddress, control: string, words: readonly string[]): readonly string[] {
  return [...through(control), '-T', '--', to.host, ...words]
}

/** For the login that is there, and no other: a configuration may name further forwardings, and ssh would log in anew where it is gone. */
function through(control: string): readonly string[] {
  return [
    '-F',
    '/dev/null',
    '-S',
    control,
    ...options({ ControlMaster: 'no', ProxyCommand: 'false', BatchMode: 'yes' }),
  ]
}

function options(values: Readonly<Record<string, string | number>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}
