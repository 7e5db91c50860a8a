import { deepEqual } from 'node:assert/strict'
import { deleteNamed, stopNamed } from '../../../../cli/local/one-off/end-named.ts'
import type { ObjectRef } from '../../../../api/v1/metadata.ts'
import { oneOffsOf } from '../../../support/compose-project.ts'
import { aWorld } from '../../../support/world.ts'
import { all, aCore } from '../local-core.ts'

const { signal } = new AbortController()

describe('one-off containers that a request names', () => {
  const named = async (verb: 'stop' | 'delete', ...names: readonly string[]) => {
    const a = aWorld()
    oneOffsOf(a.host, [
      ['shop', 'web'],
      ['shop', 'db'],
      ['news', 'web'],
    ])
    // By its name, and not one of ours (S4).
    a.host.byHand.run('mine', { Image: 'nginx' })
    const core = {
      ...{ ...aCore('/nowhere'), store: a.life().ports.store, clock: a.world.clock },
      engines: async () => new Map([['a', a.host.engine()]]),
    }
    const refs = names.map((name): ObjectRef => ({ kind: 'Task', namespace: 'shop', name }))
    const request = { refs, volumes: false, wait: true, signal }
    const said = all(verb === 'stop' ? stopNamed(core, request) : deleteNamed(core, request)).then(
      (events) =>
        events.map((each) =>
          each.type === 'resource' ? `${each.object} ${each.change}` : each.type === 'outcome' ? each.message : '',
        ),
      (error: Error) => [error.message],
    )
    await a.settle()
    return { said: await said, left: a.containers() }
  }
  const others = ['mine running', 'news-web-run-1 running', 'shop-db-run-1 running']

  it('are stopped, and stay there', async () =>
    deepEqual(await named('stop', 'shop-web-run-1'), {
      said: ['Container/shop/shop-web-run-1 stopped', 'Container/shop/shop-web-run-1 is stopped'],
      left: [...others, 'shop-web-run-1 exited'],
    }))

  it('are removed', async () =>
    deepEqual(await named('delete', 'shop-web-run-1', 'shop-db-run-1'), {
      said: [
        'Container/shop/shop-web-run-1 deleted',
        'Container/shop/shop-db-run-1 deleted',
        '2 containers are deleted',
      ],
      left: others.slice(0, 2),
    }))

  it('are those of the stack alone, and none of others', async () => {
    const { left } = await named('delete', 'news-web-run-1', 'mine')
    deepEqual(left, [...others, 'shop-web-run-1 running'])
  })
})
