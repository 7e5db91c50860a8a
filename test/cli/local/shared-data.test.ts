import { deepEqual, equal, match } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Mount, V1ServiceSpec, V1VolumeSpec } from '../../../api/v1/generated/types.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { readers } from '../../../cli/local/request/read-request.ts'
import { scale } from '../../../cli/local/scale.ts'
import { sharedDataWarnings } from '../../../cli/local/shared-data.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { acceptSaved } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { aNode, aService, aVolume } from '../../support/builders.ts'
import { all, aRequest, eachHome } from './local-core.ts'

const volume: V1Mount = { type: 'Volume', source: 'data', target: '/var/lib/postgresql/data' }
const bind: V1Mount = { type: 'Bind', source: '/srv/data', target: '/data' }

const warned = (events: readonly ProgressEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))

describe('a service that is scaled past one replica', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  interface Given {
    readonly it: string
    readonly mount: V1Mount
    readonly replicas?: number
    readonly before?: number
    readonly nodes?: number
    readonly volume?: V1VolumeSpec
    readonly placement?: V1ServiceSpec['placement']
    readonly names?: string
  }
  const cases: readonly Given[] = [
    { it: 'writes to one volume', mount: volume, names: 'volume data (/var/lib/postgresql/data)' },
    { it: 'writes to one path of the host', mount: bind, names: '/srv/data (/data)' },
    { it: 'writes to a volume that is on one of three nodes', mount: volume, nodes: 3, names: 'volume data (' },
    { it: 'has a path on each of three nodes', mount: bind, nodes: 3 },
    { it: 'has fewer nodes than replicas', mount: bind, nodes: 3, replicas: 4, names: '/srv/data' },
    { it: 'has a volume on each of its nodes', mount: volume, nodes: 2, volume: { scope: 'PerNode' } },
    { it: 'has one task a node at most', mount: bind, placement: { maxReplicasPerNode: 1 } },
    { it: 'begins with none', mount: volume, before: 0, names: 'volume data' },
    { it: 'had two before', mount: volume, before: 2, replicas: 3 },
    { it: 'has but one now', mount: volume, replicas: 1 },
    { it: 'only reads', mount: { ...volume, readOnly: true } },
    { it: 'has an anonymous volume', mount: { type: 'Volume', target: '/data' } },
    { it: 'has a file system in memory', mount: { type: 'Tmpfs', target: '/data' } },
    { it: 'talks to the engine', mount: { ...bind, source: '/var/run/docker.sock' } },
  ]
  for (const { it: sentence, mount, replicas = 2, before, nodes = 1, volume: spec, placement = {}, names } of cases)
    it(`${sentence}: ${names ? 'a warning says what is written to' : 'no warning'}`, () => {
      for (let index = 0; index < nodes; index++) core.store.create('Node', aNode(`n${index}`))
      core.store.create('Volume', aVolume(spec))
      const service = aService({ replicas, placement, template: { image: 'postgres', mounts: [mount] } })
      core.store.create('Service', service)
      const said = sharedDataWarnings(core.store, service, before).map(({ message }) => message)
      equal(said.length, names ? 1 : 0, said.join())
      if (names) match(said.join(), new RegExp(`${replicas} replicas write to ${names.replaceAll(/[()]/g, '\\$&')}`))
    })

  const WARNING =
    'Service/shop/db: 2 replicas write to volume data (/data): what wants its files for itself, as a database does, damages them; scale back with `reconcile scale db=1 -n shop`'
  const DB = `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { template: { image: postgres, mounts: [{ type: Volume, source: data, target: /data }] } }
---
apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop }
spec: {}
`
  const refs = [{ kind: 'Service', namespace: 'shop', name: 'db' } as const]
  const { signal } = new AbortController()
  const applied = (more: object = {}) => all(apply(core, { ...aRequest(home, DB, {}), wait: false, ...more }))
  const scaled = (replicas: number) => all(scale(core, { refs, replicas, wait: false, signal }))

  it('is warned of by scale, once', async () => {
    deepEqual(warned(await applied()), [])
    deepEqual(warned(await scaled(2)), [WARNING])
    deepEqual(warned(await scaled(3)), [])
    deepEqual(warned(await applied()), [])
    deepEqual(warned(await scaled(1)), [])
  })

  it('is warned of by up --scale, of a new service too, and not where its file has the number', async () => {
    deepEqual(warned(await applied({ scale: { db: 2 } })), [WARNING])
    deepEqual(warned(await applied({ scale: { db: 2 } })), [])
    await scaled(1)
    deepEqual(warned(await applied({ scale: { db: 2 } })), [WARNING])
  })

  it('is warned of by scale in a watched directory, where the file is changed', async () => {
    const file = join(home, 'db.yaml')
    writeFileSync(file, DB)
    core.store.putFact('root', home, { lost: [] })
    const context = { variable: () => undefined, readFile: readSideFile }
    const { store, settings, clock } = core
    acceptSaved({ store, settings, now: clock.now(), files: [readText({ file, text: DB }, context, readers)] }, home)
    deepEqual(warned(await scaled(2)), [WARNING])
  })
})
