import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { BIN } from './cli.ts'
import { until } from './until.ts'

/** An sshd on the loopback address, with its own keys, that admits the current user. */
export interface SshServer {
  readonly port: number
  /** A directory to put first in PATH: its `ssh` uses the key, and knows the server as `host`. */
  readonly bin: string
  readonly host: 'far'
  /** The number of connections so far. */
  connections(): number
  /** The processes of the logins that are there now. */
  logins(): readonly number[]
  end(): Promise<void>
}

/** Starts the server with its files in `dir`; `env` is the environment of commands run through it, without what this user's shell reads. */
export async function startSshServer(dir: string, env: Readonly<Record<string, string>>): Promise<SshServer> {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  for (const key of ['host-key', 'key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', join(dir, key)])
  const port = await freePort()
  const PATH = `${dirname(BIN)}:${process.env['PATH']}`
  const words = Object.entries({ HOME: dir, PATH, ...env }).map(([name, value]) => `"${name}=${value}"`)
  const config = [
    ...[`ListenAddress 127.0.0.1:${port}`, `HostKey ${dir}/host-key`, 'PidFile none', 'LogLevel VERBOSE'],
    ...[`AuthorizedKeysFile ${dir}/key.pub`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes'],
    ...['PasswordAuthentication no', 'KbdInteractiveAuthentication no', `SetEnv ${words.join(' ')}`],
  ]
  writeFileSync(join(dir, 'sshd_config'), `${config.join('\n')}\n`)
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(dir, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await until('sshd listens', () =>
    said.includes('Server listening') || said.includes('Cannot') ? true : isOpen(port),
  )
  return {
    ...{ port, host: 'far', bin: sshIn(dir, port) },
    connections: () => said.split('\n').filter((line) => line.includes('Accepted publickey')).length,
    logins: () => childrenOf(child.pid),
    async end() {
      child.kill()
      await once(child, 'close')
    },
  }
}

/** Writes an `ssh` that uses the key and never prompts; returns its directory. */
function sshIn(dir: string, port: number): string {
  const known = [
    ...['Host far', '  HostName 127.0.0.1', `  Port ${port}`, 'Host *', `  IdentityFile ${dir}/key`],
    ...[`  UserKnownHostsFile ${dir}/known_hosts`, '  StrictHostKeyChecking accept-new', '  BatchMode yes'],
  ]
  writeFileSync(join(dir, 'ssh_config'), `${known.join('\n')}\n`)
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${dir}/ssh_config "$@"\n`)
  chmodSync(join(bin, 'ssh'), 0o755)
  return bin
}

function childrenOf(pid: number | undefined): readonly number[] {
  const found = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
  return found.stdout.split('\n').filter(Boolean).map(Number)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
