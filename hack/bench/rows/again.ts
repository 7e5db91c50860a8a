import { join } from 'node:path'
import type { LabRelease } from '../../../test/support/lab.ts'
import { withoutLocks } from '../../../test/support/lock-calls.ts'
import { startProxy } from '../../../test/support/proxy.ts'
import { sleepers, withEngine, type BenchEngine } from '../bench-engine.ts'
import { downPeer, PEER, upPeer } from '../peer.ts'
import type { Outcome, Row } from '../row.ts'
import { interleaved, median, timed } from '../samples.ts'

const COUNT = 40

/** Applying a converged stack again, and removing a stack. */
export const again: readonly Row[] = [
  noOpRow('no-op-with-serve', { serve: true, atMost: 1 }),
  noOpRow('no-op', { serve: false, atMost: 3 }),
  downRow('debian12', '20.10, compose 1.29'),
  downRow('sid', "sid's engine, compose 2.40"),
]

function noOpRow(name: string, { serve, atMost }: { serve: boolean; atMost: number }): Row {
  return {
    name,
    what: `no-op apply of ${COUNT} ${serve ? 'with' : 'without'} serve, over docker compose 2.40's`,
    unit: '×',
    must: { be: 'at most', value: atMost },
    measure: () =>
      withEngine('sid', async (engine) => {
        await deployBoth(engine)
        const serving = serve ? engine.cli.start('serve') : undefined
        await serving?.says('serving the installation')
        const samples = await interleaved(7, {
          ours: () => timed(() => engine.reconcile('apply', '-f', 'ours/compose.yaml')),
          compose: () => timed(() => engine.compose(...PEER, 'up', '-d')),
          plugin: () => timed(() => engine.composePlugin(...PEER, 'up', '-d')),
        })
        await serving?.stop()
        const outcome = { value: median(samples.ours) / median(samples.compose), samples }
        return { ...outcome, ...(await writesOfNoOp(engine, serve)) }
      }),
  }
}

/** Checks through a proxy that a no-op apply makes no engine writes, with or without `serve`. */
async function writesOfNoOp({ cli, socket }: BenchEngine, serve: boolean): Promise<Pick<Outcome, 'broken'>> {
  const proxy = await startProxy({ socket: join(cli.dir, 'proxy.sock'), engine: socket })
  const through = { DOCKER_HOST: `unix://${proxy.socket}` }
  const serving = serve ? cli.startUnder(['env', `DOCKER_HOST=${through.DOCKER_HOST}`], 'serve') : undefined
  await serving?.says('serving the installation')
  const { exit, err } = await cli.runWith(through, 'apply', '-f', 'ours/compose.yaml')
  const writes = withoutLocks(proxy.writes()).map(({ method, path }) => `${method} ${path}`)
  await serving?.stop()
  await proxy.close()
  if (exit !== 0) return { broken: `through the proxy it ended with ${exit}: ${err}` }
  return writes.length > 0 ? { broken: `it wrote: ${writes.join(', ')}` } : {}
}

async function deployBoth(engine: BenchEngine): Promise<void> {
  engine.cli.write('ours/compose.yaml', sleepers(COUNT))
  await engine.reconcile('apply', '-f', 'ours/compose.yaml')
  await upPeer(engine, COUNT)
}

function downRow(release: LabRelease, on: string): Row {
  return {
    name: `down-${release}`,
    what: `down of ${COUNT}, compose's time over ours, ${on}`,
    unit: '×',
    must: { be: 'at least', value: 1 },
    measure: () =>
      withEngine(release, async (engine) => {
        const samples = await interleaved(3, { ours: () => downOurs(engine), compose: () => downPeers(engine) })
        return { value: median(samples.compose) / median(samples.ours), samples }
      }),
  }
}

async function downOurs({ cli, reconcile }: BenchEngine): Promise<number> {
  cli.write('ours/compose.yaml', sleepers(COUNT))
  await reconcile('apply', '-f', 'ours/compose.yaml')
  return timed(() => reconcile('delete', '--stack', 'ours'))
}

async function downPeers(engine: BenchEngine): Promise<number> {
  await upPeer(engine, COUNT)
  return timed(() => downPeer(engine))
}
