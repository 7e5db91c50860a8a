import { deepEqual } from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { dirname, join } from 'node:path'
import { type Random, seededRandom } from '../../clock/random.ts'
import { realClock } from '../../clock/real.ts'
import { sleep } from '../../clock/sleep.ts'
import { below, pick } from '../support/draw.ts'
import { inShare } from '../support/share.ts'
import { watchedTree } from '../support/watched-tree.ts'

const only = process.env['RECONCILE_TEST_SEED']
const seeds = only ? [Number(only)] : Array.from({ length: inShare(8, 400) }, (_, index) => index + 1)
const AT_ONCE = 8

describe('a watched tree in which files, directories and links take each other’s places', function () {
  this.timeout(inShare(60_000, 1_200_000))

  it(`is told of in all of its directories afterwards (${seeds.length} seeds)`, async () => {
    for (let at = 0; at < seeds.length; at += AT_ONCE)
      await Promise.all(seeds.slice(at, at + AT_ONCE).map((seed) => play(seed)))
  })
})

async function play(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const tree = watchedTree()
  const done: string[] = []
  for (let steps = below(random, 45) + 5; steps > 0; steps -= 1) {
    done.push(change(tree, random, steps))
    if (below(random, 5) === 0) await sleep(realClock, below(random, 60))
    else if (below(random, 5) === 0) await setImmediate()
  }
  await tree.settled()
  const blind = await tree.blind()
  await tree.close()
  deepEqual(blind, [], `replay with RECONCILE_TEST_SEED=${seed}; ${done.join(', ')}`)
}

interface Places {
  readonly home: string
  readonly root: string
}

/** Makes a random change, ignoring impossible ones; returns it in words. */
function change(places: Places, random: Random, step: number): string {
  const changes = Object.entries(changesOf(places, random, step))
  const [what, act] = pick(random, changes)
  try {
    return `${what} ${act()}`
  } catch {
    return `${what} not`
  }
}

function changesOf({ home, root }: Places, random: Random, step: number): Readonly<Record<string, () => string>> {
  const path = () => Array.from({ length: 1 + below(random, 3) }, () => `d${below(random, 3)}`).join('/')
  const on = (name: string, act: (path: string) => void) => {
    act(join(root, name))
    return name
  }
  const make = (at: string) => void mkdirSync(at, { recursive: true })
  const write = (at: string) => writeFileSync(join(at, `f${below(random, 3)}.yaml`), String(step))
  const away = (at: string) => renameSync(at, join(home, `old${step}`))
  const fresh = (at: string) => {
    make(join(home, 'next/d0'))
    renameSync(join(home, 'next'), at)
  }
  return {
    make: () => on(path(), make),
    write: () => on(path(), (at) => (make(at), write(at))),
    delete: () => on(path(), (at) => rmSync(at, { recursive: true })),
    remake: () => on(path(), (at) => (rmSync(at, { recursive: true }), make(at), write(at))),
    takeAway: () => on(path(), away),
    swap: () => on(path(), (at) => (away(at), fresh(at))),
    bring: () => on(path(), fresh),
    move: () => on(path(), (at) => renameSync(at, join(root, path()))),
    link: () => on(path(), (at) => (make(dirname(at)), symlinkSync(`d${below(random, 3)}`, at))),
    // Rarely, as this removes everything done before.
    root: () => (below(random, 4) > 0 ? '' : on('', (at) => (away(at), make(join(at, 'd0'))))),
  }
}
