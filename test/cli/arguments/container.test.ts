import { deepEqual, rejects } from 'node:assert/strict'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { locateContainer } from '../../../cli/arguments/container.ts'
import { parseName } from '../../../cli/arguments/references.ts'

describe('a name that may be of a one-off container', () => {
  const { signal } = new AbortController()
  const oneOff = { stack: 'shop', service: 'web', name: 'once', node: 'local', state: 'running', image: 'web' }
  const installation = {
    get: async ({ kind, name }: { kind: string; name: string }) =>
      kind === 'Service' && name === 'web' ? { kind, metadata: { namespace: 'shop', name } } : undefined,
    list: async () => ({ items: [] }),
    oneOffs: async ({ stack }: { stack?: string }) => (stack === undefined || stack === 'shop' ? [oneOff] : []),
  } as unknown as Installation
  const locate = (word: string, stack?: string) => locateContainer(installation, parseName(word), { stack, signal })
  const task = { kind: 'Task', namespace: 'shop', name: 'once' } as const

  it('means a service first', async () =>
    deepEqual(await locate('web', 'shop'), { kind: 'Service', namespace: 'shop', name: 'web' }))
  it('means the container', async () => deepEqual(await locate('once', 'shop'), task))
  it('means it in any stack', async () => deepEqual(await locate('once'), task))
  it('means it as a task', async () => deepEqual(await locate('task/shop/once', 'blog'), task))
  it('says what there is', async () =>
    rejects(locate('onec', 'shop'), { remedy: /reconcile get services,tasks`.*; the one-off containers are once$/ }))
  it('means none of another stack', async () => rejects(locate('once', 'blog'), { message: /no service or task once/ }))
  it('means no service', async () => rejects(locate('service/once', 'shop'), { message: /no service once/ }))
})
