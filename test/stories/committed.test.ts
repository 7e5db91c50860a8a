import { deepEqual } from 'node:assert/strict'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }

/** What `docker commit shop-web-1 debug` and `docker run --name NAME debug` come to: the image has the labels of the task's container. */
function runCommitted(a: TestWorld, name: string): void {
  const there = [...(a.life().ports.inventory.host('a')?.containers.values() ?? [])]
  const made = there.find(({ Name }) => Name === '/shop-web-1')
  a.host.byHand.addImage('debug', { config: { ...RUNS.config, Labels: made?.Config.Labels ?? {} } })
  a.host.byHand.run(name, { Image: 'debug' })
}

describe('what somebody runs of an image that `docker commit` made of a task', () => {
  it('is left alone, whatever becomes of the task (S4)', async () => {
    const a = await aRunning({ template: { image: 'app:1' } }, { images })
    runCommitted(a, 'aside')
    await a.settle()
    deepEqual(a.containers(), ['aside running', 'shop-web-1 running'])
    a.host.byHand.kill('shop-web-1')
    await a.settle()
    deepEqual(a.containers(), ['aside running', 'shop-web-1 running'])
    a.service('web', { template: { image: 'app:2' } })
    await a.settle()
    deepEqual(
      [a.containers(), a.imagesRunning()],
      [
        ['aside running', 'shop-web-1 running'],
        ['app:2', 'debug'],
      ],
    )
    await a.restart()
    await a.settle()
    a.life().ports.store.delete('Service', 'shop/web')
    await a.settle()
    deepEqual(a.containers(), ['aside running'])
  })

  it('does not take the place of one that was stopped', async () => {
    const a = await aRunning({ template: { image: 'app:1' } }, { images })
    const [before] = a.tasks()
    runCommitted(a, 'aside')
    a.host.byHand.remove('shop-web-1')
    await a.settle()
    deepEqual(a.containers(), ['aside running', 'shop-web-1 running'])
    deepEqual(a.tasks()[0]?.metadata.uid, before?.metadata.uid)
  })

  it('is left alone under a name that goes with the task as well', async () => {
    const a = await aRunning({ template: { image: 'app:1' } }, { images })
    runCommitted(a, 'shop-web-1.debug')
    await a.settle()
    a.host.byHand.kill('shop-web-1')
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running', 'shop-web-1.debug running'])
  })

  it('is no reason to take a container for anybody else that a person renamed', async () => {
    const a = await aRunning({ template: { image: 'app:1' } }, { images })
    a.host.byHand.rename('shop-web-1', 'mine')
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running'])
  })
})
