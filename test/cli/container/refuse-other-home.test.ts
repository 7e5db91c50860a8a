import { doesNotReject, equal, rejects } from 'node:assert/strict'
import { labels } from '../../../api/v1/labels.ts'
import { refuseOtherHome } from '../../../cli/container/refuse-other-home.ts'
import type { ContainerInspect, ContainerState, ContainerSummary } from '../../../engine/types/container.ts'

const HOME = '/var/lib/reconcile'
const own = {
  id: 'new',
  name: 'serve',
  labels: { [labels.installation]: 'default', [labels.stack]: 'reconcile', [labels.name]: 'serve' },
  mounts: [{ type: 'volume', source: 'home', destination: HOME }],
}
const run = { signal: new AbortController().signal, object: 'Node/local', reason: 'test' }

/** Begins beside another container of the same service, with its home there; `asked` are the labels that were looked for. */
function beside(Name: string, state: ContainerState, asked: string[] = []) {
  const inspected = { Id: 'old', Name: '/serve-1', Mounts: [{ Type: 'volume', Name, Destination: HOME }] }
  const engine = {
    async listContainers({ labels: wanted = [] }: { readonly labels?: readonly string[] }) {
      asked.push(...wanted)
      return [
        { id: 'old', state },
        { id: 'new', state: 'running' },
      ] as unknown as readonly ContainerSummary[]
    },
    inspectContainer: async () => inspected as unknown as ContainerInspect,
  }
  return { engine, run }
}

describe('a container that begins beside another of its service', () => {
  it('goes on where both keep the state in one place', async () => {
    const asked: string[] = []
    await doesNotReject(refuseOtherHome(own, HOME, beside('home', 'running', asked)))
    equal(asked.join(), 'reconcile.dev/installation=default,reconcile.dev/stack=reconcile,reconcile.dev/name=serve')
  })

  it('is refused where the other keeps it elsewhere: both would act (S11)', async () => {
    const words = /^serve-1 runs, and keeps its state in other, this container in home: both would act/
    await rejects(refuseOtherHome(own, HOME, beside('other', 'running')), { message: words })
  })

  it('goes on where the other does not run', async () => {
    await doesNotReject(refuseOtherHome(own, HOME, beside('other', 'exited')))
  })

  it('asks nothing where it is no task', async () => {
    const asked: string[] = []
    await refuseOtherHome({ ...own, labels: {} }, HOME, beside('other', 'running', asked))
    equal(asked.length, 0)
  })
})
