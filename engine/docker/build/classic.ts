import type { Readable } from 'node:stream'
import type { BuildArgs } from '../../types/build.ts'
import { EngineError, isEngineError } from '../../errors.ts'
import { dockerfileName, inlineDockerfile } from '../../requests.ts'
import { type Fields, textOf } from '../answer.ts'
import { tarHeaders } from '../archive.ts'
import type { Caller } from '../caller.ts'
import type { Deadline } from '../deadline.ts'
import { authHeader, type Credentials } from '../credentials.ts'
import { AnswerError, StatusError } from '../errors.ts'
import { buildProgress, readMessages } from '../progress.ts'
import { withLoginWords } from '../refused-login.ts'
import { triedWords } from '../tried.ts'
import { packContext } from './archive.ts'
import type { Builder } from './builder.ts'
import { hiding } from './hiding.ts'
import { buildLogins } from './logins.ts'
import { sentContext } from './sent-context.ts'

/** How many of its last output lines an error quotes. */
const tailLines = 5

/** The engine's classic builder, `POST /build` with a tar: every engine has it, but it lacks BuildKit's features. */
export function classicBuilder(caller: Caller, credentials: Credentials): Builder {
  return {
    name: 'classic',
    async build(args, run) {
      const { logins, words } = await buildLogins(caller.node, credentials, { args, run })
      const registries = Object.keys(logins).length === 0 ? {} : { 'X-Registry-Config': authHeader(logins) }
      const headers = { ...tarHeaders, ...registries }
      const upload = await prepare(caller.node, args)
      try {
        const read: Read = (answer, deadline) => readOutput(answer, args, deadline)
        return await caller.call({ verb: 'buildImage', args, run }, { headers, read, upload })
      } catch (error) {
        if (upload.errored) throw unread(caller.node, args, upload.errored)
        throw withLoginWords(withOwnName(error, args), triedWords('buildImage', args), words)
      } finally {
        upload.destroy()
      }
    },
  }
}

type Read = (answer: Readable, deadline: Deadline) => Promise<{ id: string }>

async function readOutput(answer: Readable, args: BuildArgs, deadline: Deadline): Promise<{ id: string }> {
  const output = collectOutput(args)
  await readMessages(answer, (message) => {
    deadline.touch()
    output.take(message)
  }).catch((error) => {
    throw output.explain(error)
  })
  return { id: output.id() }
}

async function prepare(node: string, args: BuildArgs): Promise<Readable> {
  const entries = await sentContext(args).catch((cause: Error) => {
    throw unread(node, args, cause)
  })
  return packContext(entries)
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

function collectOutput(args: BuildArgs) {
  const hide = hiding(args)
  const report = buildProgress(args.onProgress ?? (() => {}))
  const tail: string[] = []
  let id: string | undefined
  return {
    take(message: Fields) {
      const [stream, status] = [hide(textOf(message['stream'])), hide(textOf(message['status']))]
      report({ stream, status })
      const text = stream.trimEnd()
      if (text !== '') tail.push(text.slice(0, 500))
      if (tail.length > tailLines) tail.shift()
      id = textOf((message['aux'] as Fields | undefined)?.['ID']) || id
    },
    id() {
      if (id === undefined) throw new AnswerError('the engine did not say which image the build made')
      return id
    },
    explain: (error: unknown) =>
      error instanceof StatusError
        ? new StatusError(error.status, [hide(error.message), ...lastOf(tail)].join('; '))
        : error,
  }
}

function lastOf(tail: readonly string[]): readonly string[] {
  return tail.length === 0 ? [] : [`its last output: ${tail.join(' | ')}`]
}
