import { ok } from 'node:assert/strict'
import type { Running } from '../../support/cli.ts'
import { killAtWrite } from '../../support/proxy.ts'
import { bring, type Bringing } from './crash-bring.ts'
import { eachOnGround, type Ground, releases } from './ground.ts'
import { inShare } from '../../support/share.ts'

type Commands = readonly Bringing['command'][]
const BOTH: Commands = ['apply', 'serve']

// S6: after a kill at any point and a new start there is the same state, no duplicate container, and no orphan; no job runs twice.
for (const release of releases)
  describe(`reconcile, killed at an engine write and started again (${release})`, function () {
    this.timeout(inShare(180_000, 1_800_000))
    let ground: Ground

    eachOnGround((made) => (ground = made), { release })

    for (const command of inShare<Commands>(['serve'], BOTH))
      it(`ends a deploy by ${command} as if nothing had been`, async () => {
        await bring(ground, { command, cli: ground.cli(), colour: 'red' })
        // The image of the container that carries secrets is made once and stays.
        const writes = ground.proxy.writes().filter(({ path }) => !path.startsWith('/images/')).length
        ok(writes >= 12, `a deploy has only ${writes} writes`)
        for (const point of pointsUpTo(writes)) {
          await ground.wipe()
          await bringKilled(ground, { command, cli: ground.cli(), colour: 'red' }, point)
        }
      })

    for (const command of inShare<Commands>(['apply'], BOTH))
      it(`ends a rollout by ${command} as if nothing had been`, async () => {
        const cli = ground.cli()
        await bring(ground, { command, cli, colour: 'red' })
        await bring(ground, { command, cli, colour: 'blue' })
        const writes = ground.proxy.writes().length
        ok(writes >= 6, `a rollout has only ${writes} writes`)
        for (const point of pointsUpTo(writes))
          await bringKilled(ground, { command, cli, colour: `${point.when}-${point.n}` }, point)
      })
  })

interface Point {
  readonly n: number
  readonly when: 'before' | 'after'
}

/** The points before and after each write; two of them unless everything is run. */
function pointsUpTo(writes: number): Point[] {
  const all = Array.from({ length: writes }, (_, i) => i + 1).flatMap((n): Point[] => [
    { n, when: 'before' },
    { n, when: 'after' },
  ])
  // An odd step, so that points before and after a write are among them.
  return inShare(
    all.filter((_, index) => index % (writes | 1) === 3),
    all,
  )
}

async function bringKilled(ground: Ground, bringing: Bringing, point: Point): Promise<void> {
  let victim: Running | undefined
  killAtWrite(ground.proxy, { ...point, pid: () => victim?.child.pid ?? 0 })
  const start = (args: readonly string[]) => (victim = bringing.cli.start(...args))
  const where = `${point.when} write ${point.n}`
  const wasKilled = await bring(ground, { ...bringing, kill: { where, start } })
  ok(wasKilled, `it ended before ${where}: ${victim?.output()}`)
}
