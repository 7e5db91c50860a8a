import { equal, match } from 'node:assert/strict'
import type { RunRequest } from '../../../../api/v1/installation/one-off.ts'
import { aWorld } from '../../../support/world.ts'
import { madeIn } from './made-in.ts'

describe('a one-off container while one of the hosts is silent from the start', () => {
  async function halfSilent() {
    const a = aWorld({ nodes: ['a', 'b'] })
    a.service('web', { template: { image: 'nginx' } })
    await a.settle()
    a.service('db', { template: { image: 'nginx' }, placement: { constraints: ['node.name==b'] } })
    await a.settle()
    a.service('needs-db', { replicas: 0, template: { image: 'nginx' }, dependsOn: [{ service: 'db' }] })
    await a.settle()
    equal(a.tasks().find(({ spec }) => spec.service === 'db')?.spec.node, 'b')
    a.world.hosts.get('b')?.crash()
    await a.restart()
    await a.settle(5_000)
    return async (name: string, more: Partial<RunRequest> = {}) => {
      const made = madeIn(a, name, more).catch((error: Error) => error.message)
      let isOver = false
      void made.finally(() => (isOver = true))
      while (!isOver) {
        await a.settle(1_000)
        await new Promise(setImmediate)
      }
      return JSON.stringify(await made)
    }
  }

  it('is made on another one, even of a service whose task is there', async () => {
    const run = await halfSilent()
    match(await run('web'), /"type":"made".*"node":"a"/)
    match(await run('db'), /"type":"made".*"node":"a"/)
  })

  it('is refused where what it depends on is there, unless it is to run without', async () => {
    const run = await halfSilent()
    match(await run('needs-db'), /the engine of node b can't be reached/)
    match(await run('needs-db', { noDeps: true }), /"type":"made".*"node":"a"/)
  })
})
