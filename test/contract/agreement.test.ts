import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isEngineError } from '../../engine/errors.ts'
import { type Deed, deeds, doDeed, opening } from './deeds.ts'
import { newest } from '../support/lab.ts'
import { startDocker } from './docker-subject.ts'
import { startSimulated } from './simulated-subject.ts'
import type { EngineUnderTest } from './subject.ts'
import { inShare } from '../support/share.ts'

const seed = Number(process.env['RECONCILE_TEST_SEED'] ?? 20)
const run = { signal: new AbortController().signal, object: 'Task/contract/test', reason: 'agreement' }

describe('a simulated and a real engine', () => {
  for (const release of newest) {
    it(`answer the same histories alike (${release})`, async function () {
      this.timeout(inShare(300_000, 1_800_000))
      const real = await startDocker(release)
      const histories = fc.sample(fc.array(deeds, { minLength: 10, maxLength: 16 }), {
        seed,
        numRuns: inShare(3, 80),
      })
      try {
        for (const history of histories) await compare(real, [...opening, ...history])
      } finally {
        real.engine.close()
        await real.dispose()
      }
    })
  }
})

async function compare(real: EngineUnderTest, history: readonly Deed[]): Promise<void> {
  const simulated = await startSimulated(real.apiVersion)
  try {
    for (const [index, deed] of history.entries()) {
      const [here, there] = await Promise.all([outcome(simulated, deed), outcome(real, deed)])
      // Some histories make dockerd panic in a handler, as a connect into a shared namespace does: then there is nothing to agree with.
      if (there.ended === 'Unreachable') return
      const so = history.slice(0, index + 1).map((one) => JSON.stringify(one))
      assert.deepEqual(
        here,
        there,
        `seed ${seed}: the simulated engine (actual) differs from the real one after\n${so.join('\n')}`,
      )
    }
  } finally {
    await simulated.dispose()
    await clear(real)
  }
}

/** How a call ended, and what the engine shows afterwards. */
async function outcome({ engine, image }: EngineUnderTest, deed: Deed) {
  const ended = await doDeed(engine, deed, { image, run }).then(
    () => 'ok',
    (error) => (isEngineError(error) ? error.code : String(error)),
  )
  const rows = await engine.listContainers({}, run)
  const seen = await Promise.all(rows.map(({ id }) => engine.inspectContainer({ id }, run)))
  const containers = seen.map(({ Name, State, HostConfig, NetworkSettings, RestartCount }) => {
    const networks = Object.entries(NetworkSettings.Networks)
    const placed = networks.map(([name, { IPAddress }]) => `${name}${IPAddress === '' ? '' : ' with address'}`)
    const ports = (NetworkSettings.Ports?.['80/tcp'] ?? []).some(({ HostPort }) => HostPort === '38199')
    const limits = [HostConfig.Memory, HostConfig.MemorySwap, HostConfig.RestartPolicy?.Name]
    return [Name, State.Status, State.ExitCode, RestartCount, placed.sort(), ports, limits] as const
  })
  const names = async (list: Promise<readonly { readonly Name: string }[]>) =>
    (await list).map(({ Name }) => Name).sort()
  return {
    ended,
    containers: containers.sort(([a], [b]) => a.localeCompare(b)),
    networks: await names(engine.listNetworks({}, run)),
    volumes: await names(engine.listVolumes({}, run).then(({ volumes }) => volumes)),
  }
}

async function clear({ engine }: EngineUnderTest): Promise<void> {
  for (const { id } of await engine.listContainers({}, run)) {
    await engine.removeContainer({ id, force: true, volumes: true }, run)
  }
  for (const { Id, Name } of await engine.listNetworks({}, run)) {
    if (Name.startsWith('deed-')) await engine.removeNetwork({ id: Id }, run)
  }
  const { volumes } = await engine.listVolumes({}, run)
  for (const { Name } of volumes) await engine.removeVolume({ name: Name }, run)
}
