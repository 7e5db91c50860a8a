import { deepEqual, equal } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { startReal, type RealInstallation } from '../../support/real.ts'
import { startProxy, type EngineProxy } from '../../support/proxy.ts'

const template = {
  image: 'busybox:1.36',
  args: ['sleep', '1000'],
  stopGracePeriodSeconds: 0,
  resources: { limits: { memoryBytes: 64 << 20 } },
}

describe('on a real engine, drift by hand is healed', function () {
  this.timeout(180_000)
  let lab: Lab
  let proxy: EngineProxy
  let real: RealInstallation

  before(async () => {
    lab = await startLab()
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
    const engine = lab.hosts[0].socket
    proxy = await startProxy({ socket: `${engine}.proxy`, engine })
    real = await startReal(`${engine}.proxy`)
    real.service('web', { replicas: 2, template })
    await real.until('the service is complete', () => rollout(real) === 'Completed')
  })

  after(async () => {
    await real?.stop()
    await proxy?.close()
    await lab?.down()
  })

  /** What is done by hand goes to the engine itself. */
  const docker = (...args: string[]) => promisify(execFile)('docker', ['-H', `unix://${lab.hosts[0].socket}`, ...args])

  for (const { it: sentence, hand, calls } of [
    { it: 'stopped', hand: ['stop', '-t', '0', 'shop-web-1'], calls: ['POST /containers/X/start'] },
    { it: 'killed', hand: ['kill', 'shop-web-1'], calls: ['POST /containers/X/start'] },
    { it: 'removed', hand: ['rm', '-f', 'shop-web-1'], calls: ['POST /containers/create', 'POST /containers/X/start'] },
    { it: 'paused', hand: ['pause', 'shop-web-1'], calls: ['POST /containers/X/unpause'] },
    {
      it: 'disconnected',
      hand: ['network', 'disconnect', 'shop_default', 'shop-web-1'],
      calls: ['POST /networks/X/connect'],
    },
    {
      it: 'given another memory limit',
      hand: ['update', '--memory', '32m', '--memory-swap', '64m', 'shop-web-1'],
      calls: ['POST /containers/X/update'],
    },
    { it: 'renamed', hand: ['rename', 'shop-web-1', 'mine'], calls: ['POST /containers/X/rename'] },
  ])
    it(sentence, async () => {
      const before = proxy.writes().length
      await docker(...hand)
      await real.until('it was healed', () => proxy.writes().length >= before + calls.length && isWell(real))
      deepEqual(
        proxy
          .writes()
          .slice(before)
          .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/[0-9a-f]{64}/, 'X')}`),
        calls,
      )
    })

  it('and deleted, it leaves nothing', async () => {
    real.ports.store.delete('Service', 'shop/web')
    await real.until('it is gone', () => real.ports.store.list('Stack').size === 0)
    const { stdout } = await docker('ps', '-aq')
    equal(stdout, '')
    equal((await docker('network', 'ls', '-q', '-f', 'name=shop')).stdout, '')
  })
})

function rollout(real: RealInstallation): string | undefined {
  return real.ports.store.get('Service', 'shop/web')?.status?.rollout?.state
}

function isWell(real: RealInstallation): boolean {
  return (
    real.ports.store.get('Service', 'shop/web')?.status?.readyReplicas === 2 &&
    real.tasks().every((task) => task.status?.containerName === task.spec.containerName)
  )
}
