import { dirname, isAbsolute, resolve } from 'node:path'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { type GitCall, gitOutput, gitText, runGit } from '../../store/git/run-git.ts'
import type { Context } from '../context.ts'

/** A repository with a work tree, as its hooks see it. */
export interface Repository {
  /** Absolute. */
  readonly gitDirectory: string
  /** Absolute: the watched directory. */
  readonly workTree: string
  /** The checked-out branch, such as `refs/heads/main`; undefined when HEAD is detached. */
  readonly branch: string | undefined
  /** The checked-out commit; undefined before the first one. */
  readonly head: string | undefined
  /** The environment for git commands. */
  readonly env: Context['env']
  /** Runs git and returns its output. Sees the objects of a push that is not accepted yet. */
  output(args: readonly string[], more?: Partial<GitCall>): Promise<Buffer>
  /** As `output`, as trimmed text. */
  text(args: readonly string[], more?: Partial<GitCall>): Promise<string>
  /** Runs git and returns its exit code and output. */
  run(args: readonly string[], more?: Partial<GitCall>): ReturnType<typeof runGit>
}

/** The time limit of a git command, which may read or write a large work tree on a slow disk. */
const CHECKOUT_MS = 600_000

/** The repository of the hook that runs in this process. git names it, and the objects of the push, in the environment. */
export async function hookRepository(
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
  timeoutMs = CHECKOUT_MS,
): Promise<Repository> {
  const gitDirectory = await gitText({ args: ['rev-parse', '--absolute-git-dir'], cwd, env })
  const bare = (await runGit({ args: ['config', '--type=bool', 'core.bare'], cwd, env })).out.toString().trim()
  if (bare === 'true')
    throw new InstallationError(exits.usage, `${gitDirectory} has no work tree`, {
      remedy: 'these hooks are for a repository made by `reconcile init --git`',
    })
  const workTree = dirname(gitDirectory)
  const calls = { cwd: workTree, env: absoluteEnv(env, { gitDirectory, workTree, cwd }), timeoutMs }
  const text: Repository['text'] = (args, more) => gitText({ ...calls, ...more, args })
  const run: Repository['run'] = (args, more) => runGit({ ...calls, ...more, args })
  const branch = await run(['symbolic-ref', '--quiet', 'HEAD'])
  const head = await run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  return {
    gitDirectory,
    workTree,
    env: calls.env,
    branch: branch.code === 0 ? branch.out.toString().trim() : undefined,
    head: head.code === 0 ? head.out.toString().trim() : undefined,
    output: (args, more) => gitOutput({ ...calls, ...more, args }),
    text,
    run,
  }
}

/** The environment with another index file. */
export function withIndex(env: Context['env'], index: string): Context['env'] {
  return { ...env, GIT_INDEX_FILE: index }
}

interface Places {
  readonly gitDirectory: string
  readonly workTree: string
  readonly cwd: string
}

/** Makes git's paths absolute; they are relative to where it started the hook. */
function absoluteEnv(env: Context['env'], { gitDirectory, workTree, cwd }: Places): Context['env'] {
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(cwd, path))
  const objects = env['GIT_OBJECT_DIRECTORY']
  const others = env['GIT_ALTERNATE_OBJECT_DIRECTORIES']
  return {
    ...env,
    GIT_DIR: gitDirectory,
    GIT_WORK_TREE: workTree,
    ...(objects === undefined ? {} : { GIT_OBJECT_DIRECTORY: absolute(objects) }),
    ...(others === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: others.split(':').map(absolute).join(':') }),
  }
}
