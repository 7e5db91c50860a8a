import { deepEqual } from 'node:assert/strict'
import { keepBuilt, memoryOf, versionKept } from '../../../../cli/local/develop/remembered.ts'
import { createFacts } from '../../../../store/objects/facts.ts'

const aChange = (path: string, at: number) => ({ path, gone: false, at, mark: `${at}` })

describe('what of sources outlives a serve', () => {
  const facts = createFacts()
  const store = { fact: facts.get, facts: facts.of, putFact: facts.put }
  const web = memoryOf(store, 'shop/web')

  it('is each of its changes, in their order, and none of a service whose name begins the same', () => {
    web.noteChange(aChange('/srv/b', 2))
    web.noteChange(aChange('/srv/a', 1))
    memoryOf(store, 'shop/webs').noteChange(aChange('/srv/c', 3))
    web.noteChange(aChange('/srv/gone', 4))
    web.forgetChange('/srv/gone')
    deepEqual(web.changes(), [aChange('/srv/a', 1), aChange('/srv/b', 2)])
  })

  it('is the image that was hashed before its sources were looked at again', () => {
    deepEqual(versionKept(store, 'shop/web'), undefined)
    keepBuilt(store, 'shop/web', { image: 'shop-web:1', version: 2 })
    deepEqual(web.known(), undefined)
    web.note({ version: 1, rebuiltAt: 0, notedAt: 0, built: {} })
    deepEqual(versionKept(store, 'shop/web'), 2)
    keepBuilt(store, 'shop/web', { image: 'shop-web:1', version: 2 })
    deepEqual(web.known()?.built, { 'shop-web:1': 2 })
  })

  it('is of the twenty images that were built last', () => {
    web.note({ version: 1, rebuiltAt: 0, notedAt: 0, built: {} })
    const build = (name: number, version: number) =>
      keepBuilt(store, 'shop/web', { image: `shop-web:${name}`, version })
    for (const number of Array(25).keys()) build(number, number)
    build(10, 25)
    const last = [...Array(15).keys()].map((each) => each + 11)
    deepEqual(Object.values(web.known()?.built ?? {}), [5, 6, 7, 8, 9, ...last])
  })
})
