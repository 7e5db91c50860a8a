import { errorText } from '../../api/v1/caught-error.ts'
import type { Verbs } from '../engine.ts'
import { EngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import type { ImageInspect } from '../types/image.ts'
import { asFields, type Fields, textOf } from './answer.ts'
import { bufferOf, tarHeaders } from './archive.ts'
import type { Asked, Caller } from './caller.ts'
import { authHeader, type Credentials } from './credentials.ts'
import { AnswerError } from './errors.ts'
import { pullProgress, readMessages } from './progress.ts'
import { triedWords } from './tried.ts'

type ImageVerbs = Pick<
  Verbs,
  'inspectImage' | 'resolveImage' | 'pullImage' | 'tagImage' | 'removeImage' | 'importImage'
>

/** The verbs about images; what speaks to a registry carries docker's own credentials for it. */
export function imageVerbs(caller: Caller, credentials: Credentials): ImageVerbs {
  const headersFor = async (verb: 'resolveImage' | 'pullImage', args: { image: string }, run: Run) => {
    try {
      const auth = await credentials.forImage(args.image, run.signal)
      return auth === undefined ? {} : { 'X-Registry-Auth': authHeader(auth) }
    } catch (cause) {
      throw credentialsError(caller.node, triedWords(verb, args), { cause, cancelled: run.signal.aborted })
    }
  }
  return {
    inspectImage: (args, run) => caller.json({ verb: 'inspectImage', args, run }, { decode: decodeImage }),
    async resolveImage(args, run) {
      const headers = await headersFor('resolveImage', args, run)
      return caller.json({ verb: 'resolveImage', args, run }, { headers, decode: decodeDigest })
    },
    async pullImage(args, run) {
      const onMessage = pullProgress(args.onProgress ?? (() => {}))
      const headers = await headersFor('pullImage', args, run)
      await caller.call(
        { verb: 'pullImage', args, run },
        {
          headers,
          read: (answer, deadline) =>
            readMessages(answer, (message) => {
              deadline.touch()
              onMessage(message)
            }),
        },
      )
    },
    tagImage: (args, run) => caller.done({ verb: 'tagImage', args, run }),
    removeImage: (args, run) => caller.done({ verb: 'removeImage', args, run }),
    importImage: (args, run) => importImage(caller, { verb: 'importImage', args, run }),
  }
}

function importImage(caller: Caller, asked: Asked<'importImage'>): Promise<{ readonly id: string }> {
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

/** Credentials that can't be read are the user's to mend: a pull without them would only say `denied`. */
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
