import { deepEqual, equal } from 'node:assert/strict'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

describe('a container of docker compose that was stopped before it is adopted', () => {
  /** A process that ends with 0 when it is told to, as nginx does. */
  const polite = { nginx: { ...RUNS, behaviour: { stopCode: 0 } } }

  async function stopped({ remembers }: { readonly remembers: boolean }): Promise<TestWorld> {
    const a = aWorld({ images: polite })
    const compose = composeProject(a.host)
    compose.network()
    compose.container('web', { body: { HostConfig: { RestartPolicy: { Name: 'on-failure' } } } })
    await a.settle(2_000)
    a.host.dropEvents(!remembers)
    a.host.byHand.stop('shop-web-1')
    await a.settle(20_000)
    a.host.dropEvents(false)
    await a.life().stop()
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('web', { template: { image: 'nginx' } })
    return a
  }

  it('starts, as its engine remembers who stopped it, and its plan shows that', async () => {
    const a = await stopped({ remembers: true })
    const { calls } = await planOf(a, { interest: { projects: new Set(['shop']) } })
    deepEqual(
      calls.map(({ path, reason }) => `${path} ${reason}`),
      ['/containers/shop-web-1/start it was stopped by hand'],
    )
    await a.restart()
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running'])
    equal(a.newCalls().length, 1)
  })

  it('is said to have ended unseen where its engine does not remember', async () => {
    const a = await stopped({ remembers: false })
    await a.restart()
    await a.settle()
    deepEqual(
      a.tasks().map(({ status }) => status?.reason),
      ['EndedUnseen'],
    )
  })
})
