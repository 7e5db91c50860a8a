import { deepEqual, rejects } from 'node:assert/strict'
import { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { locateContainer } from '../../../cli/arguments/container.ts'
import { locateAll, type Named, parseName } from '../../../cli/arguments/references.ts'

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
  it('may be of one whose engine does not answer, and then nobody knows', async () => {
    const unreached = new InstallationError(5, "the engine of node b can't be reached: gone", { remedy: 'start it' })
    const silent = {
      ...installation,
      list: async (kind: string) => ({ items: kind === 'Service' ? [{ kind, metadata: { name: 'web' } }] : [] }),
      oneOffs: async ({ name }: { name?: string }) => {
        if (name !== undefined && name !== 'once') throw unreached
        return [oneOff]
      },
    } as unknown as Installation
    const find = (named: Named) => locateContainer(silent, named, { stack: 'shop', signal })
    deepEqual(await find({ name: 'once' }), task)
    for (const ignoreNotFound of [false, true])
      await rejects(locateAll([{ name: 'wbe' }], find, { ignoreNotFound }), {
        exit: 5,
        message:
          "whether wbe is a one-off container is not known: the engine of node b can't be reached: gone; there is no service or task wbe in stack shop; did you mean web?",
        remedy: /^start it; see what there is/,
      })
    await rejects(find({ kind: 'Service', name: 'wbe' }), { exit: 1, reason: 'NotFound' })
  })
  it('says what there is', async () =>
    rejects(locate('onec', 'shop'), { remedy: /reconcile get services,tasks`.*; the one-off containers are once$/ }))
  it('means none of another stack', async () => rejects(locate('once', 'blog'), { message: /no service or task once/ }))
  it('means no service', async () => rejects(locate('service/once', 'shop'), { message: /no service once/ }))
})
