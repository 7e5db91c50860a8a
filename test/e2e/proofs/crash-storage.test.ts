import { ok } from 'node:assert/strict'
import { bring, type Bringing } from './crash-bring.ts'
import { eachOnGround, type Ground } from './ground.ts'
import { inShare, whole } from '../../support/share.ts'

/** The system calls of the log: for a batch, and at the start and end of a writer. Nothing else here writes at an offset or syncs. */
const CALLS = ['pwrite64', 'fdatasync', 'rename'] as const

// S6 for storage: killed as one of its system calls begins.
describe('reconcile, killed at a write of its state and started again', function () {
  this.timeout(inShare(180_000, 1_800_000))
  let ground: Ground

  eachOnGround((made) => (ground = made))

  for (const command of ['apply', 'serve'] as const) {
    it(`ends a deploy by ${command} as if nothing had been`, async () => {
      const kills = await killAtEach({ call: 'fdatasync', n: 7 }, async (point) => {
        await ground.wipe()
        return await bringKilled(ground, { command, cli: ground.cli(), colour: 'red' }, point)
      })
      ok(kills >= inShare(1, 20), `killed only ${kills} times`)
    })

    it(`ends a rollout by ${command} as if nothing had been`, async () => {
      const cli = ground.cli()
      await bring(ground, { command, cli, colour: 'red' })
      const kills = await killAtEach({ call: 'pwrite64', n: 4 }, (point) =>
        bringKilled(ground, { command, cli, colour: `${point.call}-${point.n}` }, point),
      )
      ok(kills >= inShare(1, 10), `killed only ${kills} times`)
    })
  }
})

interface Point {
  readonly call: (typeof CALLS)[number]
  readonly n: number
}

/** Kills at each call of the storage until one is not reached; at one of them unless everything is run. */
async function killAtEach(one: Point, bringAt: (point: Point) => Promise<boolean>): Promise<number> {
  if (!whole) return (await bringAt(one)) ? 1 : 0
  let kills = 0
  for (const call of CALLS) for (let n = 1; await bringAt({ call, n }); n++) kills++
  return kills
}

async function bringKilled(ground: Ground, bringing: Bringing, { call, n }: Point): Promise<boolean> {
  // With -D our child is reconcile, not strace. With one thread for files, calls are counted over the whole process.
  const strace = ['env', 'UV_THREADPOOL_SIZE=1', 'strace', '-D', '-f', '-qqq', '-o', '/dev/null']
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${n}`]
  const start = (args: readonly string[]) => bringing.cli.startUnder([...strace, ...inject], ...args)
  return await bring(ground, { ...bringing, kill: { where: `at ${call} ${n}`, start } })
}
