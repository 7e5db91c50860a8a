import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { aWorld } from '../../support/world.ts'

describe('the node loop', () => {
  it('gives a node that never answered its grace from the start of the process, and then says that it is lost', async () => {
    const a = aWorld()
    a.host.crash()
    const reason = () =>
      a
        .life()
        .ports.store.get('Node', 'a')
        ?.status?.conditions?.find(({ type }) => type === 'Ready')?.reason
    const pass = async (ms: number) => {
      a.world.clock.after(ms, () => {}) // a grace that runs is no work under way
      await a.settle(ms)
    }
    await pass(30_000)
    equal(reason(), 'GraceRunning')
    await pass(11_000)
    equal(reason(), 'NodeLost')
    a.host.restart()
    await pass(30_000)
    equal(reason(), 'EngineAnswers')
  })

  it('says of one that was lost that it answers, and nothing before that', async () => {
    const a = aWorld()
    await a.settle()
    a.host.crash()
    await a.pass(120_000)
    const said = new Set<string | undefined>()
    const { store } = a.life().ports
    store.watch('Node').subscribe(({ after }) => said.add(after?.status?.conditions?.[0]?.reason))
    a.host.state.info = { ...a.host.state.info, version: '29.0.0' } // so that it is news what it says of itself
    a.host.restart()
    await a.pass(60_000)
    deepEqual([...said].at(-1), 'EngineAnswers')
    equal(said.has('GraceRunning'), false)
  })

  it('tells that tasks run on one that is declared no more, and nothing where none does', async () => {
    const a = aWorld({ nodes: ['a', 'b', 'c'] })
    a.service('web', { replicas: 2 })
    await a.settle()
    const { store } = a.life().ports
    const told = () =>
      a
        .life()
        .recorder.events()
        .filter(({ reason }) => reason === 'DeclaredNoMore')
        .map(({ object, message }) => `${object} ${message}`)
    withdraw(store, 'Node/c')
    await a.settle()
    deepEqual([told(), store.get('Node', 'c')], [[], undefined])
    withdraw(store, 'Node/b')
    await a.settle()
    equal(told().length, 1)
    match(
      told()[0] ?? '',
      /^Node\/b no file declares it any more: it takes no new tasks, and goes once shop\/web-2-\w+ left it/,
    )
  })

  it('says of a node that nobody speaks to that it is not connected, on the node and on what waits for it', async () => {
    const a = aWorld()
    const { store } = a.life().ports
    const connects = /^late is not connected yet/
    a.declare({ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'late' }, spec: {} })
    a.service('web', { mode: 'Global', template: { image: 'nginx' } })
    await a.settle()
    const onLate = () => a.tasks().find(({ spec }) => spec.node === 'late')?.status?.message
    match(store.get('Node', 'late')?.status?.conditions?.[0]?.message ?? '', connects)
    match(onLate() ?? '', connects)
    store.delete('Node', 'late')
    await a.settle()
    equal(onLate(), undefined, 'what is to be on every node has nothing to wait for there')
  })
})
