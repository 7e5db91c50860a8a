import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { isBeingDeleted } from '../../../../api/v1/metadata.ts'
import { labels } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { all, aRequest, eachHome, serviceText, withEngine } from '../local-core.ts'

const own = { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.kind]: 'Service', [labels.name]: 'old' }
const OLD = { id: 'x', name: 'shop-old-1', image: 'app', labels: own, networks: [], volumes: [] }
const lists = {
  listContainers: async () => [OLD],
  listNetworks: async () => [],
  inspectContainer: async () => ({ Id: 'x', Mounts: [{ Source: '/run/reconcile/default/shop/secrets/key-01/key' }] }),
}

describe('an apply of a home that does not know what runs', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })
  const applied = async (engine: Readonly<Record<string, () => Promise<unknown>>>, more: object = { prune: true }) =>
    await all(apply(withEngine(core, engine), { ...aRequest(core.home, serviceText('web'), {}), ...more }))

  it('leaves it', async () => {
    await applied(lists, {})
    deepEqual([...core.store.list('Service').keys()], ['shop/web'])
  })

  it('deletes it with what it mounts if it is to prune', async () => {
    const events = await applied(lists)
    deepEqual(
      events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : [])),
      ['Service/shop/web created', 'Service/shop/old deleted', 'Secret/shop/key deleted'],
    )
    const old = core.store.get('Service', 'shop/old')
    equal(old && isBeingDeleted(old), true)
  })

  it('deletes a secret that a service does not have any more', async () => {
    const web = { ...OLD, name: 'shop-web-1', labels: { ...own, [labels.name]: 'web' } }
    const events = await applied({ ...lists, listContainers: async () => [web] })
    deepEqual(
      events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : [])),
      ['Service/shop/web created', 'Secret/shop/key deleted'],
    )
  })

  it('names a host that does not answer, and goes on', async () => {
    const silent = new EngineError('Unreachable', { node: 'local', tried: 'list', detail: 'no route' })
    const [first] = await applied({ ...lists, listContainers: () => Promise.reject(silent) })
    match(
      first?.type === 'warning' ? first.message : '',
      /^local does not answer .*no route.*: what it has and no file/,
    )
    deepEqual([...core.store.list('Service').keys()], ['shop/web'])
  })

  it('ends where a host answers and fails at one object, naming that, and deletes nothing', async () => {
    const broken = new EngineError('Internal', { node: 'local', tried: 'inspect container x', detail: 'no layer' })
    const failing = { ...lists, inspectContainer: () => Promise.reject(broken) }
    await rejects(applied(failing), {
      exit: 5,
      message: 'node local does not tell all that it has: inspect container x on local: no layer',
    })
    deepEqual([...core.store.list('Service').keys()], [])
  })

  it('is refused for single services, and planned so', async () => {
    const only = { prune: true, only: { services: ['web'] } }
    const refused = { exit: 2, message: 'what no file declares is pruned of whole stacks, not of single services' }
    await rejects(applied(lists, only), refused)
    const { wait: _, ...request } = aRequest(core.home, serviceText('web'), {})
    await rejects(plan(core, { ...request, ...only }), refused)
  })
})
