/** Why ssh came to no connection. */
export type SshTrouble =
  | 'LoginRefused'
  | 'HostKeyUnknown'
  | 'Misconfigured'
  | 'UserUnknown'
  | 'NameUnresolved'
  | 'LoginStalled'
  | 'HostSilent'
  | 'NotThere'
  | 'Dropped'

/**
 * The words for it: of OpenSSH's client; of a server that says why it lets nobody in, and then closes the connection or says no more, as
 * Tailscale's and one with PAM; and of the shell that runs a ProxyCommand.
 */
const TROUBLES: readonly (readonly [RegExp, SshTrouble])[] = [
  [/Permission denied|Too many authentication failures|account has expired/, 'LoginRefused'],
  [/does not permit you to SSH|SSH requires an additional check/, 'LoginRefused'],
  [/Host key verification failed|HOST IDENTIFICATION HAS CHANGED/, 'HostKeyUnknown'],
  [/[Bb]ad configuration|Bad owner or permissions|Unable to negotiate|bind .*: Cannot assign/, 'Misconfigured'],
  [/exec: .*not found|command not found|Unknown command/, 'Misconfigured'],
  [/No user exists for uid/, 'UserUnknown'],
  [/Could not resolve hostname/, 'NameUnresolved'],
  // The host takes the connection, and its sshd does not greet.
  [/no login within|timed out during banner exchange/, 'LoginStalled'],
  [/timed out|No route to host|unreachable/, 'HostSilent'],
  [/Connection refused/, 'NotThere'],
  [/Connection (closed|reset)/, 'Dropped'],
]

/** Which trouble the words of ssh are about; undefined for others. */
export function sshTrouble(said: string): SshTrouble | undefined {
  return TROUBLES.find(([words]) => words.test(said))?.[1]
}

/** Whether ssh spoke by way of another program or jump host, which has words of its own for why it failed. */
export function isBehindProxy(said: string): boolean {
  return /UNKNOWN port 65535/.test(said)
}

/** What a person can do about it; `login` is whom they would give to `ssh`. */
export const sshRemedies: Readonly<Record<SshTrouble, (login: string) => string>> = {
  LoginRefused: (login) =>
    `let \`ssh ${login}\` in without a question: add your key there, and to the agent here (ssh-add)`,
  HostKeyUnknown: (login) => `log in by hand, and check its key: \`ssh ${login}\``,
  Misconfigured: (login) => `correct your ssh_config until \`ssh ${login}\` gets in`,
  UserUnknown: () => 'run this as a user that /etc/passwd has, in a container as well: ssh looks up who runs it',
  NameUnresolved: () => 'check that name',
  LoginStalled: (login) =>
    `see where \`ssh ${login}\` stops: an agent or a proxy here may wait for somebody, or that host hangs`,
  HostSilent: checkWay,
  NotThere: checkWay,
  Dropped: (login) => `${checkWay(login)}; or let its sshd take more logins at once (MaxStartups)`,
}

function checkWay(login: string): string {
  return `check the address, the port and the network: \`ssh ${login}\``
}

/** What to do where there is no ssh. */
export const INSTALL_SSH = 'install OpenSSH (Debian: apt install openssh-client)'

/** The last lines that ssh said, as one, without what would work on a terminal. */
export function lastWords(said: string): string {
  const lines = said.split(/[\r\n]+/).map((line) => line.replace(/\p{Cc}/gu, '').trim())
  return lines
    .filter((line) => line !== '' && !line.startsWith('Warning: Permanently added'))
    .slice(-3)
    .join('; ')
}
