import { type SshAddress, sshLogin, sshText } from '../../../api/v1/ssh-address.ts'
import { INSTALL_SSH, lastWords, type SshTrouble, sshRemedies, sshTrouble } from '../../../api/v1/ssh-trouble.ts'
import type { Obstacle } from '../../errors.ts'

/** Why ssh leads to no engine, by the field names of a failed call. */
export class SshFailure extends Error {
  override readonly name = 'SshFailure'
  /** As the system gives to errors of connections. */
  readonly code: string
  readonly obstacle: Obstacle | undefined
  /** Whether what runs there may be well, as this user is not let in. */
  readonly keepsOut: boolean

  /** `words` say what is wrong, and what to do. */
  constructor(words: string, { code, obstacle, keepsOut = false }: About) {
    super(words)
    this.code = code
    this.obstacle = obstacle
    this.keepsOut = keepsOut
  }
}

interface About {
  readonly code: string
  readonly obstacle?: Obstacle
  readonly keepsOut?: boolean
}

/** That ssh came to no connection: by what it said. */
export function notConnected(to: SshAddress, said: string): SshFailure {
  const words = lastWords(said) || 'ssh ended without a word'
  const trouble = sshTrouble(words)
  const what = trouble === undefined ? `try \`ssh ${sshLogin(to)} true\`` : sshRemedies[trouble](sshLogin(to))
  const [code, happened, obstacle] = trouble === undefined ? UNKNOWN : TROUBLES[trouble]
  const keepsOut = obstacle === 'AccessDenied' || obstacle === 'Misconfigured'
  return new SshFailure(`${happened} ${sshText(to)}; ${what} (${words})`, {
    code,
    obstacle,
    keepsOut,
  })
}

const UNKNOWN = ['ECONNRESET', 'ssh came to no connection to', 'NoLogin'] as const

const TROUBLES: Readonly<Record<SshTrouble, readonly [code: string, happened: string, obstacle: Obstacle]>> = {
  LoginRefused: ['EACCES', 'this user is not let in at', 'AccessDenied'],
  HostKeyUnknown: ['EACCES', 'the host key is not the one that is known of', 'AccessDenied'],
  Misconfigured: ['EPERM', 'the ssh_config here does not lead to', 'Misconfigured'],
  UserUnknown: ['EPERM', 'ssh does not run here to reach', 'Misconfigured'],
  NameUnresolved: ['ENOTFOUND', 'the host name does not resolve in', 'NameUnresolved'],
  LoginStalled: ['ETIMEDOUT', 'no login comes about at', 'NoLogin'],
  HostSilent: ['ETIMEDOUT', 'nothing answers at', 'HostSilent'],
  NotThere: ['ECONNREFUSED', 'no sshd takes a connection at', 'NoLogin'],
  Dropped: ['ECONNRESET', 'sshd drops the connection at', 'NoLogin'],
}

/** That there is no ssh on this machine. */
export function noSsh(to: SshAddress): SshFailure {
  const words = `there is no ssh here to reach ${sshText(to)}; ${INSTALL_SSH}`
  return new SshFailure(words, { code: 'EPERM', obstacle: 'Misconfigured', keepsOut: true })
}

/** That the user of the login may not open the engine's socket there. */
export function mayNotOpen(to: SshAddress, socket: string): SshFailure {
  const words =
    `the user at ${sshText(to)} may not open ${socket}; let that user join its group, as with ` +
    '`usermod -aG docker USER`, or log in as one who may'
  return new SshFailure(words, { code: 'EACCES', obstacle: 'AccessDenied', keepsOut: true })
}

/** That sshd lets no connection through to the socket, where an engine answers that user. */
export function notForwarded(to: SshAddress, socket: string): SshFailure {
  const words =
    `an engine answers at ${socket} of ${sshText(to)}, but its sshd forwards no connection there: allow it, with ` +
    '`AllowStreamLocalForwarding yes` in its sshd_config, and without `restrict` and `permitopen` at the key of this user'
  return new SshFailure(words, { code: 'EACCES', obstacle: 'AccessDenied', keepsOut: true })
}

/** That there is no socket at the path. */
export function noSocket(to: SshAddress, socket: string): SshFailure {
  return new SshFailure(`no engine listens at ${socket} of ${sshText(to)}; is dockerd running?`, { code: 'ECONNRESET' })
}
