import { deepEqual, equal } from 'node:assert/strict'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld } from '../support/world.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }

/** An adopted project, of which docker compose makes a container anew: under another name, before it stops and removes the old one. */
async function recreated() {
  const a = aWorld()
  const compose = composeProject(a.host)
  compose.network()
  const old = compose.container('web')
  consent(a.life().ports.store, 'shop', a.world.clock.now())
  a.service('web', { template })
  await a.settle()
  const unnamed = `${old.slice(0, 12)}_shop-web-1`
  const made = compose.container('web', { name: unnamed, isStarted: false })
  a.host.byHand.stop('shop-web-1')
  await a.settle(1_000)
  a.newCalls()
  a.host.byHand.remove('shop-web-1')
  await a.settle(1_000)
  return { ...a, unnamed, made }
}

describe('a container of an adopted project that docker compose makes anew', () => {
  it('is left to docker compose to name, whose own call would fail else', async () => {
    const { newCalls, host, unnamed, made, settle, containers, tasks } = await recreated()
    deepEqual([newCalls(), containers()], [[], [`${unnamed} created`]])
    host.byHand.rename(unnamed, 'shop-web-1')
    equal(await settle(), 'quiet')
    deepEqual([newCalls(), containers()], [[`POST /containers/${made}/start`], ['shop-web-1 running']])
    equal(tasks().length, 1)
  })

  it('is named and started after a while where that came to nothing', async () => {
    const { newCalls, made, settle, containers } = await recreated()
    equal(await settle(), 'quiet')
    deepEqual(
      [newCalls(), containers()],
      [
        [`POST /containers/${made}/rename?name=shop-web-1`, `POST /containers/shop-web-1/start`],
        ['shop-web-1 running'],
      ],
    )
  })
})
