import type { Readable } from 'node:stream'
import type { BuildArgs } from '../../engine.ts'
import { EngineError } from '../../errors.ts'
import { inlineDockerfile, isRemoteContext } from '../../requests.ts'
import type { RegistryAuth } from '../../registry-auth.ts'
import type { Run } from '../../run.ts'
import { type Fields, textOf } from '../answer.ts'
import { tarHeaders } from '../archive.ts'
import type { Caller } from '../caller.ts'
import type { Deadline } from '../deadline.ts'
import { authHeader, type Credentials } from '../credentials.ts'
import { AnswerError, StatusError } from '../errors.ts'
import { credentialsError } from '../images.ts'
import { buildProgress, readMessages } from '../progress.ts'
import { withLoginWords } from '../refused-login.ts'
import { triedWords } from '../tried.ts'
import { packContext } from './archive.ts'
import type { Builder } from './builder.ts'
import { buildkitNeed } from './buildkit-needs.ts'
import { contextHash } from './content-hash.ts'
import { readContext } from './context.ts'

/** How many of its last lines a failed build tells. */
const tailLines = 5

const LOG_IN =
  'its base images are pulled with imagePullSecrets and the logins of this machine: log in with docker login'

/** The engine's own builder, `POST /build` with a tar: every engine has it, BuildKit's additions it has not. */
export function classicBuilder(caller: Caller, credentials: Credentials): Builder {
  return {
    name: 'classic',
    async build(args, run) {
      const headers = { ...tarHeaders, ...(await registryHeaders(caller.node, credentials, { args, run })) }
      const upload = await prepare(caller.node, args)
      try {
        const read: Read = (answer, deadline) => readOutput(answer, args, deadline)
        return await caller.call(
          { verb: 'buildImage', args, run },
          {
            headers,
            read,
            ...(upload === undefined ? {} : { upload }),
          },
        )
      } catch (error) {
        throw withLoginWords(error, triedWords('buildImage', args), LOG_IN)
      } finally {
        upload?.destroy()
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

async function prepare(node: string, args: BuildArgs): Promise<Readable | undefined> {
  const invalid = (detail: string, cause?: unknown) =>
    new EngineError('Invalid', { node, tried: triedWords('buildImage', args), detail, cause })
  if (isRemoteContext(args.context)) {
    if (args.dockerfileInline === undefined) return undefined
    throw invalid('an inline Dockerfile needs a local context; move it to a file in the repository')
  }
  const context = await readContext(args).catch((cause: Error) => {
    throw invalid(cause.message, cause)
  })
  const need = buildkitNeed(context.dockerfile)
  const name = args.dockerfileInline === undefined ? (args.dockerfile ?? 'Dockerfile') : inlineDockerfile
  if (need)
    throw new EngineError('Unsupported', {
      node,
      tried: triedWords('buildImage', args),
      detail: `${name} line ${need.line} uses ${need.what}, which only BuildKit understands; write it without, or build the image elsewhere and name it with \`image\``,
    })
  await refuseOtherSources(args, invalid)
  return packContext(context.entries)
}

/** What is built under a name again is what it was, or not at all. */
async function refuseOtherSources(args: BuildArgs, invalid: (detail: string) => EngineError): Promise<void> {
  const { sourcesOf, context, tags } = args
  if (sourcesOf === undefined || (await contextHash(args)).replace('sha256:', '').startsWith(sourcesOf)) return
  throw invalid(
    `${tags[0] ?? ''} was here and is gone, and the sources in ${context} are others by now: ` +
      'apply them (where serve watches the manifest: save it), or bring them back as they were, as with git',
  )
}

async function registryHeaders(node: string, credentials: Credentials, { args, run }: { args: BuildArgs; run: Run }) {
  try {
    const all = { ...(await credentials.all(run.signal)), ...brought(args) }
    return Object.keys(all).length === 0 ? {} : { 'X-Registry-Config': authHeader(all) }
  } catch (cause) {
    throw credentialsError(node, triedWords('buildImage', args), { cause, cancelled: run.signal.aborted })
  }
}

function brought({ logins }: BuildArgs): Readonly<Record<string, RegistryAuth>> {
  return logins === undefined ? {} : JSON.parse(Buffer.from(logins.reveal()).toString('utf8'))
}

function collectOutput(args: BuildArgs) {
  const report = buildProgress(args.onProgress ?? (() => {}))
  const tail: string[] = []
  let id: string | undefined
  return {
    take(message: Fields) {
      report(message)
      const text = textOf(message['stream']).trimEnd()
      if (text !== '') tail.push(text.slice(0, 500))
      if (tail.length > tailLines) tail.shift()
      id = textOf((message['aux'] as Fields | undefined)?.['ID']) || id
    },
    id() {
      if (id === undefined) throw new AnswerError('the engine did not say which image the build made')
      return id
    },
    explain: (error: unknown) =>
      error instanceof StatusError && tail.length > 0
        ? new StatusError(error.status, `${error.message}; its last output: ${tail.join(' | ')}`)
        : error,
  }
}
