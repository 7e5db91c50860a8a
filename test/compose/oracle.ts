import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** How another tool reads a file. */
export interface Verdict {
  readonly accepted: boolean
  /** The file as the tool prints it, or its error output. */
  readonly output: string
}

/** The path of Docker Compose 2, if it is on the machine or in the lab's tree. Its `config` reads a file without any engine. */
export function dockerCompose(): string | undefined {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const places = [
    join(cache, 'reconcile/trees/sid/usr/libexec/docker/cli-plugins/docker-compose'),
    '/usr/libexec/docker/cli-plugins/docker-compose',
    '/usr/local/bin/docker-compose',
  ]
  return places.find((path) => existsSync(path) && versionOf(path).startsWith('2.'))
}

/** The path of Docker Compose 1, if it is on the machine. It reads every version of the format but the Specification. */
export function dockerComposeOne(): string | undefined {
  return ['/usr/bin/docker-compose', '/usr/local/bin/docker-compose'].find(
    (path) => existsSync(path) && versionOf(path).startsWith('1.'),
  )
}

/** The path of the docker command, if it is on the machine. Its `stack config` reads 3.x without any engine. */
export function dockerCommand(): string | undefined {
  return ['/usr/local/bin/docker', '/usr/bin/docker'].find((path) => existsSync(path))
}

/** Runs such a tool in a directory, with these variables and no others. */
export function judge(
  command: readonly string[],
  directory: string,
  variables: Readonly<Record<string, string>> = {},
): Verdict {
  const [program = '', ...args] = command
  const run = spawnSync(program, args, {
    cwd: directory,
    env: { PATH: '/usr/bin:/bin', HOME: '/root', ...variables },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return { accepted: run.status === 0, output: run.status === 0 ? run.stdout : run.stderr }
}

function versionOf(path: string): string {
  try {
    return execFileSync(path, ['version', '--short'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}
