import { deepEqual, equal } from 'node:assert/strict'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { Cli, Running } from '../../support/cli.ts'
import { isOfLock } from '../../support/lock-calls.ts'
import { until } from '../../support/until.ts'
import { lookAtForeign, makeForeign } from './foreign.ts'
import { type Ground, type GroundOptions, startGround } from './ground.ts'
import { manifest, manifests, sleeper } from './manifests.ts'
import { converged, services } from './serving.ts'

/** How long to watch that nothing happens, ms: longer than deletions wait with the settings here. */
const LONG_MS = 1_200
const SETTINGS = { RECONCILE_SETTINGS: 'deletionWaitMs=200,stackHoldMs=400' }

/** A watched tree with two stacks and 15 resources, under `serve`, on an engine with ten objects of others. */
export interface WatchedTree {
  readonly ground: Ground
  readonly cli: Cli
  serve(): Running
  restart(): Promise<void>
  /** Our containers, with ids and start times. */
  identity(): Promise<readonly string[]>
  /** Waits until `serve` prints something that matches after `act`; returns the first group. */
  says(words: RegExp, act: () => unknown): Promise<string>
  /** Fails if anything is deleted, or done on the engine, in the time in which it would be. */
  nothingHappens(act?: () => unknown): Promise<void>
  /** Fails unless the objects of others are as they were (S4). */
  foreignAreUntouched(): Promise<void>
}

export async function startWatchedTree(options: GroundOptions): Promise<WatchedTree> {
  const ground = await startGround(options)
  await makeForeign(ground.hand)
  const foreign = await lookAtForeign(ground.hand)
  const cli = ground.cli(SETTINGS)
  declareAll(cli)
  let serve = startServe(cli)
  await converged(cli, ['side', 'web']).catch((cause: Error) => {
    throw new Error(`${cause.message}: ${serve.output()}`, { cause })
  })
  return {
    ...{ ground, cli, serve: () => serve, identity: () => identityOf(ground) },
    async restart() {
      equal(await serve.stop(), 0, serve.output())
      serve = startServe(cli)
      await until('it serves', () => serve.output().includes('serving the installation'), { instead: serve.output })
    },
    async says(words, act) {
      const [was, from] = [serve, serve.output().length]
      await act()
      const said = () => words.exec(serve.output().slice(serve === was ? from : 0))
      return (await until(`it says ${words}`, () => said() ?? false, { instead: serve.output }))[1] ?? ''
    },
    async nothingHappens(act = () => {}) {
      const before = await identityOf(ground)
      ground.proxy.clear()
      await act()
      await sleep(realClock, LONG_MS)
      equal((await services(cli)).length, 2, serve.output())
      // A serve that begins takes the locks of what it runs, and gives them back at its end.
      const writes = ground.proxy.writes().filter((call) => !isOfLock(call))
      deepEqual(writes, [], serve.output())
      deepEqual(await identityOf(ground), before)
    },
    foreignAreUntouched: async () => deepEqual(await lookAtForeign(ground.hand), foreign),
  }
}

/** The configs that make up most of the tree, each in a file of its own. */
export const CONFIGS = Array.from({ length: 10 }, (_, i) => `c${i + 1}`)

function declareAll(cli: Cli): void {
  const mounts = [{ type: 'Volume', source: 'data', target: '/data' }]
  cli.write('tree/shop.yaml', manifests(sleeper('web', { template: { mounts } }), manifest('Volume', 'data')))
  for (const name of CONFIGS) cli.write(`tree/${name}.yaml`, manifest('Config', name, { content: name }))
  cli.write('tree/side/.env', 'SIDES=1\n')
  cli.write('tree/side/compose.yaml', SIDE)
}

/** A Compose project with a service and a volume; it gets a default network too. */
const SIDE = `name: side
services:
  side:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    deploy: { replicas: "\${SIDES:-0}" }
volumes:
  kept: {}
`

function startServe(cli: Cli): Running {
  // Root can read everything. Without these two capabilities it has the rights of anybody.
  const rights = '-dac_override,-dac_read_search'
  return cli.startUnder(['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`], 'serve', '--watch', 'tree')
}

async function identityOf({ hand }: Ground): Promise<readonly string[]> {
  const ours = (await hand.containers()).filter(({ Labels }) => Labels['reconcile.dev/installation'] === 'default')
  const seen = await Promise.all(ours.map(({ Id }) => hand.inspect(Id).catch(unlessGone)))
  return seen.flatMap((one) => (one ? [`${one.Name} ${one.Id} ${one.State.StartedAt}`] : [])).sort()
}

/** A container that was listed a moment ago may have been removed since. */
function unlessGone(error: Error): undefined {
  if (!error.message.includes(': 404 ')) throw error
}
