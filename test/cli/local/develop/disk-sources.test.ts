import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { createSources } from '../../../../cli/local/develop/sources.ts'
import { diskTree } from '../../../../cli/local/develop/tree.ts'
import { realClock } from '../../../../clock/real.ts'
import { createFacts } from '../../../../store/objects/facts.ts'
import type { ReadManifest } from '../../../../store/source/reading.ts'
import { until } from '../../../support/until.ts'

describe('sources on the disk', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sources-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('are all taken where their directory is wiped and written anew, and watched from then on', async () => {
    const dist = join(root, 'dist')
    mkdirSync(dist)
    writeFileSync(join(dist, 'old.js'), '1')
    const object: V1Service = {
      ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
      spec: { template: { image: 'app:1' } },
    }
    const logged: string[] = []
    const facts = createFacts()
    const sources = createSources({
      ...{ clock: realClock, quietMs: 100, tree: diskTree, home: join(root, 'home') },
      ...{
        store: { get: () => object as never, fact: facts.get, facts: facts.of, putFact: facts.put },
        audit: { record: () => {} },
        log: (line) => void logged.push(line),
      },
    })
    const rule = { service: 'web', action: 'sync', path: dist, target: '/app', ignore: [], include: [] }
    const develop = { rules: [{ ...rule, initialSync: false }] }
    sources.take([root], [{ object, file: join(root, 'compose.yaml'), develop } as unknown as ReadManifest])
    const changed = () =>
      sources.of('shop/web')?.changes.map(({ path, gone }) => `${gone ? '-' : ''}${path.slice(dist.length + 1)}`) ?? []
    await until('it to be watched', async () => sources.of('shop/web') !== undefined)
    mkdirSync(join(root, 'next'))
    writeFileSync(join(root, 'next/main.js'), '2')
    rmSync(dist, { recursive: true })
    renameSync(join(root, 'next'), dist)
    await until('what is new to be taken', async () => changed().includes('main.js') && changed().includes('-old.js'))
    await until('it to be watched anew', async () => logged.filter((line) => line.includes('watching')).length > 1)
    writeFileSync(join(dist, 'later.js'), '3')
    await until('what comes later to be told', async () => changed().includes('later.js'))
    deepEqual(sources.of('shop/web')?.problem, undefined)
    await sources.close()
  })
})
