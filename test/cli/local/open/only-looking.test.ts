import { deepEqual, equal, rejects } from 'node:assert/strict'
import { onlyLooking } from '../../../../cli/local/open/only-looking.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { isEngineError } from '../../../../engine/errors.ts'

describe('an engine and loops that only look', () => {
  const asked: string[] = []
  const answer = (verb: string) => async () => void asked.push(verb)
  const real = { node: 'local', startContainer: answer('start'), inspectContainer: answer('inspect') }
  const ids = ['Task/shop/web-1', 'Task/shop/db-1']
  const running = { running: { at: () => ids } } as unknown as Loops

  it('read as ever, write nothing, and wait for none that would', async () => {
    const looking = onlyLooking()
    const engine = looking.engine(real as unknown as Engine)
    const at = () => [...looking.loops(running).running.at()]
    const ending = new AbortController()
    const run = { object: 'Task/shop/web-1', reason: 'it died', signal: ending.signal }
    await engine.inspectContainer({ id: 'c1' }, run)
    deepEqual(at(), ids)
    const starting = engine.startContainer({ id: 'c1' }, run)
    deepEqual(at(), ['Task/shop/db-1'])
    ending.abort()
    await rejects(starting, (error) => isEngineError(error, 'Cancelled'))
    deepEqual(at(), ids)
    equal(asked.join(), 'inspect')
  })
})
