import type { Installation } from '../v1/installation/installation.ts'
import { answerAtOnce } from './answers.ts'
import { parseKnown, parseObject } from './body.ts'
import type { Exchange } from './exec.ts'
import { inputOf, readHead } from './head.ts'
import { pathRequest } from './requests.ts'

/** Takes a tar for a directory of a container: the first line of the body says which, the rest is the tar. */
export async function serveCopyIn(installation: Installation, exchange: Exchange): Promise<void> {
  const { request, signal } = exchange
  const chunks = (request as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const { head, rest } = await readHead(chunks)
  const asked = parseKnown(parseObject(head), (body) => {
    const how = (['asItsUser', 'replaces'] as const).filter((each) => body[each] === true)
    return { ...pathRequest(body, signal), ...Object.fromEntries(how.map((each) => [each, true])) }
  })
  await installation.copyIn({ ...asked, tar: inputOf(rest, chunks) })
  await answerAtOnce(exchange, {})
}
