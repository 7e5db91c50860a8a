import type { LabRelease } from '../../../test/support/lab.ts'
import { IMAGE, withEngine, type BenchEngine } from '../bench-engine.ts'
import { downPeer, PEER } from '../peer.ts'
import type { Outcome, Row } from '../row.ts'
import { median, timed } from '../samples.ts'

const COUNT = 20
const ROUNDS = 3
const FILE = 'peer/docker-compose.yml'

/** Adoption of a project that docker compose runs. */
export const adoptions: readonly Row[] = [
  adoptRow('debian12', '20.10, compose 1.29'),
  adoptRow('sid', "sid's engine, compose 2.40"),
]

function adoptRow(release: LabRelease, on: string): Row {
  return {
    name: `adopt-${release}`,
    what: `adopt of a project of ${COUNT} containers whose files did not change, none restarted or made anew, ${on}`,
    unit: 's',
    must: { be: 'at most', value: 2 },
    measure: () => withEngine(release, adopt),
  }
}

async function adopt(engine: BenchEngine): Promise<Outcome> {
  const ours: number[] = []
  const changed: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    engine.cli.write(FILE, project())
    await engine.compose(...PEER, 'up', '-d')
    const before = await running(engine)
    if (before.length !== COUNT) throw new Error(`compose runs ${before.length} of ${COUNT} containers`)
    ours.push(Math.round(await timed(() => engine.reconcile('adopt', 'peer', '-f', FILE))))
    const after = await running(engine)
    changed.push(...before.filter((each) => !after.includes(each)))
    await engine.reconcile('delete', '--stack', 'peer')
    await downPeer(engine)
  }
  const broken = changed.length === 0 ? {} : { broken: `restarted or made anew: ${changed.join(', ')}` }
  return { value: median(ours) / 1000, samples: { ours }, ...broken }
}

/** The running containers, each with its start time. */
async function running({ raw }: BenchEngine): Promise<readonly string[]> {
  const list = (await raw.call('GET', '/containers/json')) as unknown as readonly { readonly Id: string }[]
  const all = list.map(async ({ Id }) => {
    const found = (await raw.call('GET', `/containers/${Id}/json`)) as unknown as Inspected
    return `${Id} since ${found.State.StartedAt}`
  })
  return await Promise.all(all)
}

interface Inspected {
  readonly State: { readonly StartedAt: string }
}

function project(): string {
  const services = Array.from({ length: COUNT }, (_, index) => service(`s${index + 1}`))
  return ['version: "3.8"', 'services:', ...services, ''].join('\n')
}

function service(name: string): string {
  return `  ${name}:
    image: ${IMAGE}
    command: [sleep, "100000"]
    restart: unless-stopped
    stop_grace_period: 0s
    environment: { NAME: ${name} }`
}
