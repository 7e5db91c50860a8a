import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gitText } from '../../store/git/run-git.ts'
import type { Cli, Ended } from './cli.ts'

/** A person with a clone of a repository that `reconcile init --git` made. */
export interface Pusher {
  /** The repository that receives pushes: a watched directory. */
  readonly live: string
  /** The clone. */
  readonly clone: string
  /** Runs git in the clone. */
  git(...args: readonly string[]): Promise<string>
  /** Runs git in the receiving repository. */
  there(...args: readonly string[]): Promise<string>
  /** Writes files of the clone (undefined: removes them), and commits. */
  commit(files: Readonly<Record<string, string | undefined>>, message?: string): Promise<void>
  /** Pushes; `err` contains the output of the hooks. */
  push(...args: readonly string[]): Promise<Ended>
  /** Begins a push. */
  pushing(...args: readonly string[]): Pushing
  /** The contents of a file in the receiving work tree; undefined when it does not exist. */
  read(name: string): string | undefined
  /** Writes a file in the receiving work tree, without git. */
  write(name: string, text: string): void
}

/** A push that goes on. */
export interface Pushing {
  readonly ended: Promise<Ended>
  /** What it has printed until now. */
  output(): string
}

/** Creates a repository with the command line, and a clone of it with its own git identity, of a pusher with this umask on the host. */
export async function startPusher(cli: Cli, umask = '022'): Promise<Pusher> {
  const live = join(cli.dir, 'live')
  const made = await cli.run('init', '--git', live)
  if (made.exit !== 0) throw new Error(`init --git: ${made.err}`)
  const clone = join(cli.dir, 'clone')
  const env = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: cli.dir, GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: 'ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
    ...{ GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
    ...{ GIT_SSH: standInSsh(cli, umask), GIT_SSH_VARIANT: 'simple' },
  }
  const git = (...args: readonly string[]) => gitText({ args, cwd: clone, env })
  await gitText({ args: ['clone', '--quiet', `ssh://host${live}`, clone], cwd: cli.dir, env })
  await git('checkout', '--quiet', '-B', 'main')
  const pushing = (...args: readonly string[]): Pushing => {
    const words = args.length > 0 ? args : ['origin', 'main']
    const push = promisify(execFile)('git', ['push', ...words], { cwd: clone, env, timeout: 120_000 })
    let output = ''
    push.child.stderr?.on('data', (text: string) => (output += text))
    const ended = push.then(
      ({ stdout, stderr }) => ({ exit: 0, out: stdout, err: said(stderr) }),
      ({ code, stdout = '', stderr = '' }: { code?: unknown; stdout?: string; stderr?: string }) => {
        return { exit: typeof code === 'number' ? code : -1, out: stdout, err: said(stderr) }
      },
    )
    return { ended, output: () => output }
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return {
    live,
    clone,
    git,
    there: (...args) => gitText({ args, cwd: live, env }),
    async commit(files, message = 'a change') {
      for (const [name, text] of Object.entries(files))
        if (text === undefined) rmSync(join(clone, name), { recursive: true })
        else write(join(clone, name), text)
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '-m', message)
    },
    push: (...args) => pushing(...args).ended,
    pushing,
    read(name) {
      const path = join(live, name)
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined
    },
    write: (name, text) => write(join(live, name), text),
  }
}

/** A copy of a command line's directory, with the repository and the clone in it. */
export interface Kept {
  /** Makes the directory again what it was, in a tenth of the time that a push takes. */
  putBack(): void
  /** Removes the copy. */
  end(): void
}

/** Copies the directory of a command line whose commands have ended. */
export function keepDirectory(cli: Cli): Kept {
  const copy = mkdtempSync(join(tmpdir(), 'reconcile-kept-'))
  const write = (from: string, to: string) => execFileSync('cp', ['-a', `${from}/.`, to])
  write(cli.dir, copy)
  return {
    putBack() {
      rmSync(cli.dir, { recursive: true, force: true })
      mkdirSync(cli.dir)
      write(copy, cli.dir)
      // They are other files than those that git has looked at.
      for (const name of ['live', 'clone'])
        execFileSync('git', ['-C', join(cli.dir, name), 'update-index', '-q', '--refresh'])
    },
    end: () => rmSync(copy, { recursive: true }),
  }
}

/** Writes a stand-in for ssh that starts commands as sshd does: through a shell, without the caller's environment. */
function standInSsh(cli: Cli, umask: string): string {
  const bare = `env -i HOME='${cli.dir}' PATH=/usr/local/bin:/usr/bin:/bin`
  const path = cli.write('ssh', `#!/bin/sh\numask ${umask}\nexec ${bare} sh -c "$2"\n`)
  chmodSync(path, 0o755)
  return path
}

/** Drops the prefix `remote: `, which git puts before the output of hooks. */
function said(text: string): string {
  return text.replace(/^remote: (.*?)\s*$/gm, '$1')
}
