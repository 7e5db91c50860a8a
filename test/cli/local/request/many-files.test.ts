import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { concernedBy } from '../../../../cli/local/request/only-services.ts'
import { replacedProjects } from '../../../../cli/local/request/replaced-projects.ts'
import { withBuildHashes } from '../../../../cli/local/request/build-hashes.ts'
import type { Store } from '../../../../store/objects/store.ts'
import type { FileReading } from '../../../../store/source/reading/reading.ts'

/** Files of a service each, in stacks of their own, and how often any of them was looked at. */
function someFiles(count: number) {
  const looks = { count: 0 }
  const services = Array.from({ length: count }, (_, index) => {
    const metadata = { namespace: `s${index}`, name: 'web', annotations: { 'reconcile.dev/source': `/old/${index}` } }
    const spec = { template: { image: 'nginx' } }
    return {
      ...{ kind: 'Service', metadata },
      get spec() {
        looks.count++
        return spec
      },
    } as unknown as V1Service
  })
  const files = services.map((object, index) => {
    const manifest = { id: `Service/s${index}/web`, object }
    return {
      get file() {
        looks.count++
        return `/srv/${index}/web.yaml`
      },
      get manifests() {
        looks.count++
        return [manifest]
      },
      errors: [],
    } as unknown as FileReading
  })
  const named = new Map(services.map((each) => [each.metadata.namespace ?? '', new Map([['web', each]])]))
  const by = (_kind: string, _index: string, value: string) => named.get(value) ?? new Map()
  return { looks, services, files, store: { by, get: () => undefined, facts: () => new Map() } as unknown as Store }
}

describe('a request of many files', () => {
  for (const [what, run] of Object.entries({
    'the services that it concerns': ({ store, services }: ReturnType<typeof someFiles>) => {
      const keys = services.map(({ metadata }) => `${metadata.namespace}/web`)
      deepEqual([...concernedBy(store, keys)], keys)
    },
    'what it builds': async ({ store, files }: ReturnType<typeof someFiles>) => {
      deepEqual(await withBuildHashes(files, { store, again: false }), files)
    },
    'the projects that it replaces': ({ store, files }: ReturnType<typeof someFiles>) => {
      equal(replacedProjects(store, files, () => true).length, files.length)
    },
  }))
    it(`is looked through as often, however many there are, for ${what}`, async () => {
      const [few, many] = [someFiles(10), someFiles(100)]
      await run(few)
      await run(many)
      equal(many.looks.count, 10 * few.looks.count)
    })
})
