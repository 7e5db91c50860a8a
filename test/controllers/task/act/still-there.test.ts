import { deepEqual } from 'node:assert/strict'
import { labels } from '../../../../api/v1/labels.ts'
import { isStillThere } from '../../../../controllers/task/act/still-there.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aTask } from '../../../support/builders.ts'
import { aWorld, type TestWorldOptions } from '../../../support/world.ts'

/** Whether a task of `shop` is said to have one that was made while nobody was told. */
async function asked(stack: string, options: TestWorldOptions = {}): Promise<boolean> {
  const a = aWorld(options)
  await a.settle()
  a.host.dropEvents(true)
  const task = aTask(1, 'r1')
  const own = { [labels.installation]: 'default', [labels.stack]: stack, [labels.task]: task.metadata.name }
  a.host.byHand.run(`${stack}-web-1`, { Image: 'nginx', Labels: own })
  const run = { signal: new AbortController().signal, object: 'Task/shop/web-1', reason: '' }
  const answer = isStillThere(task, a.life().ports, run)
  await a.settle()
  return await answer
}

describe('a container that is not known', () => {
  for (const [stack, isOf] of [
    ['shop', true],
    ['blog', false],
  ] as const)
    it(`is ${isOf ? '' : 'not '}of the task of shop that it names, as it is of ${stack}`, async () => {
      deepEqual(await asked(stack), isOf)
    })

  it('is not there where the engine lists it and knows no such container', async () => {
    const gone = new EngineError('NotFound', { node: 'a', tried: 'inspect it', detail: 'No such container: web' })
    const wrapEngine: TestWorldOptions['wrapEngine'] = (engine) => ({
      ...engine,
      inspectContainer: () => Promise.reject(gone),
    })
    deepEqual(await asked('shop', { wrapEngine }), false)
  })
})
