import { deepEqual } from 'node:assert/strict'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { type Random, seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { allHolds, approve } from '../../store/source/facts/hold-facts.ts'
import { createMemoryFiles, type MemoryFiles } from '../../store/source/disk/memory-files.ts'
import { createRootReader } from '../../store/source/reading/read-root.ts'
import type { FileReading, RootReading } from '../../store/source/reading/reading.ts'
import { createWorld, service } from '../store/source/world.ts'
import { below, pick } from '../support/draw.ts'
import { inShare } from '../support/share.ts'

const only = process.env['RECONCILE_TEST_SEED']
const seeds = only ? [Number(only)] : Array.from({ length: inShare(16, 1_000) }, (_, index) => index + 1)

describe('watched directories in which anything may happen', function () {
  this.timeout(inShare(60_000, 1_200_000))

  it(`lose nothing that is there or may be, and are as their files say in the end (${seeds.length} seeds; S1, S2)`, async () => {
    for (const seed of seeds)
      deepEqual(await play(seed), { lost: [], wrong: [] }, `replay with RECONCILE_TEST_SEED=${seed}`)
  })
})

type World = ReturnType<typeof createWorld>
type Changing = Pick<MemoryFiles, (typeof changing)[number]>

const changing = ['write', 'makeDirectory', 'makeLink', 'makePipe', 'rename', 'remove', 'fail'] as const

interface Play {
  readonly random: Random
  readonly roots: readonly string[]
  readonly world: World
  /** Changes the files of the world and of the fresh look alike. */
  readonly files: Changing
  readonly failing: Set<string>
  /** Whether the world is notified of changes at once. */
  isTold: boolean
  /** What is mounted at each place; `mountedAt` is the time of the last change. */
  readonly mounted: Map<string, string>
  mountedAt: number
}

async function play(seed: number) {
  const random = seededRandom(seed)
  const world = createWorld()
  const look = freshLook()
  const files = ofBoth(world.files, look.files)
  const own: Play = {
    random,
    world,
    files,
    roots: below(random, 3) === 0 ? ['/srv', '/opt'] : ['/srv'],
    failing: new Set(),
    isTold: true,
    mounted: new Map(),
    mountedAt: 0,
  }
  const lost = watchLosses(own, look)
  mount(own)
  for (const root of own.roots) files.makeDirectory(root)
  let source = world.start(own.roots)
  for (let steps = 10 + below(random, 50); steps > 0; steps -= 1) {
    change(own)
    await look.at(own)
    await world.pass(pauseOf(random))
    if (below(random, 30) > 0) continue
    const closed = source.close()
    await world.pass(50)
    await closed
    source = world.start(own.roots)
  }
  const wanted = endWith(own)
  await look.at(own)
  await untilApproved(world)
  const found = world.services().map((key) => `${key} ${world.replicas(key)}`)
  const wrong = [
    ...(String(found) === String(wanted) ? [] : [`there is ${String(found)}, and not ${String(wanted)}`]),
    ...source.errors().map(({ message }) => message),
    ...(['hold', 'approval', 'pending', 'missing', 'problem'] as const).flatMap((family) => [
      ...world.store.facts(family).keys(),
    ]),
    ...(source.isAtRest() ? [] : ['it is not at rest']),
  ]
  const closed = source.close()
  await world.pass(50)
  await closed
  return { lost, wrong }
}

/** Applies each change to all of these files, ignoring impossible ones. */
function ofBoth(...both: readonly MemoryFiles[]): Changing {
  const calls = changing.map((name) => [
    name,
    (...args: readonly unknown[]) => {
      for (const each of both)
        try {
          ;(each[name] as (...all: readonly unknown[]) => void)(...args)
        } catch {
          // The file to change does not exist.
        }
    },
  ])
  return Object.fromEntries(calls) as Changing
}

function pauseOf(random: Random): number {
  return below(random, pick(random, [8_000, 300, 300, 4, 1]))
}

/** An oracle: reads the same files anew each time, without any knowledge of earlier readings. */
function freshLook() {
  const clock = virtualClock()
  const files = createMemoryFiles(clock)
  /** Since when each service has been in a file. */
  const since = new Map<string, number>()
  /** When each service was last in a file for so long that the source must have read it. */
  const seen = new Map<string, number>()
  /** Since when a root can't be read completely. */
  const brokenSince = new Map<string, number>()
  /** The mount that each service must have been read from. */
  const seenOn = new Map<string, string>()
  const read = async (path: string) => {
    const reader = createRootReader({
      ...{ files, clock, path, readers: [], variable: () => undefined },
      treeEqualsHead: () => Promise.resolve(true),
    })
    const reading = reader.read(undefined)
    await clock.runUntilQuiet({ until: clock.now() + 60_000, steps: 1e6 })
    return await reading
  }
  return {
    files,
    seen,
    brokenSince,
    seenOn,
    async at(own: Play) {
      const now = own.world.clock.now()
      const places = new Map<string, string>()
      for (const root of own.roots) {
        const reading = await read(root)
        if (!isBroken(reading)) brokenSince.delete(root)
        else if (!brokenSince.has(root)) brokenSince.set(root, now)
        for (const { file, manifests } of reading.files.values())
          for (const { id } of manifests) places.set(id, places.has(id) ? '' : placeOf(file))
      }
      for (const id of since.keys()) if (!places.has(id)) since.delete(id)
      for (const [id, place] of places) {
        if (!since.has(id)) since.set(id, now)
        seenOn.delete(id)
        if (now - (since.get(id) ?? now) <= 1_000) continue
        seen.set(id, now)
        if (now - own.mountedAt > 1_000) seenOn.set(id, mountOf(own, place))
      }
      if (own.isTold) return
      since.clear()
      seenOn.clear()
    },
  }
}

/** Whether a root could not be read completely. Errors of foreign files don't count. */
function isBroken({ files, incomplete }: RootReading): boolean {
  const isWrong = ({ errors, foreign, outside }: FileReading) => errors.length > 0 && !foreign && !outside
  return incomplete !== undefined || [...files.values()].some(isWrong)
}

function mountOf({ mounted }: Play, place: string): string {
  return `${mounted.get(place) ?? 'nothing'} on ${place}`
}

/** Collects services that were deleted without approval although they were in a file recently, or may have been. */
function watchLosses(own: Play, { seen, brokenSince, seenOn }: ReturnType<typeof freshLook>): readonly string[] {
  const { world, roots } = own
  const lost: string[] = []
  const whyLost = (id: string, { annotations = {} }: V1Service['metadata']) => {
    const now = world.clock.now()
    const ago = now - (seen.get(id) ?? -Infinity)
    // Only with one root: each root waits by itself, so a service that moved between roots can be deleted sooner.
    if (roots.length === 1 && ago < world.settings.deletionWaitMs)
      lost.push(`${id} went ${ago} ms after it was in a file`)
    const place = placeOf(annotations['reconcile.dev/source'] ?? '')
    const on = seenOn.get(id)
    if (on?.endsWith(` on ${place}`) && on !== mountOf(own, place)) lost.push(`${id} went with ${on}`)
    const root = annotations['reconcile.dev/root'] ?? ''
    if (now - (brokenSince.get(root) ?? now) > 1_000) lost.push(`${id} went while ${root} could not be read wholly`)
  }
  world.store.watch('Service').subscribe(({ key, before, after }) => {
    if (before && !after && world.store.facts('approval').size === 0) whyLost(`Service/${key}`, before.metadata)
  })
  return lost
}

/** Makes a random change: of files, mounts, notification, errors, or an approval. */
function change(own: Play): void {
  const { random, files, roots, world, failing } = own
  const oneOf = <T>(all: readonly T[]) => pick(random, all)
  const directory = () => `${oneOf(roots)}${oneOf(['', '/a', '/b', '/a/c'])}`
  const file = () => `${directory()}/f${below(random, 5)}.yaml`
  const text = () => Array.from({ length: 1 + below(random, 3) }, () => serviceOf(random).text).join('---\n')
  const changes = [
    () => files.write(file(), text()),
    () => files.write(file(), text()),
    () => files.write(file(), text().slice(0, below(random, 150))),
    () => files.remove(file()),
    () => files.rename(file(), file()),
    () => files.remove(directory()),
    () => files.rename(oneOf(roots), '/away'),
    () => files.rename('/away', oneOf(roots)),
    () => files.makeLink(`${directory()}/l${below(random, 3)}.yaml`, file()),
    () => files.makePipe(file()),
    () => mount(own),
    () => {
      mount(own)
      files.remove('/srv/a')
    },
    () => {
      own.isTold = below(random, 2) === 0
      world.files.tell(own.isTold)
    },
    () => {
      const path = oneOf([file(), directory()])
      failing.add(path)
      files.fail(path, oneOf(['EACCES', 'EIO']))
    },
    () => mend(own),
    () =>
      allHolds(world.store)
        .slice(0, 1)
        .forEach(({ id }) => approve(world.store, id, world.clock.now())),
  ]
  oneOf(changes)()
}

/** The place of a file at which something may be mounted. */
function placeOf(file: string): string {
  return file.startsWith('/srv/a/') ? '/srv/a' : file.startsWith('/srv/') ? '/srv' : ''
}

/** Mounts something on a directory, or unmounts it. Mounts are not notified, so a file is changed as well. */
function mount(own: Play): void {
  const { random, mounted, world, files } = own
  const what = pick(random, ['disk', 'share', undefined])
  if (what) mounted.set('/srv/a', what)
  else mounted.delete('/srv/a')
  own.mountedAt = world.clock.now()
  const over = what ? `2 1 0:2 / /srv/a rw - nfs ${what} rw\n` : ''
  world.files.mounted(`1 0 8:1 / / rw - ext4 /dev/sda rw\n${over}`)
  files.write('/srv/note', '')
}

function mend({ files, failing }: Play): void {
  for (const path of failing) files.fail(path, undefined)
  failing.clear()
}

/** Replaces all files by ones that declare each service once; returns these services. */
function endWith(own: Play): readonly string[] {
  const { files, roots, random, world } = own
  mend(own)
  world.files.tell(true)
  for (const root of [...roots, '/away']) files.remove(root)
  for (const root of roots) files.makeDirectory(root)
  const wanted = new Map<string, string>()
  for (let count = 2 + below(random, 8); count > 0; count -= 1) {
    const { key, text, replicas } = serviceOf(random)
    if (wanted.has(key)) continue
    wanted.set(key, `${key} ${replicas}`)
    files.write(`${pick(random, roots)}/g${count}.yaml`, text)
  }
  return [...wanted.values()].sort()
}

function serviceOf(random: Random) {
  const [name, namespace] = [`s${below(random, 12)}`, pick(random, ['shop', 'blog', 'wiki'])]
  const replicas = 1 + below(random, 5)
  return { key: `${namespace}/${name}`, replicas, text: service(name, { namespace, replicas }) }
}

/** Advances time and approves all holds, until there are none for a while. */
async function untilApproved({ store, clock, pass }: World): Promise<void> {
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await pass(40_000)
    for (const { id } of allHolds(store)) {
      approve(store, id, clock.now())
      quiet = 0
    }
  }
}
