import { deepEqual } from 'node:assert/strict'
import { type AdoptedLabels, adoptedEngine } from '../../engine/adopted.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld } from '../support/world.ts'

const ours = { 'reconcile.dev/installation': 'default' }
const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'look' }

describe('an engine that shows adopted objects', () => {
  const a = aWorld()
  const compose = composeProject(a.host)
  compose.network()
  compose.volume('data')
  const [web, api] = [compose.container('web'), compose.container('api')]
  compose.container('web', { name: 'blog-web-1', project: 'blog' })
  const engineOf = (more: Partial<AdoptedLabels> = {}) =>
    adoptedEngine(a.host.engine(), {
      ...{ isUsed: () => true, mayBecome: () => false, network: () => ours },
      ...{ container: (id: string) => (id === web ? ours : undefined), volume: () => ours, ...more },
    })
  /** Lets time pass until a simulated engine has answered a call. */
  const answer = async <T>(asked: Promise<T>): Promise<T> => {
    await a.settle(1_000)
    return await asked
  }

  it('finds them by labels that they do not have, and shows them with these', async () => {
    const asked = { labels: ['reconcile.dev/installation=default'] }
    const listed = await answer(engineOf().listContainers(asked, run))
    deepEqual(
      listed.map(({ id }) => id),
      [web],
    )
    const { Config } = await answer(engineOf().inspectContainer({ id: web }, run))
    deepEqual(Config.Labels?.['reconcile.dev/installation'], 'default')
    const [network] = await answer(engineOf().listNetworks({}, run))
    const volume = await answer(engineOf().inspectVolume({ name: 'shop_data' }, run))
    deepEqual(
      [network?.Labels, volume.Labels].map((own) => own?.['reconcile.dev/installation']),
      ['default', 'default'],
    )
  })

  it('shows beside them what may be adopted to who asks for such, and nothing else', async () => {
    const mayBecome: AdoptedLabels['mayBecome'] = (own) => own['com.docker.compose.project'] === 'shop'
    const engine = engineOf({ mayBecome })
    const asked = { labels: ['reconcile.dev/installation=default'] }
    const found = async (args: typeof asked & { readonly adoptable?: boolean }) =>
      (await answer(engine.listContainers(args, run))).map(({ id }) => id).sort()
    deepEqual(await found({ ...asked, adoptable: true }), [web, api].sort())
    deepEqual(await found(asked), [web])
    deepEqual(await found({ labels: ['reconcile.dev/kind=OneOff'] }), [])
  })

  it('asks the engine as ever where nothing was adopted', async () => {
    const asked = { labels: ['reconcile.dev/installation=default'] }
    deepEqual(await answer(engineOf({ isUsed: () => false }).listContainers(asked, run)), [])
  })
})
