import { deepEqual, rejects } from 'node:assert/strict'
import { createNoted, unanswered } from '../../../controllers/ownership/unanswered.ts'
import { EngineError, type EngineErrorCode } from '../../../engine/errors.ts'
import { aWorld } from '../../support/world.ts'

const asked = { object: 'Network/shop/default', node: 'a' }

/** The answers of creates, one after the other, and whether the last left a note. */
async function noted(...answers: readonly (EngineErrorCode | 'made')[]): Promise<boolean> {
  const { ports } = aWorld().life()
  for (const answer of answers) {
    const create = async () => {
      if (answer === 'made') return answer
      throw new EngineError(answer, { node: 'a', tried: 'create it', detail: answer })
    }
    const creating = createNoted(asked, ports, create)
    if (answer === 'made') await creating
    else await rejects(creating, EngineError)
  }
  return unanswered(asked.object, ports).has('a')
}

describe('a create that may have made something though nobody knows (S6)', () => {
  for (const [answers, wants] of [
    [['made'], false],
    [['Invalid'], false],
    [['Timeout'], true],
    [['Unreachable'], true],
    [['Unavailable'], true],
    [['Cancelled'], true],
    [['Conflict'], true],
    [['Timeout', 'Invalid'], true],
    [['Timeout', 'made'], false],
  ] as const)
    it(`is ${wants ? '' : 'not '}one answered by ${answers.join(', then ')}`, async () =>
      deepEqual(await noted(...answers), wants))
})
