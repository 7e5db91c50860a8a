import { deepEqual, equal, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import type { Content } from '../../store/contents/contents.ts'
import { keptEntries } from '../../store/objects/kept.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const template = { image: 'nginx', secrets: [{ secret: 'token' }], configs: [{ config: 'web', target: '/etc/web' }] }

/** What a RECONCILE_HOME has whose key gives these hashes. */
function contentsOf(key: string, { token = 'the bytes' } = {}): ReadonlyMap<string, Content> {
  const content = (text: string) => ({ found: true as const, bytes: Buffer.from(text), hash: `${text} with ${key}` })
  return new Map([
    ['Secret/shop/token', content(token)],
    ['Config/shop/web', content('port 80')],
  ])
}

function declare(a: TestWorld, { replicas = 2, image = 'nginx', movedTo = '' } = {}): void {
  for (const [kind, name] of [
    ['Secret', 'token'],
    ['Config', 'web'],
  ] as const)
    a.declare({ apiVersion: API_VERSION, kind, metadata: { name, namespace: 'shop' }, spec: { file: `/${name}` } })
  a.service('web', { replicas, template: { ...template, image } })
  if (movedTo === '') return
  a.life().ports.store.update('Service', 'shop/web', ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, [annotations.image]: movedTo }
  })
}

describe('another RECONCILE_HOME on the same engine, whose key is another', () => {
  let first: TestWorld

  beforeEach(async () => {
    first = aWorld({ contents: contentsOf('one') })
    declare(first)
    await first.settle()
    await first.life().stop()
  })

  const other = (contents: ReadonlyMap<string, Content>) => aWorld({ over: first.world, contents })

  it('takes over what runs where the bytes are the same', async () => {
    const a = other(contentsOf('two'))
    declare(a)
    await a.settle()
    deepEqual(a.newCalls(), [])
    equal(a.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    declare(a, { replicas: 3 })
    await a.settle()
    equal(a.containers().length, 3)
    // The old directories are collected with the tasks that mount them, by the record of them.
    declare(a, { replicas: 3, image: 'nginx:2' })
    await a.settle()
    const directories = [...a.host.state.files.keys()].map((path) => path.slice(0, path.lastIndexOf('/')))
    equal(new Set(directories).size, 2, directories.join())
  })

  it('rolls out bytes that differ, and a template that differs', async () => {
    for (const [contents, image] of [
      [contentsOf('two', { token: 'others' }), 'nginx'],
      [contentsOf('two'), 'nginx:2'],
    ] as const) {
      const a = other(contents)
      declare(a, { image })
      await a.settle()
      const made = a.newCalls().filter((call) => call.includes('create?name=shop-web'))
      equal(made.length, 2, image)
      await a.life().stop()
    }
  })

  it('rolls out another image under the same tag, though the bytes are the same', async () => {
    const moved = [...first.host.state.images.values()].find(({ tags }) => tags.has('nginx:2'))?.id ?? ''
    const a = other(contentsOf('one'))
    declare(a, { movedTo: moved })
    await a.settle()
    deepEqual(
      a.host.containers().map(({ Image }) => Image),
      [moved, moved],
    )
  })

  it('delivers again to where an adopted container has its bytes from', async () => {
    const a = other(contentsOf('two'))
    declare(a)
    await a.settle()
    for (const path of a.host.state.files.keys()) a.host.byHand.removePath(path)
    a.host.state.files.clear()
    for (const name of ['shop-web-1', 'shop-web-2']) a.host.byHand.kill(name)
    await a.settle()
    deepEqual(a.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    const sources = a.host.containers().flatMap(({ Mounts = [] }) => Mounts.map(({ Source }) => Source ?? ''))
    ok(sources.every((source) => a.host.state.files.has(source)))
  })

  for (const { it: sentence, contents, changes } of [
    { it: 'plans nothing where the bytes are the same', contents: contentsOf('two'), changes: false },
    { it: 'plans what differing bytes take', contents: contentsOf('two', { token: 'others' }), changes: true },
  ])
    it(sentence, async () => {
      const a = other(contents)
      declare(a)
      const { store } = a.life().ports
      const kept = keptEntries(store)
      await a.life().stop()
      const planned = await planOf(a, { kept, declared: store, contents })
      equal(planned.end, 'quiet')
      equal(planned.changes > 0, changes, planned.calls.map(({ path }) => path).join())
    })
})
