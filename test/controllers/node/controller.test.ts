import { equal } from 'node:assert/strict'
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
})
