import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import type { ManifestRequest } from '../../../../api/v1/installation/requests.ts'
import { scalesOf } from '../../../../cli/arguments/scales.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { recreated } from '../../../../cli/local/request/recreated.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { stopService } from '../../../../controllers/holds/stop.ts'
import { isRetryAsked } from '../../../../controllers/service/retry.ts'
import { restartOf } from '../../../../controllers/service/restart.ts'
import { aCore, all, aRequest } from '../local-core.ts'

const SHOP = ['web', 'db', 'mail']
  .map(
    (name) => `---
apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { template: { image: nginx }${name === 'mail' ? ', containerName: mail' : ''} }
`,
  )
  .join('')

describe('what is said beside manifests', () => {
  let home = ''
  let core: Core
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'beside-manifests-'))
    core = aCore(home)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const changesOf = async (asked: Pick<ManifestRequest, 'scale' | 'only'> = {}) =>
    (await all(apply(core, { ...aRequest(home, SHOP, {}), ...asked }))).flatMap((event) =>
      event.type === 'resource' && event.change !== 'unchanged'
        ? [`${event.object} ${event.change} ${event.details?.join() ?? ''}`.trim()]
        : [],
    )
  /** A task of each of the services `web` and `db`. */
  const createTasks = (status?: V1TaskStatus) => {
    for (const name of ['web', 'db'])
      core.store.create('Task', {
        apiVersion: 'reconcile.dev/v1',
        kind: 'Task',
        metadata: { name: `${name}-1`, namespace: 'shop' },
        spec: { service: name, slot: 1, revision: '1', node: 'local', template: { image: 'nginx' } },
        ...(status ? { status } : {}),
      })
  }
  const replicas = (name: string) => core.store.get('Service', `shop/${name}`)?.spec.replicas

  it('scales, until the next apply, which says so', async () => {
    await changesOf({ scale: { web: 3 } })
    deepEqual([replicas('web'), replicas('db')], [3, 1])
    deepEqual(await changesOf({ scale: { web: 3 } }), [])
    const [line = ''] = await changesOf()
    match(line, /^Service\/shop\/web configured replicas 3 \(scale, \w{3} \d\d:\d\d\) → 1 \(file\)$/)
    await changesOf({ scale: { web: 2 }, only: { services: ['web'] } })
    equal(replicas('web'), 2)
  })

  it('is taken up again with its numbers where the state is lost', async () => {
    await changesOf()
    await changesOf({ scale: { web: 3 } })
    await changesOf({ scale: { db: 2 }, only: { services: ['db'] } })
    core = aCore(home)
    await restoreApplied(core, () => undefined)
    deepEqual([replicas('web'), replicas('db'), replicas('mail')], [3, 2, 1])
    await changesOf()
    core = aCore(home)
    await restoreApplied(core, () => undefined)
    deepEqual([replicas('web'), replicas('db')], [1, 1])
  })

  it('refuses what no file could say', async () => {
    await rejects(changesOf({ scale: { wob: 2 } }), /declare no service wob; did you mean web\?/)
    await rejects(changesOf({ scale: { db: 2 }, only: { services: ['web'] } }), /declare no service db/)
    await rejects(changesOf({ scale: { mail: 2 } }), /containerName/)
    equal(core.store.list('Service').size, 0)
  })

  it('asks for an image again that was not to be had, without the wait of before, and begins a rollout anew that stood still for it', async () => {
    await changesOf()
    const nextRetryAt = '2100-01-01T00:00:00Z'
    createTasks({ phase: 'Preparing', reason: 'ImageMissing', message: 'no such image', failures: 9, nextRetryAt })
    core.store.update('Service', 'shop/db', (draft) => void (draft.status = { rollout: { state: 'Stalled' } }))
    deepEqual(await changesOf(), ['Service/shop/db retried'])
    deepEqual(
      [...core.store.list('Task').values()].map(({ status }) => [
        status?.reason,
        status?.failures,
        status?.nextRetryAt,
      ]),
      // What is left as it is makes way for a new one.
      [
        ['Pulling', 9, undefined],
        ['ImageMissing', 9, nextRetryAt],
      ],
    )
    ok(isRetryAsked(core.store, 'shop/web'))
  })

  it('asks for new tasks of those that have any, are meant, and are not stopped', async () => {
    await changesOf()
    createTasks()
    const reading = readRequest(aRequest(home, SHOP, {}))
    const files = reading.needs ? [] : reading.files
    const asked = (request: Pick<ManifestRequest, 'recreate' | 'only'>) =>
      recreated(core, request, files).map(({ object }) => object)
    deepEqual(asked({}), [])
    deepEqual(asked({ recreate: true, only: { services: ['web', 'mail'] } }), ['Service/shop/web'])
    equal(restartOf(core.store, 'shop/db'), undefined)
    stopService(core.store, 'shop/web', { now: 0 })
    deepEqual(asked({ recreate: true }), ['Service/shop/db'])
    const left = { volumes: { '/data': 'e'.repeat(64) }, madeAt: 1 }
    for (const name of ['web', 'db']) core.store.putFact('carried', `shop/${name}/1/local`, left)
    const told = () => recreated(core, { recreate: true, renew: true }, files).map(({ details }) => details?.join('; '))
    const renewed = 'all its tasks are replaced, as was asked for, with new anonymous volumes'
    deepEqual(told(), [
      renewed,
      'it keeps its anonymous volumes: `reconcile apply --renew-anon-volumes` again once its tasks have stopped',
    ])
    core.store.putStatus('Task', 'shop/web-1', { phase: 'Completed' })
    match(told()[1] ?? '', /^it keeps its anonymous volumes: .* again once it is started, as its tasks have completed$/)
    core.store.delete('Task', 'shop/web-1')
    const stays = `its data stays in anonymous volumes: on local \`docker volume rm ${'e'.repeat(64)}\` deletes it`
    deepEqual(told(), [renewed, `its next tasks have new anonymous volumes; ${stays}`])
    deepEqual([...core.store.facts('carried').keys()], ['shop/db/1/local'])
  })

  it('takes --scale as docker compose has it', () => {
    deepEqual(scalesOf(['web=3', 'db=0']), { scale: { web: 3, db: 0 } })
    deepEqual(scalesOf(), {})
    for (const wrong of ['web', 'web=', '=3', 'web=-1', 'web=1.5', 'web=100001'])
      throws(() => scalesOf([wrong]), /not SERVICE=NUMBER/)
  })
})
