import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { LabRelease } from '../../../test/support/lab.ts'
import { IMAGE, sleepers, withEngine, type BenchEngine } from '../bench-engine.ts'
import { bundled } from '../bundled.ts'
import { deployFloor, openFloor, removeFloor, startNode } from '../floor.ts'
import { downPeer, upPeer } from '../peer.ts'
import type { Outcome, Row } from '../row.ts'
import { interleaved, median, timed } from '../samples.ts'

const COUNT = 40
const ROUNDS = 5
const WIDTHS = [4, 8, 16] as const

/** A fresh deploy of forty replicas: ours against the engine's own floor, and against Docker Compose. */
export const freshDeploys: readonly Row[] = [
  floorRow('debian12', '20.10'),
  floorRow('sid', "sid's engine"),
  composeRow('debian12', { on: '20.10, compose 1.29', atLeast: 1.12 }),
  composeRow('sid', { on: "sid's engine, compose 2.40", atLeast: 1.5 }),
]

function floorRow(release: LabRelease, on: string): Row {
  return {
    name: `fresh-over-floor-${release}`,
    what: `fresh deploy of ${COUNT}, ours over the raw calls at their best, ${on}`,
    unit: '×',
    must: { be: 'at most', value: 1.1 },
    measure: () =>
      withEngine(release, async (engine) => {
        const floors = Object.fromEntries(WIDTHS.map((width) => [`floor ${width}`, () => deployRaw(engine, width)]))
        const contenders = { ours: () => deployOurs(engine), dockerode: () => deployThroughDockerode(engine) }
        const samples = await interleaved(ROUNDS, { ...contenders, ...floors })
        const { ours = [], dockerode = [], ...others } = samples as Record<string, number[]>
        const floor = Math.min(...Object.values(others).map(median))
        return { value: median(ours) / floor, bare: median(dockerode) / floor, samples }
      }),
  }
}

function composeRow(release: LabRelease, { on, atLeast }: { on: string; atLeast: number }): Row {
  return {
    name: `fresh-against-compose-${release}`,
    what: `fresh deploy of ${COUNT}, compose's time over ours, ${on}`,
    unit: '×',
    must: { be: 'at least', value: atLeast },
    measure: () => withEngine(release, againstCompose),
  }
}

async function againstCompose(engine: BenchEngine): Promise<Outcome> {
  const samples = await interleaved(ROUNDS, {
    ours: () => deployOurs(engine),
    least: async () => (await timed(startNode)) + (await deployRaw(engine, 8)),
    compose: async () => {
      const took = await timed(() => upPeer(engine, COUNT))
      await downPeer(engine)
      return took
    },
  })
  const over = (contender: readonly number[]) => median(samples.compose) / median(contender)
  return { value: over(samples.ours), bare: over(samples.least), samples }
}

async function deployOurs({ cli, reconcile }: BenchEngine): Promise<number> {
  cli.write('ours/compose.yaml', sleepers(COUNT))
  const took = await timed(() => reconcile('apply', '-f', 'ours/compose.yaml'))
  await reconcile('delete', '--stack', 'ours')
  return took
}

/** Deploys with the raw calls, but in a process of their own and over the connection that ours uses. */
async function deployThroughDockerode({ socket, raw }: BenchEngine): Promise<number> {
  const program = await bundled('./through-dockerode.ts')
  const args = [program, socket, `floor-${performance.now()}`, IMAGE, String(COUNT), '8']
  const took = await timed(() => promisify(execFile)(process.execPath, args))
  await removeFloor(raw, COUNT)
  return took
}

async function deployRaw({ socket }: BenchEngine, width: number): Promise<number> {
  const floor = openFloor(socket, width)
  const network = `floor-${width}-${performance.now()}`
  const took = await timed(() => deployFloor(floor, { network, image: IMAGE, count: COUNT, width }))
  await removeFloor(floor, COUNT)
  floor.close()
  return took
}
