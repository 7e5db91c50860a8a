import { deepEqual, rejects } from 'node:assert/strict'
import { createNoted, keysUnanswered, unanswered } from '../../../controllers/ownership/unanswered.ts'
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

describe('the keys of the objects with such a create', () => {
  for (const [node, wants] of [
    [undefined, ['shop/back', 'shop/front']],
    ['a', ['shop/back']],
    ['b', ['shop/front']],
    ['c', []],
  ] as const)
    it(`are those of one kind ${node === undefined ? 'on any node' : `on ${node}`}`, () => {
      const { store } = aWorld().life().ports
      for (const asked of ['Network/shop/back a', 'Network/shop/front b', 'Task/shop/web-1 a', 'Task/shop/web-2 b'])
        store.putFact('unanswered', asked, 1)
      deepEqual([...keysUnanswered('Network', store, node)].sort(), wants)
    })
})
