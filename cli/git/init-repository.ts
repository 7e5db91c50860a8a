import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { makeDirectory } from '../../store/make-directory.ts'
import { OWN_REPOSITORY } from '../../store/git/commit-file.ts'
import { gitText, runGit } from '../../store/git/run-git.ts'
import type { Context } from '../context.ts'
import { quotedWord } from '../../api/v1/language/shell-word.ts'
import { usageError } from '../usage.ts'
import { HOOKS } from './hook-names.ts'
import { noteServedBy } from './served-by.ts'
import { refuseUnusableGit } from './usable-git.ts'

const MARK = '# Written by `reconcile init --git`'

/** Creates the directory if needed and returns its real path. Throws if it can't become a repository. */
export async function repositoryDirectory(context: Context, path: string): Promise<string> {
  await refuseUnusableGit()
  const given = resolve(context.cwd, path)
  makeDirectory(given)
  const directory = realpathSync(given)
  const dotGit = lstatSync(join(directory, '.git'), { throwIfNoEntry: false })
  if (dotGit && !dotGit.isDirectory())
    throw usageError(
      `${directory} is a linked work tree or a submodule`,
      'name a directory that has a repository of its own, or none',
    )
  await refuseWithin(directory)
  for (const name of HOOKS) refuseForeign(join(directory, '.git/hooks', name))
  return directory
}

async function refuseWithin(directory: string): Promise<void> {
  const asked = await runGit({ args: ['rev-parse', '--is-inside-git-dir', '--show-toplevel'], cwd: directory })
  const [isInside, top = ''] = asked.out.toString('utf8').split('\n')
  if (/dubious ownership/.test(asked.err)) throw usageError(`${directory}: ${asked.err}`, 'run this as its owner')
  if (isInside === 'true')
    throw usageError(
      `${directory} is where a repository keeps its objects`,
      'name another directory: what is pushed is checked out in it',
    )
  if (asked.code === 0 && top !== directory)
    throw usageError(`${directory} is inside of the git work tree ${top}`, 'name a directory outside of it')
}

function refuseForeign(hook: string): void {
  if (existsSync(hook) && !readFileSync(hook, 'utf8').includes(MARK))
    throw usageError(
      `${hook} is there, and not by reconcile`,
      'move it away first; what it does can be done by post-update',
    )
}

/** Makes the directory a repository whose checked-out branch is live when pushed; returns the next steps, including `next`. Idempotent. */
export async function initRepository(context: Context, directory: string, next: string): Promise<readonly string[]> {
  const run = (...args: readonly string[]) => gitText({ args, cwd: directory })
  if (!existsSync(join(directory, '.git'))) {
    await run('init', '--quiet')
    // git before 2.28 has no option for the initial branch.
    await run('symbolic-ref', 'HEAD', 'refs/heads/main')
  }
  await run('config', OWN_REPOSITORY, 'true')
  const hooks = join(directory, '.git/hooks')
  mkdirSync(hooks, { recursive: true })
  for (const name of HOOKS) writeHook(join(hooks, name), hookText(context, name))
  await useOwnHooks(directory, hooks)
  noteServedBy(directory, context.home)
  // Only now, as without the hooks git would accept pushes into the work tree unchecked.
  await run('config', 'receive.denyCurrentBranch', 'updateInstead')
  return await nextSteps(directory, { next, branch: await run('symbolic-ref', '--short', 'HEAD') })
}

/** Overrides a core.hooksPath of the user or the machine, which would replace these hooks. */
async function useOwnHooks(directory: string, hooks: string): Promise<void> {
  if ((await hooksPathOf(directory)) !== undefined)
    await gitText({ args: ['config', '--replace-all', 'core.hooksPath', hooks], cwd: directory })
}

/** The configured core.hooksPath, apart from our own command line; undefined if unset. */
export async function hooksPathOf(directory: string): Promise<string | undefined> {
  const args = ['config', '--type=path', '--show-origin', '--get-all', 'core.hooksPath']
  const lines = (await runGit({ args, cwd: directory })).out.toString('utf8').split('\n')
  const set = lines.filter((line) => line !== '' && !line.startsWith('command line:'))
  return set.at(-1)?.replace(/^[^\t]*\t/, '')
}

/** Writes a hook atomically, so that a running push keeps using the old one. */
function writeHook(path: string, text: string): void {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(fresh, text, { mode: 0o755 })
    chmodSync(fresh, 0o755)
    renameSync(fresh, path)
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Variables that hooks need to find the same installation and engine, as a pusher's session has others. */
const KEPT = /^(DOCKER_(HOST|CERT_PATH|TLS_VERIFY|CONTEXT|CONFIG)|RECONCILE_SETTINGS)$/

function hookText({ env, home, packageDirectory }: Context, name: (typeof HOOKS)[number]): string {
  const variables = {
    RECONCILE_HOME: home,
    ...Object.fromEntries(Object.entries(env).filter(([key]) => KEPT.test(key))),
  }
  const [node, program] = [process.execPath, join(packageDirectory(), 'bin/reconcile')]
  const moved = `${node} or ${program} is not there any more`
  return [
    '#!/bin/sh',
    `${MARK}, which writes it anew: see docs/git.md.`,
    ...Object.entries(variables).map(([key, value]) => `export ${key}=${quotedWord(value ?? '')}`),
    `if [ ! -x ${quotedWord(node)} ] || [ ! -e ${quotedWord(program)} ]; then`,
    `  echo ${quotedWord(`error: ${moved}`)} >&2`,
    `  echo "next: on that host: reconcile init --git '\${PWD%/.git}', which writes the hooks anew; then push again" >&2`,
    '  exit 1',
    'fi',
    `exec ${[node, program, 'git-hook', name].map(quotedWord).join(' ')} "$@"`,
    '',
  ].join('\n')
}

interface Then {
  readonly next: string
  readonly branch: string
}

async function nextSteps(directory: string, { next, branch }: Then): Promise<readonly string[]> {
  const isFilled = readdirSync(directory).some((name) => name !== '.git')
  const head = await runGit({ args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], cwd: directory })
  const isBorn = head.code === 0
  return [
    `${directory} is a repository: what is pushed to its branch ${branch} is live`,
    ...(isFilled && !isBorn
      ? [
          `next: name .env and all that is secret in ${join(directory, '.gitignore')}, which git then leaves where it is`,
          `next: keep the rest in git first: git -C ${directory} add . && git -C ${directory} commit -m first`,
        ]
      : []),
    `next: ${next}`,
    `next: where you work, as a user of this host: git clone ssh://HOST${directory}`,
  ]
}
