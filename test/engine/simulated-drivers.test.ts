import { deepEqual, equal, match } from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost, type SimulatedHost } from '../../engine/simulated/host.ts'
import { seedHost } from '../../engine/simulated/seed.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'

describe('what a simulated engine has beside its own', () => {
  const aHost = (info: Partial<EngineInfo>, apiVersion = '1.51'): SimulatedHost => {
    const random = seededRandom(1)
    const clock = virtualClock({ random, start: 0 })
    const images = { 'web:1': { config: { Cmd: ['web'] } } }
    return createSimulatedHost({ node: 'a', clock, random, images, info, apiVersion })
  }
  const wordsOf = (act: () => unknown): string => {
    try {
      act()
    } catch (error) {
      return (error as Error).message
    }
    return 'taken'
  }
  const networkOf = (info: Partial<EngineInfo>, Driver: string) =>
    wordsOf(() => aHost(info).byHand.createNetwork({ Name: 'net', Driver }))

  it('are the drivers of networks that it lists: of plugins with their tags, and overlay in a swarm', () => {
    const pluginsNetwork = ['bridge', 'host', 'null', 'overlay', 'weave/net:latest']
    equal(networkOf({ pluginsNetwork }, 'weave/net'), 'taken')
    equal(networkOf({ pluginsNetwork }, 'weave/net:latest'), 'taken')
    equal(networkOf({ pluginsNetwork, swarmManager: true }, 'overlay'), 'taken')
    match(networkOf({ pluginsNetwork }, 'overlay'), /not a swarm manager/)
    equal(networkOf({ pluginsNetwork }, 'calico'), 'plugin "calico" not found')
    equal(networkOf({ pluginsNetwork }, 'host'), 'only one instance of "host" network is allowed')
  })

  const body = { Name: 'data', Driver: 'rclone', DriverOpts: { remote: 'bucket' } }

  it('are the drivers of volumes that it lists, with options of their own', () => {
    const host = aHost({ pluginsVolume: ['local', 'rclone'] })
    host.byHand.createVolume(body)
    deepEqual(host.state.volumes.get('data')?.inspect.Driver, 'rclone')
    match(
      wordsOf(() => aHost({}).byHand.createVolume(body)),
      /plugin "rclone" not found/,
    )
  })

  it('is any driver of volumes on a copy of a real one, which lists only those that it uses', () => {
    const host = aHost({})
    seedHost(host, { containers: [], networks: [], volumes: [], images: [] })
    equal(
      wordsOf(() => host.byHand.createVolume(body)),
      'taken',
    )
  })

  it('are images as mounts, from API 1.48 on, of what is on the host', () => {
    const mounted = (Source: string, apiVersion?: string) => {
      const Mounts = [{ Type: 'image', Source, Target: '/site' }]
      return wordsOf(() => aHost({}, apiVersion).byHand.run('web', { Image: 'web:1', HostConfig: { Mounts } }))
    }
    equal(mounted('web:1'), 'taken')
    equal(mounted('site:1'), 'No such image: site:1')
    equal(mounted('web:1', '1.47'), 'invalid mount config for type "image": mount type unknown')
  })
})
