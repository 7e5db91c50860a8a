import type { Readable } from 'node:stream'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Verbs } from '../engine.ts'
import { EngineError } from '../errors.ts'
import type { ImageInspect } from '../types/image.ts'
import { asFields, type Fields, textOf } from './answer.ts'
import { bufferOf, tarHeaders } from './archive.ts'
import type { Call } from '../wrap.ts'
import type { Caller } from './caller.ts'
import type { Credentials } from './credentials.ts'
import type { Deadline } from './deadline.ts'
import { AnswerError } from './errors.ts'
import { readMessages } from './progress.ts'
import { pullProgress } from './pull-progress.ts'
import { loginHeaders, withLoginWords } from './refused-login.ts'
import { triedWords } from './tried.ts'

type ImageVerbs = Pick<
  Verbs,
  'inspectImage' | 'resolveImage' | 'pullImage' | 'tagImage' | 'removeImage' | 'importImage'
>

type Headers = Readonly<Record<string, string>>
type Read = (answer: Readable, deadline: Deadline) => Promise<void>
type RegistryCall = Call<'resolveImage'> | Call<'pullImage'>

/** The verbs for images; calls that reach a registry carry a login for it. */
export function imageVerbs(caller: Caller, credentials: Credentials): ImageVerbs {
  const loggedIn = async <T>(call: RegistryCall, ask: (headers: Headers) => Promise<T>): Promise<T> => {
    const tried = triedWords(call.verb, call.args)
    const { signal } = call.run
    const { headers, words } = await loginHeaders(credentials, call.args, signal).catch((cause) => {
      throw credentialsError(caller.node, tried, { cause, cancelled: signal.aborted })
    })
    return await ask(headers).catch((error) => {
      throw withLoginWords(error, tried, () => words)
    })
  }
  return {
    inspectImage: (args, run) => caller.json({ verb: 'inspectImage', args, run }, { decode: decodeImage }),
    resolveImage: (args, run) =>
      loggedIn({ verb: 'resolveImage', args, run }, (headers) =>
        caller.json({ verb: 'resolveImage', args, run }, { headers, decode: decodeDigest }),
      ),
    pullImage: (args, run) => {
      const progress = pullProgress(args.image, args.onProgress ?? (() => {}))
      const read: Read = (answer, deadline) =>
        readMessages(answer, (message) => {
          deadline.touch()
          progress.take(message)
        })
      return loggedIn({ verb: 'pullImage', args, run }, (headers) =>
        caller.call({ verb: 'pullImage', args, run }, { headers, read }).catch((error) => {
          throw progress.explain(error, triedWords('pullImage', args))
        }),
      )
    },
    tagImage: (args, run) => caller.done({ verb: 'tagImage', args, run }),
    removeImage: (args, run) => caller.done({ verb: 'removeImage', args, run }),
    importImage: (args, run) => importImage(caller, { verb: 'importImage', args, run }),
  }
}

function importImage(caller: Caller, asked: Call<'importImage'>): Promise<{ readonly id: string }> {
  return caller.call(asked, {
    upload: bufferOf(asked.args.tar),
    headers: tarHeaders,
    read: async (answer) => {
      let id = ''
      await readMessages(answer, (message) => {
        id = importedId(message) ?? id
      })
      if (id === '') throw new AnswerError('the engine did not say which image the import made')
      return { id }
    },
  })
}

function decodeImage(answer: unknown): ImageInspect {
  const raw = asFields(answer, 'an image')
  if (textOf(raw['Id']) === '') throw new AnswerError('the engine answered an image without id')
  return raw as unknown as ImageInspect
}

function decodeDigest(answer: unknown): { readonly digest: string } {
  const digest = textOf(asFields(asFields(answer, 'a descriptor')['Descriptor'], 'a descriptor')['digest'])
  if (digest === '') throw new AnswerError('the engine did not say which digest the registry has')
  return { digest }
}

/** The error for credentials that can't be read: the user has to fix them, and a pull without them would only say `denied`. */
export function credentialsError(
  node: string,
  tried: string,
  why: { cause: unknown; cancelled: boolean },
): EngineError {
  const detail = errorText(why.cause)
  return new EngineError(why.cancelled ? 'Cancelled' : 'Invalid', { node, tried, detail, cause: why.cause })
}

function importedId(message: Fields): string | undefined {
  return /sha256:[0-9a-f]{64}/.exec(textOf(message['status']))?.[0]
}
