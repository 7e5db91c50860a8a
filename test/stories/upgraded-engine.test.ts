import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { aWorld } from '../support/world.ts'

describe('an engine that is upgraded from 20.10 to one that draws its id anew', () => {
  const ID = '7e9ba3d0-8047-4075-b4a1-e0a8f150d9a2'

  for (const { when, restarts } of [
    { when: 'while we run', restarts: false },
    { when: 'while we do not', restarts: true },
  ])
    it(`is taken for the recorded one ${when}, and gets no write`, async () => {
      const a = aWorld()
      a.service('web', { template: { image: 'nginx' } })
      await a.settle()
      await a.pass(10_000)
      a.newCalls()
      const was = a.life().ports.store.get('Node', 'a')?.status?.engineID
      a.host.state.info = { ...a.host.state.info, id: ID }
      if (restarts) await a.restart()
      else a.host.breakStream()
      await a.pass(10_000)
      const { engineID, ready } = a.life().ports.store.get('Node', 'a')?.status ?? {}
      deepEqual([engineID, ready, a.newCalls()], [ID, true, []])
      const said = a.life().recorder.events()
      deepEqual(
        said.filter(({ reason }) => reason === 'EngineChanged'),
        [],
      )
      const [about] = said.filter(({ message }) => message.includes(ID))
      equal(about?.message, `its engine has the id ${ID} from now on; it was ${was}`)
    })

  it('is taken for it after a silence in which it was lost, and is never said to be another one', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    await a.pass(10_000)
    a.newCalls()
    a.host.crash()
    await a.pass(60_000)
    equal(getCondition(a.life().ports.store.get('Node', 'a')?.status?.conditions, 'Ready')?.reason, 'NodeLost')
    a.host.state.info = { ...a.host.state.info, id: ID }
    a.host.restart()
    await a.pass(20_000)
    equal(a.life().ports.store.get('Node', 'a')?.status?.engineID, ID)
    deepEqual(
      a
        .life()
        .recorder.events()
        .filter(({ reason }) => reason === 'EngineChanged'),
      [],
    )
  })

  it('is held where it has other data', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    const { store } = a.life().ports
    store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, dataID: 'another' })
    a.host.state.info = { ...a.host.state.info, id: ID }
    await a.restart()
    await a.pass(10_000)
    equal(a.tasks()[0]?.status?.reason, 'EngineChanged')
  })

  it('has none of the data on record of the engine whose place another one was approved to take', async () => {
    const a = aWorld()
    await a.settle()
    const { store } = a.life().ports
    const { engineID, dataID } = store.get('Node', 'a')?.status ?? {}
    store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, engineID: 'E-BEFORE', dataID: 'D-BEFORE' })
    store.putFact('approval', 'Node/a', engineID ?? '')
    await a.restart()
    const recorded = new Set<string>()
    const note = ({ status }: V1Node) => recorded.add(`${status?.engineID} ${status?.dataID}`)
    a.life()
      .ports.store.watch('Node')
      .subscribe(({ after }) => after && note(after))
    await a.settle()
    deepEqual([...recorded], ['E-BEFORE D-BEFORE', `${engineID} undefined`, `${engineID} ${dataID}`])
  })

  it('is not said to be another one before it is listed: the first words of another tell what an approval does', async () => {
    const a = aWorld()
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    const { store } = a.life().ports
    store.putStatus('Node', 'a', { ...store.get('Node', 'a')?.status, engineID: 'E-BEFORE' })
    await a.restart()
    await a.settle()
    const said = a
      .life()
      .recorder.events()
      .filter(({ object, reason }) => object === 'Node/a' && reason === 'EngineChanged')
    deepEqual(
      said.map(({ message }) => /makes nothing anew/.test(message)),
      [true],
    )
  })
})
