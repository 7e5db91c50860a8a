import type { ClientRequest } from 'node:http'
import { asError } from '../v1/language/caught-error.ts'
import { drained } from '../v1/language/drained.ts'
import type { CopyInRequest } from '../v1/installation/requests.ts'
import type { Endpoint } from './endpoint.ts'
import { sendForJson } from './request.ts'

/** Copies files into a task through the server: the request as one line of JSON, then the tar. */
export async function remoteCopyIn(endpoint: Endpoint, { tar, signal, ...head }: CopyInRequest): Promise<void> {
  let broken: { readonly error: unknown } | undefined
  const write = async (sent: ClientRequest) => {
    sent.write(`${JSON.stringify(head)}\n`)
    try {
      for await (const chunk of tar) {
        if (!sent.write(chunk)) await drained(sent)
        // What was refused is read no further.
        if (sent.destroyed) return
      }
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
