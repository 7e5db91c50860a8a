import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { pullIntervalMs } from '../../../../api/v1/pull-interval.ts'
import { isPullDue, notePulls, withDue } from '../../../../cli/local/images/due.ts'
import { refresher } from '../../../../cli/local/images/refresh.ts'
import { lastPullOf, notePull } from '../../../../controllers/image/last-pull.ts'
import { stopService } from '../../../../controllers/holds/stop.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { Engine, PullArgs } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { ImageInspect } from '../../../../engine/types/image.ts'
import type { FileReading } from '../../../../store/source/reading/reading.ts'
import { aCore } from '../local-core.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-01-10T00:00:00Z')
const { signal } = new AbortController()

describe('an image that is pulled by time', () => {
  const template = { image: 'nginx:1' }
  for (const [what, of, hours] of [
    ['daily', { ...template, pullPolicy: 'Daily' }, 24],
    ['weekly', { ...template, pullPolicy: 'Weekly' }, 168],
    ['every_12h', { ...template, pullPolicy: 'Missing', pullIntervalSeconds: 43_200 }, 12],
    ['missing', template, undefined],
    ['one of a build', { ...template, pullPolicy: 'Daily', build: { context: '.' } }, undefined],
    ['one named by its digest', { image: `nginx@sha256:${'a'.repeat(64)}`, pullPolicy: 'Daily' }, undefined],
  ] as readonly (readonly [string, V1TaskTemplate, number | undefined])[])
    it(`is due after ${hours ?? 'no'} hours: ${what}`, () =>
      equal(pullIntervalMs(of), hours === undefined ? undefined : hours * HOUR))

  interface Registry {
    readonly fails?: boolean
    readonly full?: boolean
    readonly meanwhile?: (core: Core) => void
  }

  /** The service web, which runs an image that its tag meant; and what the registry is asked for. */
  function aService(pulledHoursAgo?: number, { fails = false, full = false, meanwhile = () => {} }: Registry = {}) {
    const pulls: string[] = []
    const engine = {
      node: 'local',
      info: async () => ({ id: 'E1', ...(full ? { disk: { path: '/d', freeBytes: 1, sizeBytes: 10e9 } } : {}) }),
      async pullImage({ image }: PullArgs) {
        pulls.push(image)
        meanwhile(core)
        if (fails) throw new EngineError('Unreachable', { node: 'local', tried: 'pull nginx:1', detail: 'no registry' })
      },
      inspectImage: async () => ({ Id: fails ? 'sha256:old' : 'sha256:new' }),
    } as unknown as Engine
    let now = NOW
    const base = aCore('/nowhere')
    const clock = { ...base.clock, now: () => now }
    const core: Core = { ...base, clock, engines: async () => new Map([['local', engine]]) }
    const service = core.store.create('Service', {
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: { [annotations.image]: 'sha256:old' } },
      spec: { template: { image: 'nginx:1', pullPolicy: 'Daily' } },
    })
    if (pulledHoursAgo !== undefined) notePull(core.store, { image: 'nginx:1', at: NOW - pulledHoursAgo * HOUR })
    const said: string[] = []
    const refresh = refresher(core, (line) => void said.push(line))
    const means = () => core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.image]
    return { core, service, pulls, said, means, refresh, later: (hours: number) => void (now += hours * HOUR) }
  }

  it('is due when its time is over since its last pull', () => {
    for (const [hours, isDue] of [
      [23, false],
      [24, true],
      [undefined, false],
    ] as const) {
      const { core, service } = aService(hours)
      equal(isPullDue(service, core.store, NOW), isDue, `${hours}`)
    }
  })

  it('is not due before its first container: its task pulls it', () => {
    const { core, service } = aService()
    const { annotations: _, ...metadata } = service.metadata
    equal(isPullDue({ ...service, metadata: { ...metadata, name: 'new' } }, core.store, NOW), false)
  })

  it('is what an apply of its files pulls', () => {
    const { core, service } = aService(25)
    const other = { ...service, spec: { template: { image: 'nginx:1' } } }
    const files = [{ manifests: [{ object: service }, { object: other }] }] as unknown as readonly FileReading[]
    deepEqual(
      withDue(files, core.store, NOW)[0]?.manifests.map(({ object }) => object),
      [service],
    )
  })

  it('is due still for the service of another stack that has not taken what an apply pulled', async () => {
    const { core, service, refresh, pulls, means } = aService(25)
    const image = { Id: 'sha256:new' } as ImageInspect
    const pulled = {
      images: new Map([['nginx:1', [{ image }]]]),
      pulledAt: new Map([['nginx:1', NOW]]),
      known: new Set<string>(),
      failedAt: new Map<string, number>(),
    }
    const taken = { name: 'web', namespace: 'blog', annotations: { [annotations.image]: 'sha256:new' } }
    core.store.create('Service', { ...service, metadata: taken })
    notePulls(core, pulled)
    equal(isPullDue(service, core.store, NOW), true)
    await refresh(signal)
    deepEqual([pulls, means(), isPullDue(service, core.store, NOW)], [['nginx:1'], 'sha256:new', false])
    core.store.putFact('pull', 'nginx:1', undefined)
    notePulls(core, pulled)
    equal(lastPullOf(core.store, 'nginx:1'), NOW)
  })

  it('is pulled while serve runs, and rolled out where it is another one', async () => {
    const { refresh, pulls, means, core, later } = aService(25)
    await refresh(signal)
    deepEqual([pulls, means(), lastPullOf(core.store, 'nginx:1')], [['nginx:1'], 'sha256:new', NOW])
    later(23)
    await refresh(signal)
    equal(pulls.length, 1)
    later(1)
    await refresh(signal)
    equal(pulls.length, 2)
  })

  it('that can not be pulled is said, tried again later, and left as it was', async () => {
    const { refresh, pulls, means, said, later } = aService(25, { fails: true })
    await refresh(signal)
    await refresh(signal)
    deepEqual([pulls.length, means()], [1, 'sha256:old'])
    match(said.join('\n'), /^warning: .*$/)
    later(1)
    await refresh(signal)
    equal(pulls.length, 2)
  })

  it('that can not be pulled is tried again soon at first, then after longer waits', async () => {
    const { refresh, pulls, later } = aService(25, { fails: true })
    const minutes: number[] = []
    for (let minute = 0; minute <= 40; minute++) {
      const before = pulls.length
      await refresh(signal)
      if (pulls.length > before) minutes.push(minute)
      later(1 / 60)
    }
    deepEqual(minutes, [0, 1, 2, 4, 8, 16, 26, 36])
  })

  it('of which no pull is known, as before an upgrade, is due when its time is over since that was seen', async () => {
    const { refresh, pulls, later } = aService()
    await refresh(signal)
    later(23)
    await refresh(signal)
    deepEqual(pulls, [])
    later(1)
    await refresh(signal)
    deepEqual(pulls, ['nginx:1'])
  })

  it('is due still where what ends it comes before its rollout (S6)', async () => {
    const over = new AbortController()
    const { refresh, core, service, means } = aService(25, {
      meanwhile: () => {
        over.abort(new Error('ended'))
        over.signal.throwIfAborted()
      },
    })
    await rejects(refresh(over.signal), /ended/)
    deepEqual([means(), isPullDue(service, core.store, NOW)], ['sha256:old', true])
  })

  it('is none of a service that is another one, stopped or gone when the pull is over', async () => {
    const seen = async (meanwhile: (core: Core) => void) => {
      const { refresh, core, service, means, said } = aService(25, { meanwhile })
      await refresh(signal)
      return [means(), said.length, isPullDue(service, core.store, NOW)]
    }
    const edit = (core: Core) =>
      void core.store.update('Service', 'shop/web', (draft) => void (draft.spec.template.image = 'nginx:2'))
    deepEqual(await seen(edit), ['sha256:old', 0, false])
    deepEqual(await seen(({ store }) => stopService(store, 'shop/web', { now: NOW })), ['sha256:old', 0, true])
    deepEqual(await seen(({ store }) => void store.delete('Service', 'shop/web')), [undefined, 0, false])
  })

  it('that waits for room is said once in a while', async () => {
    const { refresh, pulls, said, core, service } = aService(25, { full: true })
    await refresh(signal)
    await refresh(signal)
    deepEqual([pulls.length, said.length, isPullDue(service, core.store, NOW + HOUR)], [0, 1, true])
  })

  it('is left alone where its service is stopped', async () => {
    const { refresh, pulls, core } = aService(25)
    stopService(core.store, 'shop/web', { now: NOW })
    await refresh(signal)
    deepEqual(pulls, [])
  })

  it('is forgotten when nothing is pulled by its time any more', () => {
    const { core } = aService(1)
    core.store.update('Service', 'shop/web', (draft) => void (draft.spec.template.image = 'nginx:2'))
    notePull(core.store, { image: 'nginx:2', at: NOW })
    deepEqual([lastPullOf(core.store, 'nginx:1'), lastPullOf(core.store, 'nginx:2')], [undefined, NOW])
  })
})
