import { deepEqual, rejects } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../cli/local/apply.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import { readApplied } from '../../../cli/local/desired.ts'
import { createObject } from '../../../cli/local/objects/create-object.ts'
import { deleteObject } from '../../../cli/local/objects/delete-object.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { restoreApplied } from '../../../cli/local/applied/restore-applied.ts'
import { aCore, all, aRequest, eachHome, serviceText, waitingForStorage, withEngine } from './local-core.ts'

const { signal } = new AbortController()
const both = `${serviceText('web')}---\n${serviceText('api')}`

describe('what is deleted while storage writes its declaration', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  const stack = { stack: 'shop' }
  const api = { refs: [{ kind: 'Service', namespace: 'shop', name: 'api' } as const] }
  /** What a start would take again that finds no state. */
  const comesAgain = async () => {
    await restoreApplied(core, () => undefined)
    return [...core.store.list('Service').keys(), ...core.store.list('Config').keys()]
  }
  const meanwhile = async (declare: (slow: Core) => Promise<unknown>, deleted: typeof stack | typeof api) => {
    const slow = waitingForStorage(core)
    const declaring = declare(slow.core)
    await slow.isAsked
    await all(remove(core, { ...deleted, volumes: false, wait: false, signal }))
    slow.goOn()
    await declaring
  }
  const applied = (slow: Core) => all(apply(slow, aRequest(core.home, both, {})))
  const only = (slow: Core) => all(apply(slow, { ...aRequest(core.home, both, {}), only: { services: ['api'] } }))
  const created = (slow: Core) => {
    const metadata = { name: 'a', namespace: 'shop' }
    const object = { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata, spec: { content: 'x' } }
    return createObject(slow, { kind: 'Config', namespace: 'shop', object })
  }

  for (const [what, declare] of [
    ['an apply', applied],
    ['an apply of a single service', only],
    ['an object over the API', created],
  ] as const)
    it(`does not come again: the stack of ${what}`, async () => {
      await meanwhile(declare, stack)
      deepEqual(await comesAgain(), [])
    })

  it('does not come again: a service by its name', async () => {
    await meanwhile(applied, api)
    deepEqual(
      readApplied(`${core.home}/desired`).map(({ deleted }) => deleted),
      [['Service/shop/api']],
    )
  })
})

describe('what is changed while engines are asked whether it may be deleted', () => {
  let core: Core
  eachHome(async (made) => {
    core = made
    await all(apply(core, aRequest(core.home, both, {})))
  })

  it('stays, where another version of it was meant', async () => {
    const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const
    const { resourceVersion = '' } = core.store.get('Service', 'shop/web')?.metadata ?? {}
    const listContainers = async () => {
      core.store.update('Service', 'shop/web', ({ spec }) => void (spec.replicas = 2))
      return []
    }
    await rejects(deleteObject(withEngine(core, { listContainers }), { ref, resourceVersion }), /was changed meanwhile/)
    deepEqual(core.store.get('Service', 'shop/web')?.metadata.deletionTimestamp, undefined)
    deepEqual(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
  })
})

describe('what is applied while an apply of before is taken again', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  it('counts, and that of before does not', async () => {
    const { home } = core
    mkdirSync(join(home, 'web'))
    writeFileSync(join(home, 'web/Dockerfile'), 'FROM busybox\n')
    const built = serviceText('web').replace('image: nginx', `build: { context: ${home}/web }`)
    await all(apply(core, aRequest(home, built, {})))
    const lost = aCore(home)
    const taking = restoreApplied(lost, () => undefined)
    await all(apply(lost, aRequest(home, serviceText('web'), {})))
    await taking
    deepEqual(lost.store.get('Service', 'shop/web')?.spec.template, { image: 'nginx' })
  })
})
