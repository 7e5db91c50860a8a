import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Cli, Running } from '../../support/cli.ts'
import { killAtWrite } from '../../support/proxy.ts'
import { look, SERVICES, standing, writeStack } from './crash-stack.ts'
import { type Ground, releases, startGround, whole } from './ground.ts'
import { converged, ended } from './serving.ts'

// S6: killed at any point and started again: the same state, no duplicate container, no orphan; and no job runs twice.
for (const release of releases)
  describe(`reconcile, killed at an engine write and started again (${release})`, function () {
    this.timeout(whole ? 1_800_000 : 60_000)
    let ground: Ground

    before(async () => {
      ground = await startGround({ release })
    })
    afterEach(() => ground.wipe())
    after(() => ground?.end())

    for (const command of ['apply', 'serve'] as const) {
      it(`ends a deploy by ${command} as if nothing had been`, async () => {
        const writes = await bring(ground, { command, cli: ground.cli(), colour: 'red' })
        ok(writes >= 15, `a deploy has only ${writes} writes`)
        for (const point of pointsUpTo(writes)) {
          await ground.wipe()
          await bring(ground, { command, cli: ground.cli(), colour: 'red', point })
        }
      })

      it(`ends a rollout by ${command} as if nothing had been`, async () => {
        const cli = ground.cli()
        await bring(ground, { command, cli, colour: 'red' })
        const writes = await bring(ground, { command, cli, colour: 'blue' })
        ok(writes >= 6, `a rollout has only ${writes} writes`)
        for (const point of pointsUpTo(writes))
          await bring(ground, { command, cli, colour: `${point.when}-${point.n}`, point })
      })
    }
  })

interface Point {
  readonly n: number
  readonly when: 'before' | 'after'
}

/** Before and after each of so many writes; a share of them unless everything is to be run. */
function pointsUpTo(writes: number): Point[] {
  const all = Array.from({ length: writes }, (_, i) => i + 1).flatMap((n): Point[] => [
    { n, when: 'before' },
    { n, when: 'after' },
  ])
  return whole ? all : all.filter((_, index) => index % Math.ceil(all.length / 3) === 2)
}

interface Bringing {
  readonly command: 'apply' | 'serve'
  readonly cli: Cli
  readonly colour: string
  /** Where it is killed on the way, and started again. */
  readonly point?: Point
}

/** Brings the stack to a colour, looks at what stands then, and answers how many writes the last command made. */
async function bring({ proxy, ...ground }: Ground, { command, cli, colour, point }: Bringing): Promise<number> {
  const way = `on the way to ${colour} by ${command}${point ? `, killed ${point.when} write ${point.n}` : ''}`
  writeStack(cli, colour)
  if (point) {
    let victim: Running | undefined
    killAtWrite(proxy, { ...point, pid: () => victim?.child.pid ?? 0 })
    victim = start(cli, command)
    await ended(victim)
    equal(victim.child.signalCode, 'SIGKILL', `${way}: ${victim.output()}`)
    proxy.heal()
  }
  proxy.clear()
  const last = start(cli, command)
  if (command === 'serve') {
    await converged(cli, SERVICES, { fits: (all) => JSON.stringify(all).includes(`"${colour}"`) }).catch(
      (error: Error) => {
        throw new Error(`${way}: ${error.message}: ${last.output()}`)
      },
    )
    await last.stop()
  }
  await ended(last)
  equal(last.child.exitCode, 0, `${way}: ${last.output()}`)
  deepEqual(await look({ proxy, ...ground }), standing(colour), way)
  return proxy.writes().length
}

function start(cli: Cli, command: 'apply' | 'serve'): Running {
  return command === 'apply' ? cli.start('apply', '-f', 'tree/shop.yaml') : cli.start('serve', '--watch', 'tree')
}
