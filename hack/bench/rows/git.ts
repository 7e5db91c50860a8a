import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startPusher, type Pusher } from '../../../test/support/pusher.ts'
import { IMAGE, OTHER_IMAGE, runs, withEngine, type BenchEngine } from '../bench-engine.ts'
import { timeByHand } from '../by-hand.ts'
import type { Outcome, Row } from '../row.ts'
import { median, timed } from '../samples.ts'
import { until } from '../until.ts'

const MANIFESTS = 200
const ROUNDS = 5

/** Pushes to a repository made by `init --git`. */
export const pushes: readonly Row[] = [
  {
    name: 'push',
    what: "push of a changed file → new container running, with serve, less the engine's create and start",
    unit: 'ms',
    must: { be: 'at most', value: 1_000 },
    measure: () => withEngine('debian12', pushed),
  },
  {
    name: 'pre-receive',
    what: `pre-receive of ${MANIFESTS} manifests, with plan`,
    unit: 's',
    must: { be: 'at most', value: 1.5 },
    measure: () => withEngine('debian12', received),
  },
]

async function pushed(engine: BenchEngine): Promise<Outcome> {
  const pusher = await startPusher(engine.cli)
  const serving = engine.cli.start('serve')
  await serving.says('serving the installation')
  let image = IMAGE
  const push = async () => {
    image = image === IMAGE ? OTHER_IMAGE : IMAGE
    await pusher.commit({ 'shop/compose.yaml': sleeperOf(image) })
    let ended: Promise<unknown> = Promise.resolve()
    const took = await timed(async () => {
      ended = pusher.push()
      await until(`shop-web-1 runs ${image}`, () => runs(engine, 'shop-web-1', image), ended)
    })
    await ended
    return Math.round(took)
  }
  await push()
  const [took, calls]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    took.push(await push())
    calls.push(Math.round(await timeByHand(engine)))
  }
  await serving.stop()
  return { value: median(took) - median(calls), samples: { push: took, 'create+start': calls } }
}

async function received({ cli }: BenchEngine): Promise<Outcome> {
  const pusher = await startPusher(cli)
  const names = Array.from({ length: MANIFESTS }, (_, index) => index)
  await pusher.commit(Object.fromEntries(names.map((index) => [`shop-${index % 20}/${index}.yaml`, manifest(index)])))
  await pusher.there('fetch', '--quiet', pusher.clone, 'main')
  const samples: number[] = []
  for (let round = 0; round < ROUNDS; round++) samples.push(Math.round(await timed(() => receive(pusher))))
  return { value: median(samples) / 1_000, samples: { 'pre-receive': samples } }
}

/** Runs the pre-receive hook as git does for a new branch; its objects are in the repository already. */
async function receive({ live, clone, git }: Pusher): Promise<void> {
  const commit = await git('rev-parse', 'HEAD')
  const child = spawn(join(live, '.git/hooks/pre-receive'), {
    ...{ cwd: join(live, '.git'), env: { PATH: process.env['PATH'], HOME: clone, GIT_DIR: '.' } },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)))
  child.stdin.end(`${'0'.repeat(commit.length)} ${commit} refs/heads/main\n`)
  const [exit] = await once(child, 'close')
  if (exit !== 0 || !said.includes('is valid')) throw new Error(`pre-receive: ${exit} ${said}`)
}

function sleeperOf(image: string): string {
  return `services:\n  web:\n    image: ${image}\n    command: [sleep, "100000"]\n    stop_grace_period: 0s\n`
}

function manifest(index: number): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web-${index}, namespace: shop-${index % 20} }
spec:
  replicas: 1
  template:
    image: ${IMAGE}
    args: [sleep, "100000"]
    env: [{ name: PORT, value: "${8000 + index}" }]
`
}
