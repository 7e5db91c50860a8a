import { deepEqual, match } from 'node:assert/strict'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRenewal, askRestart } from '../../controllers/service/restart.ts'
import { anonymousVolumes } from '../../engine/container/anonymous-volumes.ts'
import { aWorld } from '../support/world.ts'

const KEY = 'shop/db'
const images = { 'db:1': { config: { Cmd: ['serve'], Volumes: { '/data': {} } } } }

describe('an anonymous volume that a new container was to take over', () => {
  async function running() {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    await world.settle()
    const [container] = world.host.containers()
    const said = () =>
      world
        .life()
        .recorder.events()
        .filter(({ reason }) => reason === 'VolumeGone')
    const store = world.life().ports.store
    const now = () => world.world.clock.now()
    return { ...world, store, now, said, name: (container && anonymousVolumes(container)['/data']) ?? '' }
  }

  for (const how of ['by itself while its service is stopped', 'together with its container'])
    it(`is told once where somebody has removed it ${how}`, async () => {
      const { store, now, name, said, host, settle, containers } = await running()
      if (how.startsWith('together')) host.byHand.remove('shop-db-1')
      else {
        stopService(store, KEY, { now: now() })
        await settle()
        startService(store, KEY)
      }
      host.byHand.removeVolume(name)
      await settle()
      deepEqual(containers(), ['shop-db-1 running'])
      askRestart(store, KEY, now())
      await settle()
      const [{ object, type, count, message } = {}, ...others] = said()
      deepEqual([object, type, count, others], [`Service/${KEY}`, 'Warning', 1, []])
      const words = `^db-1-\\w+ begins with an empty volume at /data: its anonymous volume ${name} is not on a any more`
      match(message ?? '', new RegExp(words))
    })

  for (const [how, ask] of [
    ['taken over', askRestart],
    ['renewed', askRenewal],
  ] as const)
    it(`is not told where it is ${how}`, async () => {
      const { store, now, said, settle } = await running()
      ask(store, KEY, now())
      await settle()
      deepEqual(said(), [])
    })
})
