import { deepEqual, equal } from 'node:assert/strict'
import { watchRollouts } from '../../plan/rollouts.ts'
import { aWorld } from '../support/world.ts'

describe('an update that is to start first, of what has a port of the host', () => {
  it('says while it is under way that the old task stops first', async () => {
    const world = aWorld()
    const declare = (image: string, hostPort?: number) =>
      world.service('web', {
        template: { image, ports: [{ containerPort: 80, ...(hostPort ? { hostPort } : {}) }] },
        updateStrategy: { order: 'StartFirst' },
      })
    const said: (string | undefined)[][] = []
    const { store } = world.life().ports
    const planned = watchRollouts(store, world.world.clock)
    store.watch('Service').subscribe(({ after }) => {
      const { state, message } = after?.status?.rollout ?? {}
      if (said.at(-1)?.[0] !== state || said.at(-1)?.[1] !== message) said.push([state, message])
    })
    declare('nginx', 8080)
    await world.settle()
    declare('nginx:2', 8080)
    await world.settle()
    declare('nginx:2')
    await world.settle()
    const why = 'the old task stops first, in spite of StartFirst: one task at a time can have its host port'
    deepEqual(
      said.filter(([state]) => state !== undefined),
      [
        ['Progressing', undefined],
        ['Completed', undefined],
        ['Progressing', why],
        ['Completed', undefined],
        ['Progressing', undefined],
        ['Completed', undefined],
      ],
    )
    equal(planned.seen()[0]?.note, why, 'and a plan says it as well')
  })
})
