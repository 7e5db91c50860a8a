import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { startProxy } from '../../../test/support/proxy.ts'
import { isWrite } from '../../../test/support/recorded-call.ts'
import { OTHER_IMAGE, IMAGE, sleepers, withEngine, type BenchEngine } from '../bench-engine.ts'
import type { Outcome, Row } from '../row.ts'
import { median } from '../samples.ts'
import { until } from '../until.ts'

const CONTAINERS = 200

/** The reaction time of `serve`, and its memory. */
export const serving: readonly Row[] = [
  {
    name: 'file-saved',
    what: 'file saved → first engine call, less the quiet time',
    unit: 'ms',
    must: { be: 'at most', value: 25 },
    measure: () => withEngine('debian12', fileSaved),
  },
  {
    name: 'serve-memory',
    what: `serve with ${CONTAINERS} containers, median resident memory over 60 s a minute after convergence`,
    unit: 'MB',
    must: { be: 'at most', value: 110 },
    measure: () => withEngine('debian12', serveMemory),
  },
]

async function fileSaved({ cli, socket }: BenchEngine): Promise<Outcome> {
  const began = performance.now()
  const proxy = await startProxy({ socket: join(cli.dir, 'proxy.sock'), engine: socket })
  const file = cli.write('watched/shop/compose.yaml', sleepers(1))
  const run = cli.startUnder(['env', `DOCKER_HOST=unix://${proxy.socket}`], 'serve', '--watch', 'watched')
  await until('it is deployed', async () => proxy.calls.some(({ path }) => path.endsWith('/start')))
  const waits: number[] = []
  for (let round = 0; round < 9; round++) {
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    proxy.clear()
    const quietEnds = performance.now() - began + defaultSettings.quietMs
    writeFileSync(file, sleepers(1).replace(IMAGE, round % 2 ? IMAGE : OTHER_IMAGE))
    // Heartbeats may read at any time. Before the quiet time ends, only a write can be a reaction to the save.
    const first = () => proxy.calls.find((call) => call.at >= quietEnds || isWrite(call))
    await until('it acts', async () => first() !== undefined)
    waits.push(Math.round((first()?.at ?? Number.NaN) - quietEnds))
  }
  await run.stop()
  await proxy.close()
  const early = waits.some((wait) => !(wait >= 0)) ? { broken: 'a write came before the quiet time was over' } : {}
  return { value: median(waits), samples: { waits }, ...early }
}

async function serveMemory({ cli, raw }: BenchEngine): Promise<Outcome> {
  cli.write('watched/shop/compose.yaml', sleepers(CONTAINERS))
  const run = cli.start('serve', '--watch', 'watched')
  const running = () => raw.call('GET', '/containers/json') as unknown as Promise<readonly unknown[]>
  await until('all run', async () => (await running()).length >= CONTAINERS)
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  const memory: number[] = []
  for (let second = 0; second < 60; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    memory.push(residentMb(run.child.pid))
  }
  await run.stop()
  return { value: median(memory), samples: { MB: [Math.min(...memory), Math.max(...memory)] } }
}

function residentMb(pid: number | undefined): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(match?.[1]) / 1024)
}
