import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { withHashesOf } from '../../../../cli/local/develop/hashes-of.ts'
import { withBuildHashes } from '../../../../cli/local/request/build-hashes.ts'
import { type FileReading, readManifest } from '../../../../store/source/reading/reading.ts'
import { aCore } from '../local-core.ts'

describe('a rebuild of one service of a file', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hashes-'))
    for (const name of ['web', 'api']) {
      mkdirSync(join(dir, name))
      writeFileSync(join(dir, name, 'Dockerfile'), 'FROM busybox AS other\n')
    }
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const service = (name: string, build: object = {}): V1Service => ({
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop' } },
    spec: { template: { image: `shop-${name}`, build: { context: join(dir, name), ...build } } },
  })
  const fileOf = (services: readonly V1Service[]) =>
    ({
      file: join(dir, 'compose.yaml'),
      manifests: services.map((object) => readManifest({ object, file: '', sourceText: '' } as never)),
    }) as unknown as FileReading
  const hashesIn = ({ manifests }: FileReading) =>
    manifests.map(({ object }) => object.metadata.annotations?.[annotations.buildHash])

  /** A store in which both were accepted, and their hashes, before the sources of both changed. */
  async function accepted() {
    const { store } = aCore(dir)
    const file = fileOf([service('web'), service('api')])
    const [first = file] = await withBuildHashes([file], { store, again: false })
    for (const { object } of first.manifests) store.create('Service', structuredClone(object) as V1Service)
    for (const name of ['web', 'api']) writeFileSync(join(dir, name, 'main.js'), name)
    return { store, file, before: hashesIn(first) }
  }

  it('has the hash of its sources as they are now, and the others theirs', async () => {
    const { store, file, before } = await accepted()
    const [web, api] = hashesIn(await withHashesOf(new Set(['shop/web']), file, store))
    notEqual(web, before[0])
    equal(api, before[1])
    deepEqual(
      (await withHashesOf(new Set(), file, store)).manifests.map(({ hash }) => hash.length),
      [32, 32],
    )
  })

  it('counts where the build of another one was written anew', async () => {
    const { store, before } = await accepted()
    const file = fileOf([service('web'), service('api', { target: 'other' })])
    const [, api] = hashesIn(await withHashesOf(new Set(['shop/web']), file, store))
    notEqual(api, before[1])
  })
})
