import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { PlanRequest } from '../../../../api/v1/installation/requests.ts'
import { foreseePulls } from '../../../../cli/local/plan/foreseen-pulls.ts'
import { notePull } from '../../../../controllers/image/last-pull.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError, type EngineErrorCode } from '../../../../engine/errors.ts'
import type { Observed } from '../../../../engine/simulated/seed.ts'
import type { ImageInspect } from '../../../../engine/types/image.ts'
import type { FileReading } from '../../../../store/source/reading/reading.ts'
import { aCore } from '../local-core.ts'

const DIGEST = `sha256:${'d'.repeat(64)}`
const { signal } = new AbortController()
const request: PlanRequest = { sources: [], cwd: '/', signal }

describe('what a plan foresees of pulls', () => {
  /** What a registry says of nginx:1 to a node that has these images, by the names that it is asked for; of digests it knows any. */
  async function foreseen(
    has: Readonly<Record<string, ImageInspect>>,
    { code, pull = true, knows = true }: { code?: EngineErrorCode; pull?: boolean; knows?: boolean } = {},
  ) {
    const failing = (failed: EngineErrorCode) =>
      new EngineError(failed, { node: 'local', tried: 'resolve image nginx:1', detail: 'no such thing' })
    const engine = {
      node: 'local',
      info: async () => ({ id: 'E1' }),
      async inspectImage({ name }: { name: string }) {
        if (has[name]) return has[name]
        throw failing('NotFound')
      },
      async resolveImage({ image }: { image: string }) {
        if (code && !(knows && image.includes('@'))) throw failing(code)
        return { digest: DIGEST }
      },
    } as unknown as Engine
    const core = { ...aCore('/nowhere'), engines: async () => new Map([['local', engine]]) }
    const service = core.store.create('Service', {
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.image]: 'sha256:old' } },
      spec: { template: { image: 'nginx:1', pullPolicy: 'Daily' } },
    })
    notePull(core.store, { image: 'nginx:1', at: core.clock.now() - 25 * 3_600_000 })
    const files = [{ manifests: [{ object: service }] }] as unknown as readonly FileReading[]
    return await foreseePulls(core, { ...request, ...(pull ? { pull } : {}) }, files)
  }

  const before: ImageInspect = { Id: 'sha256:old', RepoTags: ['nginx:1', 'mine'], RepoDigests: ['nginx@sha256:old'] }
  const host = { images: [before] } as unknown as Observed

  it('is another image under the tag, which the one before has no more', async () => {
    const { changes, calls, images, after, assumptions } = await foreseen({ 'nginx:1': before })
    deepEqual([changes, calls.map(({ path }) => path)], [1, ['/images/create?fromImage=nginx&tag=1']])
    const brought = { ...before, Id: DIGEST, RepoDigests: [`nginx@${DIGEST}`] }
    deepEqual(images?.get('nginx:1'), [{ image: { ...brought, RepoTags: [] } }])
    deepEqual(after('local', host).images, [
      { ...before, RepoTags: ['mine'] },
      { ...brought, RepoTags: ['nginx:1'] },
    ])
    deepEqual(after('other', host), host)
    match(assumptions.join(), /^the pull of nginx:1 succeeds, and brings sha256:d+, whose .* the one before$/)
  })

  it('is an image of which no more than the digest is known, where no node has one under the name', async () => {
    const { images, assumptions } = await foreseen({})
    deepEqual(images?.get('nginx:1'), [{ image: { Id: DIGEST, RepoTags: [], RepoDigests: [`nginx@${DIGEST}`] } }])
    match(assumptions.join(), /, whose configuration is not known yet$/)
  })

  it('is a call, and no change, where the node has it', async () => {
    const same = { ...before, RepoDigests: [`nginx@${DIGEST}`] }
    const { changes, calls, assumptions } = await foreseen({ 'nginx:1': same, [`nginx@${DIGEST}`]: same })
    deepEqual([changes, calls.length, assumptions], [0, 1, []])
  })

  it('says where the node can’t tell which one it has', async () => {
    const { assumptions } = await foreseen({ 'nginx:1': { ...before, RepoDigests: [] } })
    match(assumptions.join(), /taken for another one than local has: that was not pulled from there$/)
  })

  it('is asked for of those whose time is over without --pull, and of these a failure is a warning alone', async () => {
    deepEqual((await foreseen({ 'nginx:1': before }, { pull: false })).changes, 1)
    const { failures, events, calls } = await foreseen({ 'nginx:1': before }, { pull: false, code: 'NotFound' })
    deepEqual([failures, calls[0]?.refused], [[], 'no such thing'])
    match(JSON.stringify(events), /"warning"/)
  })

  it('fails where the registry refuses; no call of that is foreseen where the engine does not answer', async () => {
    for (const [code, refused] of [
      ['NotFound', ['no such thing']],
      ['Unreachable', []],
    ] as const) {
      const { failures, changes, calls } = await foreseen({ 'nginx:1': before }, { code })
      deepEqual([changes, failures.length, calls.map((call) => call.refused)], [0, 1, [...refused]])
    }
    const { failures, events } = await foreseen({ 'nginx:1': before }, { code: 'NotFound', knows: false })
    deepEqual(failures, [])
    match(JSON.stringify(events), /it came from no registry, so what local has of it counts/)
  })
})
