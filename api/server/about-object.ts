import { GROUP, kinds } from '../v1/kinds.ts'
import { answerError } from './answers.ts'
import type { Exchange } from './exec.ts'
import type { ObjectsPath } from './objects-path.ts'
import type { StatusAbout } from './refusal.ts'

/** Answers a request about an object, or about all of a kind where none is named, with what it is refused with: a Status that names it. */
export async function answeringAbout(
  exchange: Exchange,
  { kind, name }: Pick<ObjectsPath, 'kind' | 'name'>,
  answer: () => Promise<void>,
): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (exchange.signal.aborted) throw error
    const about: StatusAbout = {
      ...(name === undefined ? {} : { name }),
      group: GROUP,
      kind: kinds[kind].plural,
      isOf: kind,
    }
    answerError(exchange, error, about)
  }
}
