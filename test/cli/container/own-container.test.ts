import { equal, rejects } from 'node:assert/strict'
import { findOwnContainer } from '../../../cli/container/own-container.ts'
import { EngineError } from '../../../engine/errors.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'

const run = { signal: new AbortController().signal, object: 'Node/local', reason: 'test' }
const mount = (Destination: string) => ({ Type: 'bind', Source: '/x', Destination })

/** What is found among these containers, by id with their mounts' places, for a process with these mount points. */
function find(ids: readonly string[], points: readonly string[], there: Readonly<Record<string, readonly string[]>>) {
  const engine = {
    async inspectContainer({ id }: { readonly id: string }) {
      const places = there[id]
      if (!places) throw new EngineError('NotFound', { node: 'local', tried: 'inspect', detail: 'No such container' })
      return { Id: id, Name: `/${id}`, Config: {}, Mounts: places.map(mount) } as unknown as ContainerInspect
    },
  }
  const real = (path: string) => path.replace('/var/run/', '/run/')
  return findOwnContainer({ ids, points: new Set(points) }, { engine, run, real })
}

describe('our own container', () => {
  it('is the one of that id', async () => {
    const own = await find(['a'], ['/', '/run/docker.sock', '/srv'], { a: ['/var/run/docker.sock', '/srv'] })
    equal(own?.name, 'a')
  })

  it("is none where the engine does not know the id: it is another host's", async () => {
    equal(await find(['a'], ['/', '/srv'], {}), undefined)
  })

  it('is not the one whose network it shares, and nothing is done on a guess', async () => {
    const sharing = () => find(['vpn'], ['/', '/srv'], { vpn: ['/config'] })
    await rejects(sharing, /which container this is can't be told: its network is that of vpn/)
  })
})
