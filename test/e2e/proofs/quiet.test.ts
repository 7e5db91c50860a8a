import { deepEqual, equal, ok } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { SERVICES, writeStack } from './crash-stack.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { converged, runsOn } from './serving.ts'
import { inShare, whole } from '../../support/share.ts'

/** The number of the stack's containers. */
const CONTAINERS = 4

/** With everything: the default intervals, over two lists. Otherwise shorter, with lists and heartbeats more often. */
const { ms, relistMs, heartbeatMs } = whole
  ? { ms: 660_000, relistMs: 300_000, heartbeatMs: 15_000 }
  : { ms: 20_000, relistMs: 7_000, heartbeatMs: 1_000 }

for (const release of releases)
  describe(`a converged installation (${release})`, function () {
    this.timeout(inShare(180_000, 900_000))
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release })
      cli = ground.cli(
        whole ? {} : { RECONCILE_SETTINGS: `relistMs=${relistMs},heartbeatMs=${heartbeatMs},resyncMs=5000` },
      )
      writeStack(cli, 'red')
    })
    after(() => ground?.end())

    it('writes nothing to its engine, and reads as often as the lists and signs of life say (S8)', async () => {
      const serve = cli.start('serve', '--watch', 'tree')
      await converged(cli, SERVICES)
      ground.proxy.clear()
      await runsOn(serve, ms)
      deepEqual(ground.proxy.writes(), [], serve.output())
      const reads = new Map<string, number>()
      for (const { path } of ground.proxy.calls) {
        const name = path.replace(/\?.*/, '').replace(/[0-9a-f]{64}/, 'ID')
        reads.set(name, (reads.get(name) ?? 0) + 1)
      }
      console.log(`      reads in ${ms / 1000} s: ${JSON.stringify(Object.fromEntries(reads))}`)
      const lists = reads.get('/networks') ?? 0
      const [atLeast, atMost] = [Math.floor(ms / (relistMs * 1.1)), Math.ceil(ms / (relistMs * 0.9))]
      ok(lists >= atLeast && lists <= atMost, `${lists} lists, not ${atLeast} to ${atMost}`)
      ok((reads.get('/info') ?? 0) <= Math.ceil(ms / (heartbeatMs * 0.9)))
      equal(reads.get('/containers/json'), 2 * lists, 'ours, and what docker compose runs')
      // A list is four calls, and one for each image and container at most. One that began before may still look at these.
      const looks = lists * (4 + 1 + CONTAINERS) + 1 + CONTAINERS
      ok(ground.proxy.calls.length <= (reads.get('/info') ?? 0) + looks, JSON.stringify([...reads]))
      equal(await serve.stop(), 0)
    })

    it('is written nothing to by an apply, a plan, a get and a describe of what is there', async () => {
      // A command without serve's state adopts everything as it is.
      rmSync(join(cli.home, 'state'), { recursive: true })
      for (const args of [
        ['apply', '-f', 'tree/shop.yaml'],
        ['apply', '-f', 'tree/shop.yaml'],
      ]) {
        ground.proxy.clear()
        const applied = await cli.run(...args)
        equal(applied.exit, 0, applied.out + applied.err)
        deepEqual(ground.proxy.writes(), [], applied.out)
      }
      for (const args of [
        ['plan', '-f', 'tree/shop.yaml'],
        ['get', 'all', '-o', 'yaml'],
        ['describe', 'service/web'],
        ['validate', '-f', 'tree/shop.yaml'],
      ]) {
        equal((await cli.run(...args)).exit, 0)
        deepEqual(ground.proxy.writes(), [], args.join(' '))
      }
    })
  })
