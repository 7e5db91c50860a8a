import { deepEqual } from 'node:assert/strict'
import { unlessLocked } from '../../../controllers/locks/gate.ts'
import type { StackLocks } from '../../../controllers/locks/stack-locks.ts'

const locks = {
  holdOf: (stack: string) => (stack === 'shop' ? { reason: 'StackLocked', because: 'by another home' } : undefined),
} as StackLocks

function planned(stack: string, ...verbs: readonly string[]): readonly string[] {
  const actions = verbs.map((verb) => ({ do: verb }))
  return unlessLocked(actions, { stack, locks, held: ({ do: verb }) => ({ do: `hold ${verb}` }) }).map(
    (each) => each.do,
  )
}

describe('what is done while another home has locked the stack (S11)', () => {
  it('is nothing that changes a host', () =>
    deepEqual(planned('shop', 'create', 'remove', 'deliver', 'collect'), [
      ...['hold create', 'hold remove', 'hold deliver', 'hold collect'],
    ]))

  it('is what changes none', () =>
    deepEqual(planned('shop', 'keep', 'create', 'adopt', 'look', 'forget', 'hold'), [
      ...['keep', 'hold create', 'adopt', 'look', 'forget', 'hold'],
    ]))

  it('is all in the other stacks', () => deepEqual(planned('blog', 'create', 'collect'), ['create', 'collect']))
})
