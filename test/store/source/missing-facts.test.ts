import { deepEqual } from 'node:assert/strict'
import { missingFromFiles } from '../../../store/source/facts/missing-facts.ts'
import { createWorld, service } from './world.ts'

const WAITS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** A watched tree that lost so much that it waits for an approval (S3), and another one. */
async function held() {
  const world = createWorld()
  const { files, pass, start, store } = world
  for (const name of [...WAITS, 'h']) files.write(`/srv/${name}.yaml`, service(name))
  files.write('/two/x.yaml', service('x'))
  start(['/srv', '/two'])
  await pass(1_000)
  for (const name of WAITS) files.remove(`/srv/${name}.yaml`)
  await pass(7_000)
  const waiting = () => [...missingFromFiles(store).keys()].map((id) => id.slice(-1)).join('')
  deepEqual([waiting(), world.holds().length], ['abcdefg', 1])
  return { ...world, waiting }
}

describe('what is in no file any more', () => {
  it('is not what is in a file again, though another file can not be used, so that its approval waits still', async () => {
    const { files, pass, holds, waiting } = await held()
    files.write('/srv/a.yaml', service('a'))
    files.write('/srv/h.yaml', 'kind: [')
    await pass(7_000)
    deepEqual([waiting(), holds().length], ['bcdefg', 1])
  })

  it('is not what may be in a file that can not be used', async () => {
    const { files, pass, holds, waiting } = await held()
    files.write('/srv/a.yaml', 'kind: [')
    await pass(7_000)
    deepEqual([waiting(), holds().length], ['bcdefg', 1])
  })

  it('is still what it was while the directory can not be read to its end', async () => {
    const { files, pass, waiting } = await held()
    files.rename('/srv', '/away')
    await pass(7_000)
    deepEqual(waiting(), 'abcdefg')
  })

  it('names the file of another directory that declares it as well', async () => {
    const { files, pass, store } = await held()
    files.write('/two/a.yaml', service('a'))
    await pass(7_000)
    const missing = missingFromFiles(store)
    deepEqual(
      ['a', 'b'].map((name) => missing.get(`Service/shop/${name}`)),
      ['/two/a.yaml', ''],
    )
  })

  it('is nothing of what was deleted', async () => {
    const { files, pass, waiting, store } = await held()
    for (const name of WAITS) files.write(`/srv/${name}.yaml`, service(name))
    await pass(1_000)
    files.remove('/srv/a.yaml')
    await pass(10_000)
    deepEqual([waiting(), store.facts('missing').size, store.get('Service', 'shop/a')], ['', 0, undefined])
  })
})
