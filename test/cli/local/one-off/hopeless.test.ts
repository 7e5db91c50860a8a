import { equal, match, ok } from 'node:assert/strict'
import { isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { stopService } from '../../../../controllers/holds/stop.ts'
import { composeProject } from '../../../support/compose-project.ts'
import { aWorld, RUNS, type TestWorld } from '../../../support/world.ts'
import { madeIn } from './made-in.ts'

/** What comes of a command of `shop/api`, and after how long, ms. */
async function ran(a: TestWorld): Promise<{ readonly ended: unknown; readonly afterMs: number }> {
  const began = a.world.clock.now()
  const made = madeIn(a, 'api').catch((error: unknown) => error)
  let afterMs: number | undefined
  void made.finally(() => (afterMs = a.world.clock.now() - began))
  while (afterMs === undefined) {
    await a.pass(100)
    await new Promise(setImmediate)
  }
  return { ended: await made, afterMs }
}

function declare(a: TestWorld): void {
  a.service('db', { template: { image: 'nginx' } })
  a.service('api', { template: { image: 'nginx' }, dependsOn: [{ service: 'db' }] })
}

/** Beside the network of the project. */
const alone = { body: { HostConfig: { NetworkMode: 'host' }, NetworkingConfig: { EndpointsConfig: {} } } }

describe('a one-off container of a service whose dependency does not come up', () => {
  for (const runs of ['all of the project', 'the service alone'])
    it(`ends within seconds where docker compose runs ${runs}, and says how to go on`, async () => {
      const a = aWorld()
      const compose = composeProject(a.host)
      if (runs === 'all of the project') compose.network()
      compose.container('db', runs === 'all of the project' ? {} : alone)
      declare(a)
      await a.settle(5_000)
      const { ended, afterMs } = await ran(a)
      ok(isInstallationError(ended), JSON.stringify(ended))
      equal(ended.exit, 1)
      match(
        ended.message,
        /^service api of shop can't be run: docker compose runs project shop, which holds up Service shop\/db/,
      )
      match(ended.remedy ?? '', /`reconcile adopt shop` with the same files .*; or run without .*: --no-deps$/)
      ok(afterMs < 10_000, `${afterMs} ms`)
    })

  it('is made once what was in its way is gone, and once what was stopped is started', async () => {
    const a = aWorld({ images: { nginx: { ...RUNS, behaviour: { healthyAfterMs: 3_000 } } } })
    const compose = composeProject(a.host)
    compose.container('db', alone)
    declare(a)
    await a.settle(5_000)
    a.host.byHand.remove('shop-db-1')
    match(JSON.stringify((await ran(a)).ended), /"type":"made"/)
    stopService(a.life().ports.store, 'shop/db', { now: a.world.clock.now() })
    await a.settle(60_000)
    match(JSON.stringify((await ran(a)).ended), /starting db, which was stopped.*"type":"made"/)
  })
})
