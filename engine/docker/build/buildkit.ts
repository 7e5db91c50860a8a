import type { Clock } from '../../../clock/clock.ts'
import type { BuildArgs } from '../../types/build.ts'
import { EngineError } from '../../errors.ts'
import type { Run } from '../../run.ts'
import { takesAgent, WITHOUT_AGENT } from '../../build/without-agent.ts'
import { withoutBuildx } from '../../build/without-buildx.ts'
import { fieldsOf, idOf } from '../answer.ts'
import type { Caller } from '../caller.ts'
import type { Credentials } from '../credentials.ts'
import { cutShort, startDeadline } from '../deadline.ts'
import { deadlineOf } from '../../deadlines.ts'
import type { Endpoint } from '../endpoint.ts'
import { withLoginWords } from '../refused-login.ts'
import { triedWords } from '../tried.ts'
import { allowances, bakeFile, bakeTarget } from './bake-file.ts'
import type { Builder } from './builder.ts'
import { readBuildkitOutput } from './buildkit-output.ts'
import { type Buildx, usableBuildx } from './buildx.ts'
import { buildLogins } from './logins.ts'
import { runBuildx } from './run-buildx.ts'
import { makeWorkspace, type Workspace } from './workspace.ts'

export interface BuildkitOptions {
  readonly caller: Caller
  readonly clock: Clock
  /** Where the engine is reached now. */
  readonly endpoint: () => Endpoint
  readonly buildx: Buildx | undefined
  readonly credentials: Credentials
  /** Aborted when the connection to the engine is closed. */
  readonly closed: AbortSignal
}

/** Builds with the engine's own BuildKit, through docker buildx on this machine and its `docker` driver, so that the host needs nothing. */
export function buildkitBuilder(options: BuildkitOptions): Builder {
  return {
    name: 'buildkit',
    async build(args, run) {
      const program = await programFor(args, options, run)
      await options.caller.version(run.signal) // reports an unreachable engine like any call
      const { caller, credentials, endpoint } = options
      const { logins, words } = await buildLogins(caller.node, credentials, { args, run })
      const workspace = await makeWorkspace({ endpoint: endpoint(), logins, args })
      try {
        await bake({ program, workspace, args }, options, run)
      } catch (error) {
        throw withLoginWords(error, triedWords('buildImage', args), words)
      } finally {
        await workspace.remove()
      }
      const asked = { verb: 'inspectImage', args: { name: args.tags[0] ?? '' }, run } as const
      return { id: await options.caller.json(asked, { decode: (answer) => idOf(fieldsOf(answer)) }) }
    },
  }
}

async function programFor(args: BuildArgs, { caller, buildx }: BuildkitOptions, run: Run): Promise<string> {
  const found = await usableBuildx(buildx, run.signal)
  const about = { node: caller.node, tried: triedWords('buildImage', args) }
  if (found.path !== undefined && takesAgent(args) && !buildx?.env['SSH_AUTH_SOCK'])
    throw new EngineError('Unsupported', { ...about, detail: WITHOUT_AGENT })
  if (found.path !== undefined) return found.path
  if (run.signal.aborted)
    throw new EngineError('Cancelled', { ...about, cause: found.cause, detail: 'no longer wanted' })
  throw new EngineError('Unsupported', {
    ...about,
    cause: found.cause,
    detail: withoutBuildx(args.buildkit ?? '', found.why),
  })
}

interface Baking {
  readonly program: string
  readonly workspace: Workspace
  readonly args: BuildArgs
}

async function bake({ program, workspace, args }: Baking, options: BuildkitOptions, run: Run): Promise<void> {
  const output = readBuildkitOutput(args)
  const deadline = startDeadline(options.clock, deadlineOf('buildImage', args), {
    ...{ run: run.signal, closed: options.closed },
  })
  const allowed = allowances(args).flatMap((entitlement) => ['--allow', entitlement])
  const command = {
    program,
    args: ['bake', '--file', '-', '--progress', 'plain', ...allowed, bakeTarget],
    env: { ...options.buildx?.env, ...workspace.env },
    directory: workspace.empty,
    input: bakeFile(args, workspace),
    onLine: (line: string) => {
      deadline.touch()
      output.take(line)
    },
  }
  try {
    const code = await runBuildx(command, options.clock, deadline.signal)
    const early = cutShort(deadline, 'sign of progress')
    const failed = early ?? (code === 0 ? undefined : output.failure())
    if (!failed) return
    const { node } = options.caller
    throw new EngineError(failed.code, { node, tried: triedWords('buildImage', args), detail: failed.detail })
  } finally {
    deadline.end()
  }
}
