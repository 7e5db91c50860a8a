import { join } from 'node:path'
import { SETTLED_MS } from '../../../controllers/task/plan/restart.ts'
import { startProxy } from '../../../test/support/proxy.ts'
import { IMAGE, runs, withEngine, type BenchEngine } from '../bench-engine.ts'
import { timeByHand } from '../by-hand.ts'
import type { Outcome, Row } from '../row.ts'
import { interleaved, median, timed } from '../samples.ts'
import { until } from '../until.ts'

const NAME = 'shop-web-1'

/** Healing of a container that dies or is removed. */
export const healing: readonly Row[] = [
  {
    name: 'killed-inside',
    what: 'main process killed → running: calls of ours (Docker restarts it)',
    unit: 'calls',
    must: { be: 'at most', value: 0 },
    measure: () => withEngine('debian12', killedInside),
  },
  handRow('docker-kill', {
    what: '`docker kill` by hand → running, over create+start',
    by: ({ raw }) => raw.call('POST', `/containers/${NAME}/kill`),
  }),
  handRow('docker-rm', {
    what: '`docker rm -f` by hand → running, over create+start',
    by: ({ raw }) => raw.call('DELETE', `/containers/${NAME}?force=1`),
  }),
]

async function killedInside(engine: BenchEngine): Promise<Outcome> {
  const { cli, socket, raw, host } = engine
  const proxy = await startProxy({ socket: join(cli.dir, 'proxy.sock'), engine: socket })
  cli.write('watched/shop/compose.yaml', sleeper())
  const serving = cli.startUnder(['env', `DOCKER_HOST=unix://${proxy.socket}`], 'serve', '--watch', 'watched')
  await until(`${NAME} runs`, () => runs(engine, NAME))
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  proxy.clear()
  const inspect = () => raw.call('GET', `/containers/${NAME}/json`) as unknown as Promise<Inspected>
  const { State } = await inspect()
  await host.run('kill', '-9', String(State.Pid))
  const took = await timed(() => until(`${NAME} runs again`, async () => isAnother(State, (await inspect()).State)))
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  // Counted before serve stops, as it then releases its lock: a write, but not of healing.
  const { length: writes } = proxy.writes()
  await serving.stop()
  await proxy.close()
  return { value: writes, samples: { 'running after': [Math.round(took)] } }
}

interface Inspected {
  readonly State: { readonly Pid: number; readonly Running: boolean }
}

function isAnother(before: Inspected['State'], now: Inspected['State']): boolean {
  return now.Running && now.Pid !== before.Pid
}

function handRow(name: string, { what, by }: { what: string; by: (engine: BenchEngine) => Promise<unknown> }): Row {
  return {
    name,
    what,
    unit: '×',
    must: { be: 'at most', value: 1.3 },
    measure: () =>
      withEngine('debian12', async (engine) => {
        const { cli } = engine
        cli.write('watched/shop/compose.yaml', sleeper())
        const serving = cli.start('serve', '--watch', 'watched')
        await until(`${NAME} runs`, () => runs(engine, NAME))
        const samples = await interleaved(5, {
          healed: async () => {
            await new Promise((resolve) => setTimeout(resolve, SETTLED_MS + 1_000)) // or it counts as a crash loop
            await by(engine) // not timed: the engine's own time
            return timed(() => until(`${NAME} runs`, () => runs(engine, NAME)))
          },
          'create+start': () => timeByHand(engine),
        })
        await serving.stop()
        return { value: median(samples.healed) / median(samples['create+start']), samples }
      }),
  }
}

function sleeper(): string {
  return `services:\n  web:\n    image: ${IMAGE}\n    command: [sleep, "100000"]\n    restart: unless-stopped\n    stop_grace_period: 0s\n`
}
