import { strict as assert } from 'node:assert'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { atLeast } from '../../engine/container/api-version.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { baselineOf } from '../../engine/normalise/baseline.ts'
import { type DriftArgs, driftOf, healingUpdate } from '../../engine/normalise/drift.ts'
import { fieldChanges, inPlaceChanges } from './normaliser-changes.ts'
import { type Bench, share } from './normaliser-engine.ts'
import { IMAGE } from './normaliser-templates.ts'

const MIB = 1024 * 1024
const template = {
  image: IMAGE,
  command: ['sleep', '1000'],
  networks: [{ network: 'default', aliases: ['w'] }],
  resources: { limits: { memoryBytes: 64 * MIB, pids: 50, cpus: 0.5 } },
}

/** Changes by hand of a running container, each with the field of the drift and the way to heal it. */
const byHand: readonly [string, field: string, heal: string, (bench: Bench, id: string) => Promise<unknown>][] = [
  [
    'another memory limit',
    'HostConfig.Memory',
    'update',
    ({ engine, run }, id) => engine.updateContainer({ id, body: { Memory: 32 * MIB, MemorySwap: 64 * MIB } }, run),
  ],
  [
    'more swap',
    'HostConfig.MemorySwap',
    'update',
    ({ engine, run }, id) => engine.updateContainer({ id, body: { MemorySwap: 192 * MIB } }, run),
  ],
  [
    'another limit of processes',
    'HostConfig.PidsLimit',
    'update',
    ({ engine, run }, id) => engine.updateContainer({ id, body: { PidsLimit: 10 } }, run),
  ],
  [
    'another limit of CPUs',
    'HostConfig.NanoCpus',
    'update',
    ({ engine, run }, id) => engine.updateContainer({ id, body: { NanoCpus: 1e9 } }, run),
  ],
  [
    'another restart policy',
    'HostConfig.RestartPolicy',
    'update',
    ({ engine, run }, id) => engine.updateContainer({ id, body: { RestartPolicy: { Name: 'no' } } }, run),
  ],
  [
    'a disconnected network',
    'network shop_default',
    'connect',
    ({ engine, run, networks }, id) => engine.disconnectNetwork({ id: networks[0]?.id ?? '', container: id }, run),
  ],
  [
    'a further network',
    'network shop_back',
    'disconnect',
    ({ engine, run, networks }, id) =>
      engine.connectNetwork({ id: networks[1]?.id ?? '', container: id, endpoint: {} }, run),
  ],
  [
    'a network connected again without its names',
    'network shop_default aliases',
    'disconnect',
    async ({ engine, run, networks }, id) => {
      const network = { id: networks[0]?.id ?? '', container: id }
      await engine.disconnectNetwork(network, run)
      await engine.connectNetwork({ ...network, endpoint: {} }, run)
    },
  ],
  ['another name', 'Name', 'rename', ({ engine, run }, id) => engine.renameContainer({ id, name: 'stranger' }, run)],
]

/** Tests that each differing field is named as drift, and that changes by hand are healed in place. */
export function testDrift(at: () => Bench): void {
  it('names the one field in which a container differs from what is declared, whichever it is', async () => {
    for (const { declared, found, field, named, since } of share(fieldChanges)) {
      if (since !== undefined && !atLeast(at().info.apiVersion, since)) continue
      const container = await made(at(), at().want({ image: IMAGE, ...found }))
      const drift = driftOf({ wanted: at().want({ image: IMAGE, ...declared }), container, ...at() })
      await at().remove()
      const what = `${field}: ${JSON.stringify(declared)}, found ${JSON.stringify(found)}`
      assert.ok(
        drift.some((one) => one.field.startsWith(named)),
        `${what}: nothing is named ${named} in ${drift.map((one) => one.field)}`,
      )
      // One field can imply others: without a health check there is no interval either.
      assert.ok(drift.length <= 3, `${what} is named more than it is: ${drift.map((one) => one.message).join('; ')}`)
    }
  })

  for (const [from, to] of share(inPlaceChanges))
    it(`changes a running container in place from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, () =>
      changed(at(), from, to))

  for (const [what, field, heal, act] of share(byHand))
    it(`names ${what} by hand on a running container, and heals it in place`, async () => {
      const wanted = at().want(template)
      const { Id: id } = await made(at(), wanted)
      await at().engine.startContainer({ id }, at().run)
      const inspect = () => at().engine.inspectContainer({ id }, at().run)
      const { image, info } = at()
      const baseline = baselineOf(wanted, await inspect(), { image, info })
      assert.deepEqual(driftOf({ wanted, container: await inspect(), image, info, baseline }), [])
      await act(at(), id)
      for (const known of [{ baseline }, {}]) {
        const drift = driftOf({ wanted, container: await inspect(), image, info, ...known })
        assert.deepEqual(
          drift.map((one) => [one.field, one.heal.by]),
          [[field, heal]],
        )
      }
      for (let step = 0; step < 3; step++)
        await healed(at(), { wanted, container: await inspect(), image, info, baseline })
      assert.deepEqual(driftOf({ wanted, container: await inspect(), image, info, baseline }), [])
      await at().engine.removeContainer({ id, force: true, volumes: true }, at().run)
    })
}

/** Updates a running container from one template to another, and checks that it is as declared then. */
async function changed(bench: Bench, from: Partial<V1TaskTemplate>, to: Partial<V1TaskTemplate>): Promise<void> {
  const { engine, run } = bench
  const [before, after] = [from, to].map((one) => bench.want({ image: IMAGE, command: ['sleep', '1000'], ...one }))
  assert.ok(before && after)
  const { Id: id } = await made(bench, before)
  await engine.startContainer({ id }, run)
  const body = healingUpdate({ wanted: after, container: await engine.inspectContainer({ id }, run) })
  assert.ok(body)
  await engine.updateContainer({ id, body }, run)
  const container = await engine.inspectContainer({ id }, run)
  assert.deepEqual(driftOf({ wanted: after, container }), [])
  await engine.removeContainer({ id, force: true, volumes: true }, run)
}

/** Heals the first drift in the way that it names. */
async function healed({ engine, run }: Bench, args: DriftArgs): Promise<void> {
  const { wanted, container } = args
  const [drift] = driftOf(args)
  const heal = drift?.heal
  if (heal?.by === 'update') {
    const body = healingUpdate(args) ?? {}
    await engine.updateContainer({ id: container.Id, body }, run)
  } else if (heal?.by === 'connect') {
    const endpoint = wanted.networks.find(({ id }) => id === heal.network)?.endpoint ?? {}
    await engine.connectNetwork({ id: heal.network, container: container.Id, endpoint }, run)
  } else if (heal?.by === 'disconnect')
    await engine.disconnectNetwork({ id: heal.network, container: container.Id }, run)
  else if (heal?.by === 'rename') await engine.renameContainer({ id: container.Id, name: wanted.name }, run)
}

async function made(bench: Bench, wanted: ReturnType<Bench['want']>): Promise<ContainerInspect> {
  const container = await bench.create(wanted)
  assert.ok(container, `the engine takes ${JSON.stringify(wanted.body)}`)
  return container
}
