import { deepEqual, equal, match } from 'node:assert/strict'
import { convergeOnce } from '../../../../cli/local/waiting/converge-once.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

const loops = loopsAtRest()
const core = { ...aCore('/nowhere'), purpose: 'serve' as const, begin: async () => loops }
const { signal } = new AbortController()
const unreadable = {
  ...{ root: '/srv', message: "it can't be read", reason: 'Unreadable', resources: [], stacks: [] },
  place: { file: '/srv/a.yaml', line: 2, column: 1 },
}

describe('serve --once', () => {
  it('ends when the files are done with and the hosts are as they say', async () => {
    let looks = 0
    const source = { isAtRest: () => looks++ > 2, errors: () => [] }
    deepEqual(await all(convergeOnce(core, { source, loops, signal })), [
      { type: 'outcome', exit: 0, message: 'converged: 0 services' },
    ])
  })

  it('goes on where something is declared as what it waited for is gone', async () => {
    const rests = [true, false, false, true, true]
    const source = { isAtRest: () => rests.shift() ?? false, errors: () => [] }
    deepEqual(await all(convergeOnce(core, { source, loops, signal })), [
      { type: 'outcome', exit: 0, message: 'converged: 0 services' },
    ])
    deepEqual(rests, [])
  })

  it('is no success where a file could not be used, though the hosts are as was accepted', async () => {
    const source = { isAtRest: () => true, errors: () => [unreadable, unreadable] as never }
    const events = await all(convergeOnce(core, { source, loops, signal }))
    match(
      JSON.stringify(events),
      /"exit":2,"message":"converged: 0 services; not all of the files was taken: \/srv\/a.yaml:2:1/,
    )
    match(JSON.stringify(events), /"remedy":"mend that/)
  })

  it('is no error where a push may declare what another watched directory does, until that one does not any more', async () => {
    const served = { ...core, ...aCore('/nowhere'), begin: core.begin }
    served.store.create('Node', {
      ...{ apiVersion: 'reconcile.dev/v1', kind: 'Node' },
      ...{ metadata: { name: 'h1' }, spec: { engine: { host: 'tcp://h1:2375' } } },
    })
    const claim = { ...unreadable, reason: 'NameClaimed', resources: ['Node/h1'] }
    const isWrong = async (root: string, awaitsOthers: boolean, ...more: readonly object[]) => {
      served.store.putFact('source', 'Node/h1', { root, file: '/b/h1.yaml', fileHash: '', hash: '' })
      const source = { isAtRest: () => true, errors: () => [claim, ...more] as never }
      const events = await all(convergeOnce(served, { source, loops, awaitsOthers, timeoutMs: 0, signal }))
      const outcome = events.at(-1)
      return outcome?.type === 'outcome' && outcome.message.includes('not all of the files was taken')
    }
    equal(await isWrong('/b', true), false)
    equal(await isWrong('/b', false), true)
    equal(await isWrong('/b', true, unreadable), true)
    for (const root of ['desired', '/srv']) equal(await isWrong(root, true), true)
  })

  it('ends at its deadline while files are not done with, and says what is wrong with them', async () => {
    const source = { isAtRest: () => false, errors: () => [unreadable as never] }
    const [outcome] = await all(convergeOnce(core, { source, loops, timeoutMs: 50, signal }))
    equal(outcome?.type === 'outcome' && outcome.exit, 4)
    match(
      JSON.stringify(outcome),
      /not done with in time; not all of the files was taken: \/srv\/a.yaml:2:1: .*it can't be read/,
    )
  })

  it('ends at its deadline while a service is not ready', async () => {
    const waiting = { ...core, ...aCore('/nowhere'), begin: core.begin }
    const metadata = { name: 'web', namespace: 'shop' }
    const spec = { template: { image: 'nginx' } }
    waiting.store.create('Service', { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec })
    const source = { isAtRest: () => true, errors: () => [] }
    const events = await all(convergeOnce(waiting, { source, loops, timeoutMs: 50, signal }))
    match(JSON.stringify(events.at(-1)), /"exit":4,"message":"not converged in time: Service shop\/web/)
  })
})
