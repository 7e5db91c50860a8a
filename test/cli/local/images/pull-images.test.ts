import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { deepEqual, match, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { endingUnpulled } from '../../../../cli/local/images/unpulled.ts'
import { changeOf, type PulledImages, pullImages } from '../../../../cli/local/images/pull-images.ts'
import { refuseMissing } from '../../../../cli/local/images/pulled-for.ts'
import { noteOwnImage } from '../../../../controllers/image/own.ts'
import type { Engine, PullArgs } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { ImageInspect } from '../../../../engine/types/image.ts'
import type { FileReading } from '../../../../store/source/reading/reading.ts'
import { aCore, all } from '../local-core.ts'

const { signal } = new AbortController()
const service = {
  apiVersion: API_VERSION,
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { image: 'nginx' } },
}
const services = [{ manifests: [{ object: service }] }] as unknown as readonly FileReading[]

/** What `apply --pull` says and pulls where the engine E1 is on record. */
async function pulling(
  id: string,
  {
    freeBytes = 1e9,
    approved,
    files = services,
    recorded = true,
    silent = false,
    digests,
  }: {
    readonly freeBytes?: number
    readonly approved?: string | undefined
    readonly files?: readonly FileReading[]
    readonly recorded?: boolean
    /** Whether the registry does not answer. */
    readonly silent?: boolean
    readonly digests?: readonly string[]
  } = {},
): Promise<[readonly ProgressEvent[], readonly string[]]> {
  const pulls: string[] = []
  const engine = {
    node: 'local',
    listNetworks: async () => [],
    info: async () => ({ id, disk: { path: '/d', freeBytes, sizeBytes: 10e9 } }),
    pullImage: async ({ image, login, platform }: PullArgs) => {
      const tried = { node: 'local', tried: `pull image ${image}`, detail: 'no route to host' }
      if (silent) throw new EngineError('Unavailable', tried)
      pulls.push(login?.auth ? `${image} with a login` : platform ? `${image} for ${platform}` : image)
    },
    inspectImage: async () => ({ Id: 'sha256:1', RepoDigests: digests }),
  } as unknown as Engine
  const core = { ...aCore('/nowhere'), engines: async () => new Map([['local', engine]]) }
  const metadata = { name: 'local' }
  core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata, spec: {} })
  if (recorded) core.store.putStatus('Node', 'local', { engineID: 'E1' })
  if (approved !== undefined) core.store.putFact('approval', 'Node/local', approved)
  return [await all(pullImages(core, files, signal)), pulls]
}

/** The images that a pull comes to. */
async function imagesOf(pulling: ReturnType<typeof pullImages>): Promise<PulledImages> {
  let next = await pulling.next()
  while (!next.done) next = await pulling.next()
  return next.value.images
}

describe('apply --pull', () => {
  it('is who the imagePullSecrets of the same files say, and warns of one that has no bytes', async () => {
    const secret = { apiVersion: API_VERSION, kind: 'Secret', metadata: { name: 'team', namespace: 'shop' } }
    const named = { ...service, spec: { template: { image: 'nginx', imagePullSecrets: ['team'] } } }
    const at = (file: string) => [named, { ...secret, spec: { file } }].map((object) => ({ object }))
    const read = (file: string) => [{ manifests: at(file) }] as unknown as readonly FileReading[]
    const dir = mkdtempSync(join(tmpdir(), 'pull-'))
    writeFileSync(join(dir, 'login.json'), JSON.stringify({ auths: { 'docker.io': { auth: btoa('me:hunter2') } } }))
    deepEqual((await pulling('E1', { files: read(join(dir, 'login.json')) }))[1], ['nginx with a login'])
    const [events, pulls] = await pulling('E1', { files: read(join(dir, 'gone')) })
    rmSync(dir, { recursive: true })
    deepEqual(pulls, [])
    match(JSON.stringify(events), /"warning".*its imagePullSecret shop\/team: .*gone is not there/)
  })

  it('pulls for the platform of the service, and nothing that is never to be pulled', async () => {
    const read = (template: object) =>
      [{ manifests: [{ object: { ...service, spec: { template } } }] }] as unknown as readonly FileReading[]
    const files = read({ image: 'nginx', platform: 'linux/arm64' })
    deepEqual((await pulling('E1', { files }))[1], ['nginx for linux/arm64'])
    const [events, pulls] = await pulling('E1', { files: read({ image: 'nginx', pullPolicy: 'Never' }), silent: true })
    deepEqual([events, pulls], [[], []])
  })

  it('says what to write where an engine does not tell whether an image was built on it', async () => {
    const [events] = await pulling('E1', { silent: true, digests: ['nginx@sha256:1'] })
    match(
      JSON.stringify(events),
      /no route to host; if it was built or loaded on local, say so with pull_policy: never/,
    )
    const [others] = await pulling('E1', { silent: true, digests: ['nginx@sha256:2'] })
    match(JSON.stringify(others), /no route to host"/)
  })

  const image = (id: string, digest?: string) =>
    ({ Id: `sha256:${id.repeat(64)}`, RepoDigests: digest ? [`app@sha256:${digest.repeat(64)}`] : [] }) as ImageInspect
  for (const [before, ran, after, said] of [
    [undefined, [], image('1'), 'Pulled app:1 is sha256:111111111111'],
    [image('1'), [], image('1'), 'UpToDate app:1 is sha256:111111111111 still'],
    [image('1'), [], image('2'), 'Pulled app:1 sha256:111111111111 → sha256:222222222222'],
    [image('1', 'a'), [], image('2', 'b'), 'Pulled app:1 sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb'],
    // The node had it already: what runs has not.
    [image('2'), [image('1').Id], image('2'), 'Pulled app:1 sha256:111111111111 → sha256:222222222222'],
    [image('2'), [image('2').Id], image('2'), 'UpToDate app:1 is sha256:222222222222 still'],
  ] as const)
    it(`says: ${said}`, () => {
      const { state, message } = changeOf('app:1', { before, ran }, after)
      deepEqual(`${state} ${message}`, said)
    })

  it('does not say of what could not be pulled that it is as it was, and fails where it was asked for', async () => {
    const [events] = await pulling('E1', { silent: true })
    deepEqual(
      events.map((event) => event.type),
      ['state', 'warning'],
    )
    match(JSON.stringify(events), /no route to host; it came from no registry, so what local has of it counts/)
    const ending = async (exit: number, failures: readonly string[]) => {
      const event = { type: 'outcome', exit, message: 'converged: 1 service' } as const
      const [told] = await all(endingUnpulled(Readable.from([event]), failures))
      return told?.type === 'outcome' && [told.exit, told.message]
    }
    deepEqual(await ending(0, []), [0, 'converged: 1 service'])
    deepEqual(await ending(0, ['nginx']), [1, 'converged: 1 service, but not all was pulled: nginx'])
    deepEqual(await ending(4, ['nginx']), [4, 'converged: 1 service'])
  })

  it('takes the word of the node that reached the registry, whichever is first', async () => {
    const node = (name: string, reaches: boolean): [string, Engine] => {
      const engine = {
        node: name,
        info: async () => ({ id: name }),
        pullImage: async () => {
          if (!reaches) throw new EngineError('Unavailable', { node: name, tried: 'pull', detail: 'no route to host' })
        },
        inspectImage: async () => ({ Id: reaches ? 'sha256:new' : 'sha256:old', RepoDigests: ['nginx@sha256:1'] }),
      }
      return [name, engine as unknown as Engine]
    }
    for (const nodes of [[node('a', false), node('b', true)] as const, [node('a', true), node('b', false)] as const]) {
      const pulling = pullImages({ ...aCore('/nowhere'), engines: async () => new Map(nodes) }, services, signal)
      let next = await pulling.next()
      while (!next.done) next = await pulling.next()
      deepEqual([next.value.images.get('nginx')?.[0]?.image.Id, next.value.failures], ['sha256:new', ['nginx']])
    }
  })

  it('goes on without a node that does not answer, and fails where it was asked for', async () => {
    const unreachable = new EngineError('Unreachable', { node: 'b', tried: 'ask', detail: 'no route to host' })
    const image = { Id: 'sha256:new', RepoDigests: ['nginx@sha256:1'] }
    const answers = {
      node: 'a',
      info: async () => ({ id: 'a' }),
      pullImage: async () => {},
      inspectImage: async () => image,
    }
    const silent = { node: 'b', info: () => Promise.reject(unreachable) }
    const engines = new Map(Object.entries({ b: silent, a: answers })) as unknown as ReadonlyMap<string, Engine>
    const pulling = pullImages({ ...aCore('/nowhere'), engines: async () => engines }, services, signal)
    const said: ProgressEvent[] = []
    let next = await pulling.next()
    for (; !next.done; next = await pulling.next()) said.push(next.value)
    match(JSON.stringify(said[0]), /"warning".*nothing is pulled or built on b: .*no route to host/)
    deepEqual([next.value.failures, [...next.value.known]], [['nginx'], ['nginx']])
  })

  it('takes what is only on a node by its id, though containerd gives it a digest', async () => {
    const files = [
      { manifests: [{ object: { ...service, spec: { template: { image: 'nginx', pullPolicy: 'Never' } } } }] },
    ]
    for (const [digest, wants] of [
      ['nginx@sha256:1', []],
      ['nginx@sha256:2', ['nginx@sha256:2']],
    ] as const) {
      const engine = {
        ...{ node: 'a', info: async () => ({ id: 'a' }) },
        inspectImage: async () => ({ Id: 'sha256:1', RepoDigests: [digest] }),
      } as unknown as Engine
      const core = { ...aCore('/nowhere'), engines: async () => new Map([['a', engine]]) }
      const images = await imagesOf(pullImages(core, files as unknown as readonly FileReading[], signal))
      deepEqual(images.get('nginx'), [{ node: 'a', image: { Id: 'sha256:1', RepoDigests: wants } }])
    }
  })

  for (const { it: what, isPulled, wants } of [
    { it: 'by its id where nobody knows whether a registry has it', isPulled: false, wants: [] },
    { it: 'by its digest where it was pulled from there before', isPulled: true, wants: ['nginx@sha256:1'] },
  ])
    it(`takes what containerd has of a tag whose registry is silent ${what}`, async () => {
      const engine = {
        ...{ node: 'a', info: async () => ({ id: 'a' }) },
        pullImage: async () => {
          throw new EngineError('Unavailable', { node: 'a', tried: 'pull', detail: 'no route to host' })
        },
        inspectImage: async () => ({ Id: 'sha256:1', RepoDigests: ['nginx@sha256:1'] }),
      } as unknown as Engine
      const core = { ...aCore('/nowhere'), engines: async () => new Map([['a', engine]]) }
      if (isPulled) noteOwnImage(core.store, { node: 'a', id: 'sha256:1', names: ['nginx'] })
      deepEqual((await imagesOf(pullImages(core, services, signal))).get('nginx')?.[0]?.image.RepoDigests, wants)
    })

  it('refuses with never what is on no node', async () => {
    const gone = new EngineError('NotFound', { node: 'local', tried: 'inspect image nginx', detail: 'no such image' })
    const engineWith = (inspectImage: () => Promise<unknown>) => ({ node: 'local', inspectImage }) as unknown as Engine
    const coreWith = (engine: Engine) => ({ ...aCore('/nowhere'), engines: async () => new Map([['local', engine]]) })
    await refuseMissing(coreWith(engineWith(async () => image('1'))), services, signal)
    await rejects(
      refuseMissing(coreWith(engineWith(() => Promise.reject(gone))), services, signal),
      /on no node: nginx/,
    )
  })

  for (const { it: sentence, id, approved } of [
    { it: 'pulls at the engine on record', id: 'E1' },
    { it: 'pulls at another one that was approved', id: 'E2', approved: 'E2' },
  ])
    it(sentence, async () => deepEqual((await pulling(id, { approved }))[1], ['nginx']))

  it('pulls nothing where the disk is almost full', async () => {
    const [events, pulls] = await pulling('E1', { freeBytes: 0.4e9 })
    deepEqual(pulls, [])
    match(JSON.stringify(events), /"warning".*381 MiB of 9\.3 GiB are free in \/d/)
    deepEqual((await pulling('E1', { freeBytes: 0.4e9, recorded: false }))[1], [])
  })

  it('pulls nothing at an engine that nobody approved, and says how to', async () => {
    const [events, pulls] = await pulling('E2')
    deepEqual(pulls, [])
    match(JSON.stringify(events), /"warning".*reconcile describe node\/local/)
  })
})
