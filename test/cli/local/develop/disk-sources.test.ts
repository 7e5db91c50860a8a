import { deepEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { createSources } from '../../../../cli/local/develop/sources.ts'
import { diskTree } from '../../../../cli/local/develop/tree.ts'
import { realClock } from '../../../../clock/real.ts'
import { createFacts, type Facts } from '../../../../store/objects/facts.ts'
import type { ReadManifest } from '../../../../store/source/reading/reading.ts'
import { until } from '../../../support/until.ts'

/** What a serve with this state sees below dist. */
function watching(root: string, facts: Facts) {
  const dist = join(root, 'dist')
  const object: V1Service = {
    ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
    spec: { template: { image: 'app:1' } },
  }
  const logged: string[] = []
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
  return { sources, logged, changed }
}

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
    const { sources, logged, changed } = watching(root, createFacts())
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
  it('are known to the serve that comes next, with what changed meanwhile', async () => {
    const [dist, facts] = [join(root, 'dist'), createFacts()]
    const write = (name: string, text: string) => writeFileSync(join(dist, name), text)
    mkdirSync(join(dist, 'dir'), { recursive: true })
    const one = watching(root, facts)
    await until('it to be watched', async () => one.sources.of('shop/web') !== undefined)
    for (const name of ['same', 'other', 'gone', 'dir/same']) write(name, '1')
    await until('them to be told', async () => one.changed().length === 4)
    await one.sources.close()
    write('other', '2')
    write('fresh', '2')
    rmSync(join(dist, 'gone'))
    const next = watching(root, facts)
    const all = () => next.sources.of('shop/web')?.changes ?? []
    const since = () => all().flatMap(({ path, gone, at }) => (at > 4 ? [`${gone ? '-' : ''}${basename(path)}`] : []))
    const due = ['-gone', 'fresh', 'other']
    await until('what is another to be found', async () => due.every((each) => since().includes(each)))
    deepEqual(since().includes('same'), false)
    deepEqual(next.changed().slice(0, 2).sort(), ['dir/same', 'same'])
    await next.sources.close()
  })
})
