import { deepEqual, equal, match } from 'node:assert/strict'
import { deleteNamed, stopNamed } from '../../../../cli/local/one-off/end-named.ts'
import type { ObjectRef } from '../../../../api/v1/metadata.ts'
import { oneOffsOf } from '../../../support/compose-project.ts'
import { aWorld, type TestWorld } from '../../../support/world.ts'
import { all, aCore } from '../local-core.ts'

const { signal } = new AbortController()

describe('one-off containers that a request names', () => {
  const task = (name: string): ObjectRef => ({ kind: 'Task', namespace: 'shop', name })
  const acted = async (verb: 'stop' | 'delete', refs: readonly ObjectRef[], before?: (a: TestWorld) => void) => {
    const a = aWorld({ nodes: ['a', 'b'] })
    oneOffsOf(a.host, [
      ['shop', 'web'],
      ['shop', 'db'],
      ['news', 'web'],
    ])
    // By its name, and not one of ours (S4).
    a.host.byHand.run('mine', { Image: 'nginx' })
    const core = {
      ...{ ...aCore('/nowhere'), store: a.life().ports.store, clock: a.world.clock },
      engines: async () => new Map([...a.world.hosts].map(([node, host]) => [node, host.engine()])),
    }
    before?.(a)
    const request = { refs, volumes: false, wait: true, signal }
    const said = all(verb === 'stop' ? stopNamed(core, request) : deleteNamed(core, request)).then(
      (events) =>
        events.map((each) =>
          each.type === 'resource' ? `${each.object} ${each.change}` : each.type === 'outcome' ? each.message : '',
        ),
      (error: Error) => [error.message],
    )
    let isOver = false
    void said.finally(() => (isOver = true))
    while (!isOver) {
      await a.settle(1_000)
      await new Promise(setImmediate)
    }
    return { said: await said, left: a.containers() }
  }
  const named = async (verb: 'stop' | 'delete', ...names: readonly string[]) => await acted(verb, names.map(task))
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

  it('may be on a host that does not answer, and are then not said to be missing', async () => {
    const silent = (a: TestWorld) => a.world.hosts.get('b')?.crash()
    for (const verb of ['stop', 'delete'] as const) {
      const { said, left } = await acted(verb, [task('shop-web-run-1'), task('shop-web-run-2')], silent)
      match(said.join(), /^the engine of node b can't be reached/)
      deepEqual(left, [...others, 'shop-web-run-1 running'])
      deepEqual((await acted(verb, [task('shop-web-run-1')], silent)).said.length, 2)
    }
  })

  it('go on where the rest of the request is refused', async () => {
    for (const verb of ['stop', 'delete'] as const) {
      const { said, left } = await named(verb, 'shop-web-run-1', 'mine')
      match(said.join(), /^Task shop\/mine is no service$|^a Task is made by reconcile/i)
      deepEqual(left, [...others, 'shop-web-run-1 running'])
    }
  })

  it('are stopped where they are paused', async () => {
    const { said } = await acted('stop', [task('shop-web-run-1')], ({ host }) => host.byHand.pause('shop-web-run-1'))
    equal(said[0], 'Container/shop/shop-web-run-1 stopped')
  })
})
