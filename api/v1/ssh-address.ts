/** A place behind ssh. */
export interface SshAddress {
  readonly user?: string
  /** A name, an address, or a `Host` of the user's ssh_config. */
  readonly host: string
  readonly port?: number
  /** The path of a socket there; absent: the usual one. */
  readonly socket?: string
}

/**
 * What an address has after ssh://, as [USER@]HOST[:PORT][/PATH]; undefined where it is no such. A name that ssh would take for an option is
 * none, nor is a path that a shell there would read otherwise than as it is written.
 */
export function sshAddress(text: string): SshAddress | undefined {
  const found = FORM.exec(text)?.groups
  if (!found) return undefined
  const { user, name, address, port, socket = '' } = found
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined
  return {
    host: address ?? name ?? '',
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(socket === '' || socket === '/' ? {} : { socket }),
  }
}

const FORM =
  /^(?:(?<user>[A-Za-z0-9_][\w.+-]*)@)?(?:\[(?<address>[0-9A-Fa-f:.]+)\]|(?<name>[A-Za-z0-9_][\w.-]*))(?::(?<port>\d{1,5}))?(?<socket>\/[\w@%+=:,./-]*)?$/

/** As `sshAddress`, for an engine's: ssh takes a `:` for the end of a socket's path, and a `%` for a word of its own. */
export function sshEngine(text: string): SshAddress | undefined {
  const address = sshAddress(text)
  return /[:%]/.test(address?.socket ?? '') ? undefined : address
}

export const SSH_ENGINE_FORM =
  'write ssh://[USER@]HOST[:PORT][/PATH/docker.sock], without a password, and of plain letters'

/** The address as people write it. */
export function sshText({ user, host, port, socket = '' }: SshAddress): string {
  const named = host.includes(':') ? `[${host}]` : host
  return `ssh://${user === undefined ? '' : `${user}@`}${named}${port === undefined ? '' : `:${port}`}${socket}`
}

/** A text that may be an address, without the user, who may come with a password. */
export function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//***@')
}

/** Whom a person would give to `ssh` for it: USER@HOST. */
export function sshLogin({ user, host }: SshAddress): string {
  return user === undefined ? host : `${user}@${host}`
}
