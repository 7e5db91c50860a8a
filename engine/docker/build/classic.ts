import type { Readable } from 'node:stream'
import type { BuildArgs } from '../../types/build.ts'
import { EngineError, isEngineError } from '../../errors.ts'
import { dockerfileName, inlineDockerfile } from '../../requests.ts'
import { tarHeaders } from '../archive.ts'
import type { Caller } from '../caller.ts'
import type { Deadline } from '../deadline.ts'
import { authHeader, type Credentials } from '../credentials.ts'
import { readMessages } from '../progress.ts'
import { withLoginWords } from '../refused-login.ts'
import { triedWords } from '../tried.ts'
import { packContext } from './archive.ts'
import type { Builder } from './builder.ts'
import type { BuildContext } from './context.ts'
import { type ClassicOutput, readClassicOutput } from './classic-output.ts'
import { buildLogins } from './logins.ts'
import { sentContext } from './sent-context.ts'

/** Why the engine is ending, if it is. */
type Ended = (signal: AbortSignal) => Promise<string | undefined>

/** The engine's classic builder, `POST /build` with a tar: every engine has it, but it lacks BuildKit's features. */
export function classicBuilder(caller: Caller, credentials: Credentials, ended: Ended): Builder {
  return {
    name: 'classic',
    async build(args, run) {
      const { logins, words } = await buildLogins(caller.node, credentials, { args, run })
      const registries = Object.keys(logins).length === 0 ? {} : { 'X-Registry-Config': authHeader(logins) }
      const headers = { ...tarHeaders, ...registries }
      const { entries, dockerfile } = await prepare(caller.node, args)
      const upload = packContext(entries)
      try {
        const read: Read = (answer, deadline) => readOutput(answer, readClassicOutput(args, dockerfile), deadline)
        return await caller.call({ verb: 'buildImage', args, run }, { headers, read, upload })
      } catch (error) {
        if (upload.errored) throw unread(caller.node, args, upload.errored)
        const tried = triedWords('buildImage', args)
        const failure = isKill(error) ? unlessEnded(error, tried, await ended(run.signal)) : error
        throw withLoginWords(withOwnName(failure, args), tried, words)
      } finally {
        upload.destroy()
      }
    },
  }
}

/**
 * Whether an instruction was killed. An engine that ends kills the containers of its builds, and its answer is the same as where a program
 * had too little memory.
 */
function isKill(error: unknown): error is EngineError {
  return isEngineError(error) && /returned a non-zero code: 137\b/.test(error.detail)
}

function unlessEnded(error: EngineError, tried: string, why: string | undefined): EngineError {
  const { node, detail, cause } = error
  if (why === undefined) return error
  return new EngineError('Unavailable', { node, tried, detail: `the engine is ending: ${why}; ${detail}`, cause })
}

type Read = (answer: Readable, deadline: Deadline) => Promise<{ id: string }>

async function readOutput(answer: Readable, output: ClassicOutput, deadline: Deadline): Promise<{ id: string }> {
  await readMessages(answer, (message) => {
    deadline.touch()
    output.take(message)
  }).catch((error) => {
    throw output.explain(error)
  })
  return { id: output.end() }
}

async function prepare(node: string, args: BuildArgs): Promise<BuildContext> {
  return await sentContext(args).catch((cause: Error) => {
    throw unread(node, args, cause)
  })
}

/** The error for a context that can't be read, even while it is sent: that is not the engine's fault. */
function unread(node: string, args: BuildArgs, cause: Error): EngineError {
  return new EngineError('Invalid', { node, tried: triedWords('buildImage', args), detail: cause.message, cause })
}

/** Replaces our internal Dockerfile name in an error by the user's. */
function withOwnName(error: unknown, args: BuildArgs): unknown {
  if (!isEngineError(error) || !error.detail.includes(inlineDockerfile)) return error
  const { code, node, cause, detail } = error
  const said = detail.replaceAll(inlineDockerfile, dockerfileName(args))
  return new EngineError(code, { node, tried: triedWords('buildImage', args), detail: said, cause })
}
