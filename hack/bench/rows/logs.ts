import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Running } from '../../../test/support/cli.ts'
import { type BenchEngine, IMAGE, withEngine } from '../bench-engine.ts'
import type { Outcome, Row } from '../row.ts'

const REPLICAS = 40
const SECONDS = 10
const PER_SECOND = 20_000 / REPLICAS
const LINES = SECONDS * PER_SECOND

/** How much later than the containers wrote the lines the last one may arrive. */
const LATE_MS = 10_000

/** Following the logs of many containers. */
export const following: readonly Row[] = [
  {
    name: 'logs-follow',
    what: `\`logs -f\` of ${REPLICAS} replicas at ${REPLICAS * PER_SECOND} lines/s: most memory, no line lost`,
    unit: 'MB',
    must: { be: 'at most', value: 200 },
    measure: () => withEngine('sid', follow),
  },
]

async function follow({ cli, reconcile }: BenchEngine): Promise<Outcome> {
  cli.write('shop/compose.yaml', writers())
  await reconcile('apply', '-f', 'shop/compose.yaml')
  const begun = performance.now()
  const following = cli.start('logs', '-f', 'web', '-n', 'shop')
  const { lost, mb } = await takenFrom(following)
  const took = Math.round(performance.now() - begun)
  await following.stop()
  const wrong = [
    ...(lost > 0 ? [`${lost} lines are lost or out of order`] : []),
    ...(took > SECONDS * 1000 + LATE_MS ? [`the last line came after ${took} ms`] : []),
  ]
  return { value: mb, samples: { 'all read after': [took] }, ...(wrong.length > 0 ? { broken: wrong.join('; ') } : {}) }
}

/** Reads until the last line of each replica, or until twice the allowed time. Returns the lost or misplaced lines and the peak memory. */
async function takenFrom({ child }: Running): Promise<{ lost: number; mb: number }> {
  const next = new Map<string, number>()
  let [lost, ended] = [0, 0]
  const lines = createInterface({ input: child.stdout as Readable })
  const patience = setTimeout(() => lines.close(), 2 * (SECONDS * 1000 + LATE_MS))
  for await (const line of lines) {
    const [, name = '', number = '0'] = /^(\S+)\s.*?(\d+)$/.exec(line) ?? []
    const expected = next.get(name) ?? 1
    if (Number(number) !== expected) lost += 1
    next.set(name, Number(number) + 1)
    if (Number(number) === LINES) ended += 1
    if (ended === REPLICAS) break
  }
  clearTimeout(patience)
  const taken = [...next.values()].reduce((sum, number) => sum + number - 1, 0)
  return { lost: lost || REPLICAS * LINES - taken, mb: peakOf(child.pid ?? 0) }
}

/** The peak memory of a process, MB. */
function peakOf(pid: number): number {
  const [, kilobytes = 'NaN'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** A service whose replicas each write rising numbers, one batch a second, after a wait until all of them run. */
function writers(): string {
  const each = `seq $$((s * ${PER_SECOND} - ${PER_SECOND - 1})) $$((s * ${PER_SECOND}))`
  return `services:
  web:
    image: ${IMAGE}
    command: [sh, -c, "sleep 5; for s in $$(seq ${SECONDS}); do ${each}; sleep 1; done; exec sleep 100000"]
    stop_grace_period: 0s
    deploy: { replicas: ${REPLICAS} }
`
}
