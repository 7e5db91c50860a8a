import type { ClientRequest } from 'node:http'
import { asError } from '../v1/caught-error.ts'
import type { CopyInRequest } from '../v1/requests.ts'
import type { Endpoint } from './endpoint.ts'
import { sendForJson } from './request.ts'

/** Copies files into a task through the server: the request as one line of JSON, then the tar. */
export async function remoteCopyIn(endpoint: Endpoint, { tar, signal, ...head }: CopyInRequest): Promise<void> {
  let broken: { readonly error: unknown } | undefined
  const write = async (sent: ClientRequest) => {
    sent.write(`${JSON.stringify(head)}\n`)
    try {
      for await (const chunk of tar) if (!sent.write(chunk)) await drained(sent)
      sent.end()
    } catch (error) {
      broken = { error }
      sent.destroy(asError(error))
    }
  }
  try {
    await sendForJson({
      endpoint,
      method: 'POST',
      path: '/reconcile/copy-in',
      write: (sent) => void write(sent),
      signal,
    })
  } catch (error) {
    throw broken ? broken.error : error
  }
}

/** Until there is room, or nobody listens. */
function drained(sent: ClientRequest): Promise<void> {
  if (sent.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      sent.off('drain', go).off('close', go)
      resolve()
    }
    sent.on('drain', go).on('close', go)
  })
}
