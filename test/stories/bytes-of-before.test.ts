import { deepEqual, equal, match } from 'node:assert/strict'
import { dirname } from 'node:path/posix'
import { Subject } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Content, FoundContent } from '../../store/contents/contents.ts'
import type { RetainedContents } from '../../store/contents/fixed.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } },
}
const ID = 'Config/shop/conf'
const content = (text: string): FoundContent => ({ found: true, bytes: Buffer.from(text), hash: `hash of ${text}` })
/** Copies to which none can be added. */
class Full extends Map<string, FoundContent> {
  override set(hash: string, copy: FoundContent): this {
    if (hash === 'hash of new') throw new Error('no space left')
    return super.set(hash, copy)
  }
}
/** Copies that nobody can remove, as of another user. */
class Others extends Map<string, FoundContent> {
  override delete(): boolean {
    throw new Error('EACCES: permission denied')
  }
}
const hostOf = ({ world }: TestWorld, node: string) => world.hosts.get(node) as SimulatedHost

describe('the bytes of a config that its file no longer has', () => {
  let contents: Map<string, Content>
  let retained: RetainedContents
  let changes: Subject<string>
  let world: TestWorld

  const use = (image: string, replicas = 2) =>
    world.service('web', {
      ...{ replicas, template: { image, configs: [{ config: 'conf' }] } },
      updateStrategy: { failureAction: 'Rollback', monitorSeconds: 2 },
    })
  const holds = (text: string) => {
    contents.set(ID, content(text))
    changes.next(ID)
  }
  const copies = () => [...(retained.get(ID)?.keys() ?? [])]
  const config = () => world.life().ports.store.get('Config', 'shop/conf')
  const tasks = () =>
    world
      .tasks()
      .map(({ spec, status }) => `${spec.slot} ${status?.reason ?? status?.phase}`)
      .sort()
  /** What the files on all hosts hold that containers mount. */
  const mounted = () =>
    [...world.world.hosts.values()].flatMap((host) =>
      host
        .containers()
        .flatMap(({ HostConfig }) => HostConfig.Mounts ?? [])
        .map(({ Source = '' }) => Buffer.from(host.state.files.get(Source)?.bytes ?? 'nothing').toString()),
    )

  beforeEach(async () => {
    contents = new Map([[ID, content('good')]])
    retained = new Map()
    changes = new Subject()
    world = aWorld({ images, contents, retained, contentChanges: changes, nodes: ['a', 'b', 'c'] })
    const metadata = { name: 'conf', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Config', metadata, spec: { file: '/srv/conf' } })
    use('app:1')
    await world.settle()
    holds('broken')
    use('app:bad')
    await world.settle(120_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'RolledBack')
  })

  const goesOn = (slots: readonly number[]) => {
    deepEqual(
      tasks(),
      slots.map((slot) => `${slot} Running`),
    )
    deepEqual(
      mounted(),
      slots.map(() => 'good'),
    )
    const ready = getCondition(config()?.status?.conditions, 'Ready')
    deepEqual([ready?.status, ready?.reason], ['True', 'Delivered'])
  }

  it('come to the tasks that a scale adds', async () => {
    use('app:bad', 3)
    await world.settle(60_000)
    goesOn([1, 2, 3])
  })

  it('come there in a plan, too, which leaves the copies alone (S7)', async () => {
    use('app:bad', 3)
    await world.life().stop()
    const wanted = new Set(['app:1', 'app:bad'])
    const interest = { images: [...wanted], tasks: new Set(world.tasks().map(({ metadata }) => metadata.name)) }
    const observed = async (node: string) => ({ node, observed: await observedIn(world, node, interest) })
    const nodes = [await observed('a'), await observed('b'), await observed('c')]
    const { calls } = await planOf(world, { nodes, contents, retained })
    const planned = calls.map(
      ({ method, path, node }) => `${method} ${path.replace(/\?.*|-[0-9a-f]{16}/g, '')} ${node}`,
    )
    deepEqual(
      planned.filter((call) => /PUT|start/.test(call)),
      ['PUT /containers/reconcile-carrier/archive c', 'POST /containers/shop-web-3/start c'],
    )
    deepEqual(copies(), ['hash of good', 'hash of broken'])
  })

  it('come back with a container that was removed, and its file', async () => {
    const host = hostOf(world, 'a')
    for (const path of [...host.files().keys()]) host.byHand.removePath(dirname(path))
    host.byHand.remove('shop-web-1')
    await world.settle(60_000)
    goesOn([1, 2])
  })

  it('come back after a reboot, which clears memory, also in a later life', async () => {
    await world.restart(() => hostOf(world, 'a').crash())
    world.world.clock.after(5_000, () => hostOf(world, 'a').restart())
    await world.pass(60_000)
    goesOn([1, 2])
  })

  it('come to what stands in on another node', async () => {
    hostOf(world, 'b').hang()
    await world.pass(120_000)
    deepEqual(mounted(), ['good', 'good', 'good'])
    match(tasks().join(), /2 Running/)
  })

  it('come back even where the file is gone', async () => {
    contents.delete(ID)
    hostOf(world, 'a').crash()
    world.world.clock.after(5_000, () => hostOf(world, 'a').restart())
    await world.pass(120_000)
    deepEqual(tasks(), ['1 Running', '2 Running'])
    equal(getCondition(config()?.status?.conditions, 'Ready')?.reason, 'SourceMissing')
  })

  it('come to what is started after the file is gone, too, where nothing was made with them yet', async () => {
    stopService(world.life().ports.store, 'shop/web', { now: world.world.clock.now() })
    use('app:1')
    holds('late')
    await world.settle(60_000)
    contents.delete(ID)
    changes.next(ID)
    await world.settle(60_000)
    startService(world.life().ports.store, 'shop/web')
    await world.settle(60_000)
    deepEqual(
      [tasks(), mounted()],
      [
        ['1 Running', '2 Running'],
        ['late', 'late'],
      ],
    )
  })

  it('are retained as long as a revision that runs or may be gone back to needs them', async () => {
    deepEqual(copies(), ['hash of good', 'hash of broken'])
    holds('better')
    use('app:1')
    await world.settle(120_000)
    deepEqual(mounted(), ['better', 'better'])
    deepEqual(copies(), ['hash of better'])
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle(120_000)
    deepEqual(copies(), [])
  })

  it('go with their object, however that is deleted', async () => {
    world.service('web', { template: { image: 'app:1' } })
    world.life().ports.store.delete('Config', 'shop/conf')
    await world.settle(120_000)
    deepEqual([config(), copies()], [undefined, []])
  })

  it('go with their object, too, where a process died after they were copied', async () => {
    await world.restart(() => retained.set(ID, new Map([['hash of old', content('old')]])))
    world.life().ports.store.delete('Service', 'shop/web')
    world.life().ports.store.delete('Config', 'shop/conf')
    await world.settle(120_000)
    deepEqual([config(), copies()], [undefined, []])
  })

  it('keep their object, which says so, while they can not be removed', async () => {
    retained.set(ID, new Others(retained.get(ID)))
    world.life().ports.store.delete('Service', 'shop/web')
    world.life().ports.store.delete('Config', 'shop/conf')
    await world.pass(60_000)
    const ready = getCondition(config()?.status?.conditions, 'Ready')
    const words = "its copies in RECONCILE_HOME can't be removed: EACCES: permission denied"
    deepEqual([ready?.status, ready?.reason, ready?.message], ['False', 'CollectionFailed', words])
    retained.set(ID, new Map())
    await world.pass(600_000)
    equal(config(), undefined)
  })

  it('come back where the present ones can not be copied, which do not count then', async () => {
    retained.set(ID, new Full(retained.get(ID)))
    holds('new')
    await world.pass(60_000)
    hostOf(world, 'a').crash()
    world.world.clock.after(5_000, () => hostOf(world, 'a').restart())
    await world.pass(120_000)
    deepEqual(
      [tasks(), mounted()],
      [
        ['1 Running', '2 Running'],
        ['good', 'good'],
      ],
    )
    const ready = getCondition(config()?.status?.conditions, 'Ready')
    deepEqual([ready?.reason, ready?.message], ['SourceMissing', 'no space left'])
  })

  it('are a failure with the remedy where no copy is left', async () => {
    await world.restart(() => retained.clear())
    use('app:bad', 3)
    await world.settle(60_000)
    const ready = getCondition(config()?.status?.conditions, 'Ready')
    deepEqual([ready?.status, ready?.reason], ['False', 'BytesLost'])
    match(
      ready?.message ?? '',
      /web-3-\w+ mounts what it held before, of which no copy is left: put that back into \/srv\/conf/,
    )
    equal(world.tasks().find(({ spec }) => spec.slot === 3)?.status?.message, ready?.message)
    holds('good')
    await world.settle(60_000)
    goesOn([1, 2, 3])
  })

  it('make no call and no copy once they are as they are to be (S8)', async () => {
    world.newCalls()
    await world.pass(120_000)
    deepEqual(world.newCalls(), [])
  })
})
