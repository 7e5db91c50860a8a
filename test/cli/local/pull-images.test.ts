import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../api/v1/progress.ts'
import { pullImages } from '../../../cli/local/pull-images.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { FileReading } from '../../../store/source/reading.ts'
import { aCore, all } from './local-core.ts'

const { signal } = new AbortController()
const service = {
  apiVersion: API_VERSION,
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { image: 'nginx' } },
}
const files = [{ manifests: [{ object: service }] }] as unknown as readonly FileReading[]

/** What `apply --pull` says and pulls where the engine E1 is on record. */
async function pulling(id: string, approved?: string): Promise<[readonly ProgressEvent[], readonly string[]]> {
  const pulls: string[] = []
  const engine = {
    node: 'local',
    info: async () => ({ id }),
    pullImage: async ({ image }: { image: string }) => void pulls.push(image),
    inspectImage: async () => ({ Id: 'sha256:1' }),
  } as unknown as Engine
  const core = { ...aCore('/nowhere'), engines: async () => new Map([['local', engine]]) }
  const metadata = { name: 'local' }
  core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata, spec: {} })
  core.store.putStatus('Node', 'local', { engineID: 'E1' })
  if (approved !== undefined) core.store.putFact('approval', 'Node/local', approved)
  return [await all(pullImages(core, files, signal)), pulls]
}

describe('apply --pull', () => {
  for (const { it: sentence, id, approved } of [
    { it: 'pulls at the engine on record', id: 'E1' },
    { it: 'pulls at another one that was approved', id: 'E2', approved: 'E2' },
  ])
    it(sentence, async () => deepEqual((await pulling(id, approved))[1], ['nginx']))

  it('pulls nothing at an engine that nobody approved, and says how to', async () => {
    const [events, pulls] = await pulling('E2')
    deepEqual(pulls, [])
    match(JSON.stringify(events), /"warning".*reconcile approve node\/local/)
  })
})
