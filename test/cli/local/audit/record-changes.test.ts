import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '../../../../api/v1/installation/audit-record.ts'
import type { Served } from '../../../../api/server/served.ts'
import type { Caller } from '../../../../api/v1/installation/caller.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { recordAccepted } from '../../../../cli/local/audit/record-changes.ts'
import { servedInstallation } from '../../../../cli/local/serving/served-installation.ts'
import { unwatch } from '../../../../cli/local/watched/unwatch.ts'
import type { Source } from '../../../../store/source/source.ts'
import { createWorld, service } from '../../../store/source/world.ts'
import { aCore, all, aRequest } from '../local-core.ts'

const { signal } = new AbortController()
const ANNA: Caller = { kind: 'user', uid: 1000, name: 'anna' }
const CI: Caller = { kind: 'token', name: 'ci', role: 'edit', from: '10.0.0.7' }
const WEB = { kind: 'Service', namespace: 'shop', name: 'web' } as const

describe('what the audit log has of what people ask serve for', () => {
  let home = ''
  let core: Core
  let entries: AuditEntry[]
  let served: Served
  const lines: string[] = []
  const by = (caller: Caller) => served.askedBy?.(caller) ?? served
  const fresh = () => entries.splice(0)

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'recording-'))
    entries = []
    lines.length = 0
    const loops = { recorder: { events: () => [] } }
    const base = {
      ...aCore(home),
      purpose: 'serve' as const,
      audit: { record: (entry: AuditEntry) => entries.push(entry) },
    }
    core = { ...base, begin: async () => loops } as unknown as Core
    served = servedInstallation(core, { source: {} as Source, log: (line) => lines.push(line) })
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const applied = async (caller: Caller, replicas: number) =>
    await all(by(caller).apply({ ...aRequest(home, service('web', { replicas }), {}), wait: false, signal }))

  it('is who applied, the generation, and what changed field by field', async () => {
    await applied(ANNA, 1)
    await applied(CI, 2)
    const web = { type: 'change', verb: 'apply', object: 'Service/shop/web' } as const
    deepEqual(fresh(), [
      { ...web, by: ANNA, change: 'created', generation: 1 },
      { ...web, by: CI, change: 'configured', generation: 2, details: ['replicas 1 → 2'] },
    ])
    deepEqual(lines, ['Service/shop/web created by apply', 'Service/shop/web configured by apply: replicas 1 → 2'])
  })

  it('is what a token may not do', () => {
    served.refused?.(CI, { verb: 'approve', refused: 'token ci may edit' })
    deepEqual(fresh(), [{ type: 'refused', by: CI, verb: 'approve', message: 'token ci may edit' }])
  })

  it('is nothing of what changes nothing', async () => {
    await applied(ANNA, 1)
    fresh()
    await applied(ANNA, 1)
    await by(ANNA).changeObject({ ref: WEB, change: { by: 'merge-patch', value: { spec: { replicas: 1 } } } })
    await by(ANNA).changeObject({
      ref: WEB,
      dryRun: true,
      change: { by: 'merge-patch', value: { spec: { replicas: 9 } } },
    })
    deepEqual(fresh(), [])
  })

  it('is a scale, a pause with its reason, and a deletion', async () => {
    await applied(ANNA, 1)
    fresh()
    await all(by(ANNA).scale({ refs: [WEB], replicas: 3, wait: false, signal }))
    await all(by(ANNA).pause({ refs: [WEB], reason: 'the disks are moved', signal }))
    await all(by(CI).delete({ refs: [WEB], volumes: false, wait: false, signal }))
    const seen = fresh().map((entry) => (entry.type === 'change' ? [entry.verb, entry.change, entry.details] : entry))
    deepEqual(seen, [
      ['scale', 'scaled', ['replicas 1 → 3']],
      ['pause', 'paused', ['the disks are moved']],
      ['delete', 'deleted', undefined],
    ])
  })

  it('is a write of one object, without the secrets in it', async () => {
    const template = { image: 'nginx', env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }
    const object = { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } }
    await by(CI).createObject({ kind: 'Service', namespace: 'shop', object: { ...object, spec: { template } } })
    const value = { spec: { replicas: 2, template: { env: [{ name: 'DB_PASSWORD', value: 'hunter3' }] } } }
    await by(CI).changeObject({ ref: WEB, change: { by: 'merge-patch', value } })
    const seen = fresh()
    deepEqual(
      seen.map((entry) =>
        entry.type === 'change' ? [entry.verb, entry.change, entry.generation, entry.details] : entry,
      ),
      [
        ['create', 'created', 1, undefined],
        ['update', 'changed', 2, ['replicas 1 → 2']],
      ],
    )
    deepEqual(lines, ['Service/shop/web created over the API', 'Service/shop/web changed over the API'])
  })

  it('is a deletion once, however often it is asked for while the object is going', async () => {
    await applied(ANNA, 1)
    core.store.update('Service', 'shop/web', (draft) => void (draft.metadata.finalizers = ['reconcile.dev/tasks']))
    fresh()
    for (let times = 0; times < 3; times++) await by(CI).deleteObject({ ref: WEB })
    const seen = fresh().map((entry) => (entry.type === 'change' ? [entry.verb, entry.change] : entry))
    deepEqual(seen, [['delete', 'deleted']])
  })

  it('is what was refused, and in whose name it was asked', async () => {
    await rejects(all(by(CI).scale({ refs: [{ ...WEB, name: 'nothing' }], replicas: 3, wait: false, signal })))
    const [entry] = fresh()
    deepEqual(entry, {
      type: 'refused',
      by: CI,
      verb: 'scale',
      message: 'there is no Service shop/nothing',
    })
  })

  it('is no refusal that nobody waits any more', async () => {
    const gone = AbortSignal.abort()
    await rejects(all(by(CI).scale({ refs: [{ ...WEB, name: 'nothing' }], replicas: 3, wait: false, signal: gone })))
    deepEqual(fresh(), [])
  })

  it('is of what a hold waits for that somebody approved', async () => {
    core.store.putFact('hold', 'ab12', {
      id: 'ab12',
      root: '/srv/stacks',
      reason: 'LossesNeedApproval',
      resources: ['Service/shop/a', 'Service/shop/b'],
      message: '',
    })
    await all(by(ANNA).approve({ subjects: ['ab12'], wait: false, signal }))
    const [entry] = fresh()
    deepEqual(entry, {
      ...{ type: 'change', by: ANNA, verb: 'approve', object: 'ab12', change: 'approved' },
      details: ['LossesNeedApproval: Service/shop/a, Service/shop/b'],
    })
  })

  it('is a directory that is watched no more', async () => {
    core.store.putFact('root', '/srv/stacks', { lost: [] })
    await unwatch(core, '/srv/stacks', { others: [], rest: 'delete', by: ANNA, log: () => undefined })
    deepEqual(fresh(), [
      { type: 'change', by: ANNA, verb: 'unwatch', object: '/srv/stacks', change: 'forgotten', details: [] },
    ])
  })
})

describe('what the audit log has of watched files', () => {
  it('is the file, what changed, and why something goes', async () => {
    const world = createWorld()
    const entries: AuditEntry[] = []
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/db.yaml', service('db'))
    world.start(['/srv'], { onAccepted: recordAccepted({ record: (entry) => entries.push(entry) }) })
    await world.pass(10_000)
    equal(entries.splice(0).length, 2)
    world.files.write('/srv/web.yaml', service('web', { replicas: 3 }))
    world.files.remove('/srv/db.yaml')
    await world.pass(10_000)
    const by = (file: string) => ({ kind: 'file', file })
    const [changed, deleted] = entries
    deepEqual(changed, {
      ...{ type: 'change', by: by('/srv/web.yaml'), verb: 'sync', object: 'Service/shop/web', change: 'changed' },
      ...{ generation: 2, details: ['replicas 1 → 3'] },
    })
    equal(deleted?.type === 'change' && deleted.change, 'deleted')
    match(deleted?.type === 'change' ? (deleted.details?.[0] ?? '') : '', /db\.yaml/)
  })

  it('is the file that the node of this machine was taken out of, which stays', async () => {
    const world = createWorld()
    const entries: AuditEntry[] = []
    const node =
      'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: local, labels: { disk: ssd } }\nspec: {}\n'
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/node.yaml', node)
    world.start(['/srv'], { onAccepted: recordAccepted({ record: (entry) => entries.push(entry) }) })
    await world.pass(10_000)
    entries.splice(0)
    world.files.remove('/srv/node.yaml')
    await world.pass(10_000)
    const [deleted] = entries
    deepEqual(deleted?.type === 'change' && deleted.by, { kind: 'file', file: '/srv/node.yaml' })
    equal(world.store.get('Node', 'local')?.metadata.labels, undefined)
  })
})
