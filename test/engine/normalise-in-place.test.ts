import { strict as assert } from 'node:assert'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerBody } from '../../engine/container/body.ts'
import { type InPlaceField, inPlaceFields } from '../../engine/container/in-place-fields.ts'
import type { UpdateBody } from '../../engine/types/container.ts'
import { type DriftArgs, driftOf, healingUpdate } from '../../engine/normalise/drift.ts'
import { changesInPlace } from '../../engine/normalise/template-change.ts'
import { made } from './made-container.ts'

const MIB = 1024 * 1024

const wanted = (template: Partial<V1TaskTemplate>) =>
  containerBody({
    template: { image: 'busybox', ...template },
    installation: 'default',
    stack: 'shop',
    service: 'web',
    slot: 1,
    task: 'web-1-abc',
    name: 'shop-web-1',
    networks: ['default', 'back'].map((network) => ({ network, name: `shop_${network}`, id: `id-${network}` })),
    apiVersion: '1.51',
  })

const limits = (limit: NonNullable<NonNullable<V1TaskTemplate['resources']>['limits']>): Partial<V1TaskTemplate> => ({
  resources: { limits: limit },
})

/** A container of one template that is to be of the other. */
const between = (from: Partial<V1TaskTemplate>, to: Partial<V1TaskTemplate>): DriftArgs => ({
  wanted: wanted(to),
  container: made(wanted(from)),
})

/** The body of the update of a container from one template to the other. */
const updateFor = (from: Partial<V1TaskTemplate>, to: Partial<V1TaskTemplate>): UpdateBody | undefined =>
  healingUpdate(between(from, to))

/** The field for which a container takes a new one. */
const decidingField = (from: Partial<V1TaskTemplate>, to: Partial<V1TaskTemplate>): string | undefined =>
  driftOf(between(from, to)).find(({ heal }) => heal.by === 'recreate')?.field

/**
 * Each row: the template before and after, and the body of the update, or the field that requires a new container; `anew` where only the
 * templates tell, as a container can't: it shows a value that nobody declares.
 */
const table: readonly [Partial<V1TaskTemplate>, Partial<V1TaskTemplate>, UpdateBody | string | undefined][] = [
  [{}, {}, undefined],
  [limits({ memoryBytes: 64 * MIB }), limits({ memoryBytes: 128 * MIB }), { Memory: 128 * MIB, MemorySwap: 256 * MIB }],
  [{}, limits({ memoryBytes: 64 * MIB }), { Memory: 64 * MIB, MemorySwap: 128 * MIB }],
  [limits({ memoryBytes: 64 * MIB }), {}, 'anew'],
  [
    limits({ memoryBytes: 64 * MIB }),
    limits({ memoryBytes: 64 * MIB, memorySwapBytes: 96 * MIB }),
    { Memory: 64 * MIB, MemorySwap: 96 * MIB },
  ],
  [limits({ memoryBytes: 64 * MIB }), limits({ memoryBytes: 64 * MIB, memorySwapBytes: -1 }), 'HostConfig.MemorySwap'],
  [
    limits({ memoryBytes: 64 * MIB, memorySwapBytes: -1 }),
    limits({ memoryBytes: 96 * MIB, memorySwapBytes: -1 }),
    { Memory: 96 * MIB, MemorySwap: -1 },
  ],
  [limits({ cpus: 1 }), limits({ cpus: 0.5 }), { NanoCpus: 500_000_000 }],
  [limits({ cpus: 1 }), {}, 'anew'],
  [limits({ cpus: 1 }), { cpuQuota: 1000 }, 'HostConfig.CpuQuota'],
  [{ cpuQuota: 1000 }, limits({ cpus: 1 }), 'HostConfig.NanoCpus'],
  [{ cpuQuota: 1000 }, { cpuQuota: 2000, cpuPeriod: 5000 }, { CpuQuota: 2000, CpuPeriod: 5000 }],
  [{ cpuShares: 10 }, { cpuShares: 20 }, { CpuShares: 20 }],
  [{ cpusetCpus: '0' }, { cpusetCpus: '1' }, { CpusetCpus: '1' }],
  [{ cpusetCpus: '0' }, {}, 'anew'],
  [limits({ pids: 5 }), limits({ pids: 9 }), { PidsLimit: 9 }],
  [limits({ pids: 5 }), {}, 'anew'],
  [{}, { restartPolicy: { condition: 'Always' } }, { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }],
  [{ blkio: { weight: 10 } }, { blkio: { weight: 20 } }, 'HostConfig.BlkioWeight'],
  [{}, { image: 'nginx' }, 'Image'],
  [{ labels: { a: '1' } }, { labels: { a: '2' } }, 'Config.Labels.a'],
  [{}, { networks: [{ network: 'default' }, { network: 'back' }] }, 'anew'],
  [{}, { networks: [{ network: 'default', aliases: ['x'] }] }, 'anew'],
  [{}, { platform: 'linux/arm64' }, 'anew'],
  [{ env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'A' }] }, 'Config.Env.A'],
  // Whether the image still sets a removed value shows on the container only, so drift finds it, not the template.
  [{}, { env: [{ name: 'A' }] }, undefined],
  [{ env: [{ name: 'A' }] }, {}, undefined],
]

/** One change for each field that can be updated in place. */
const perField: Readonly<Record<InPlaceField, readonly [Partial<V1TaskTemplate>, Partial<V1TaskTemplate>]>> = {
  CpuShares: [{ cpuShares: 10 }, { cpuShares: 20 }],
  Memory: [limits({ memoryBytes: 64 * MIB }), limits({ memoryBytes: 128 * MIB })],
  MemoryReservation: [
    { resources: { reservations: { memoryBytes: 64 * MIB } } },
    { resources: { reservations: { memoryBytes: 96 * MIB } } },
  ],
  NanoCpus: [limits({ cpus: 1 }), limits({ cpus: 2 })],
  CpuPeriod: [{ cpuPeriod: 5000 }, { cpuPeriod: 6000 }],
  CpuQuota: [{ cpuQuota: 1000 }, { cpuQuota: 2000 }],
  CpusetCpus: [{ cpusetCpus: '0' }, { cpusetCpus: '1' }],
  CpusetMems: [{ cpusetMems: '0' }, { cpusetMems: '1' }],
  MemorySwap: [
    limits({ memoryBytes: 64 * MIB, memorySwapBytes: 96 * MIB }),
    limits({ memoryBytes: 64 * MIB, memorySwapBytes: 128 * MIB }),
  ],
  PidsLimit: [limits({ pids: 5 }), limits({ pids: 6 })],
  RestartPolicy: [{ restartPolicy: { condition: 'Always' } }, { restartPolicy: { condition: 'UnlessStopped' } }],
}

describe('A change of a running container', () => {
  for (const field of inPlaceFields)
    it(`of ${field} alone is an update, for the hash and between templates as well`, () => {
      const [from, to] = perField[field]
      assert.ok(Object.hasOwn(updateFor(from, to) ?? {}, field))
      assert.equal(wanted(from).specHash, wanted(to).specHash)
      assert.equal(changesInPlace({ image: 'busybox', ...from }, { image: 'busybox', ...to }), true)
    })

  for (const [from, to, expected] of table)
    it(`from ${JSON.stringify(from)} to ${JSON.stringify(to)} is ${typeof expected === 'string' ? 'a new one' : 'in place'}`, () => {
      if (typeof expected !== 'string') assert.deepEqual(updateFor(from, to), expected)
      else if (expected !== 'anew') assert.equal(decidingField(from, to), expected)
      const [a, b] = [from, to].map((one) => ({ image: 'busybox', ...one }))
      assert.equal(a && b && changesInPlace(a, b), typeof expected !== 'string')
    })

  it('of what is delivered, or where, is no update', () => {
    assert.equal(changesInPlace({ image: 'a' }, { image: 'a', secrets: [{ secret: 'pw' }] }), false)
    assert.equal(changesInPlace({ image: 'a' }, { image: 'a', configs: [{ config: 'c' }] }), false)
    assert.equal(changesInPlace({ image: 'a' }, { image: 'a', networkMode: 'service:db' }), false)
  })

  it('of what the container knows nothing of is one', () => {
    assert.equal(changesInPlace({ image: 'a' }, { image: 'a', pullPolicy: 'Always' }), true)
    assert.equal(changesInPlace({ image: 'a' }, { image: 'a', hooks: { preStop: [{ command: ['x'] }] } }), true)
  })

  it('of where the sources of a build are is one, while its tag stands for the same of them', () => {
    const build = { context: '/a', dockerfile: '/a/Dockerfile', additionalContexts: { docs: '/docs' }, ssh: ['a=/a'] }
    const moved = { context: '/b', dockerfile: '/b/Dockerfile', additionalContexts: { docs: '/b/docs' }, ssh: ['a=/b'] }
    const image = 'shop-web:a1b2c3d40000'
    assert.equal(changesInPlace({ image, build }, { image, build: moved }), true)
    assert.equal(changesInPlace({ image, build }, { image: 'shop-web:b1b2c3d40000', build: moved }), false)
    assert.equal(changesInPlace({ image, build }, { image }), false)
    for (const image of ['shop-web:latest', 'web:1'])
      assert.equal(changesInPlace({ image, build }, { image, build: moved }), false)
  })

  it('of how the same sources are built is one, as the image is there already', () => {
    const image = 'shop-web:a1b2c3d40000'
    const build = { context: '/a', network: 'none', tags: ['shop:1'] }
    for (const other of [{ network: 'host' }, { tags: ['shop:2'] }, { noCache: true }, { extraHosts: ['db:10.0.0.1'] }])
      assert.equal(changesInPlace({ image, build }, { image, build: { ...build, ...other } }), true)
    assert.equal(
      changesInPlace({ image: 'web:1', build }, { image: 'web:1', build: { ...build, noCache: true } }),
      false,
    )
  })

  it('counts towards the spec hash only when it forces a new container', () => {
    for (const [from, to, expected] of table)
      if (typeof expected === 'object') assert.equal(wanted(from).specHash, wanted(to).specHash)
    assert.notEqual(wanted({}).specHash, wanted({ image: 'nginx' }).specHash)
    assert.notEqual(wanted({}).specHash, wanted({ labels: { a: 'b' } }).specHash)
    assert.notEqual(wanted({}).specHash, wanted({ platform: 'linux/arm64' }).specHash)
  })
})
