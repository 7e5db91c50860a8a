import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const GiB = 1024 ** 3
const MINUTE = 60_000

/** How many GiB of 10 are free on the host from now on. */
function leave(world: TestWorld, free: number): void {
  const { state } = world.host
  state.info = { ...state.info, disk: { path: '/var/lib/docker', freeBytes: free * GiB, sizeBytes: 10 * GiB } }
}

const aShop = (image: object = {}) => aWorld({ registry: { 'app:1': { ...RUNS, ...image } } })
const deploy = (world: TestWorld) => world.service('web', { template: { image: 'app:1' }, progressDeadlineSeconds: 60 })
const pressure = (world: TestWorld) =>
  getCondition(world.life().ports.store.get('Node', 'a')?.status?.conditions, 'DiskPressure')?.status

describe('a disk that is almost full', () => {
  it('keeps pulls waiting past any deadline, says so, and they go on when there is room again', async () => {
    const world = aShop()
    leave(world, 0.2)
    await world.pass(20_000)
    deploy(world)
    await world.pass(10 * MINUTE)
    equal(pressure(world), 'True')
    deepEqual(world.newCalls(), ['POST /networks/create'])
    const [task] = world.tasks()
    equal(task?.status?.reason, 'NodeDiskPressure')
    match(
      task?.status?.message ?? '',
      /^a is short of disk space for app:1: 204 MiB of 10\.0 GiB are free in \/var\/lib\/docker/,
    )
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    leave(world, 5)
    await world.pass(MINUTE)
    deepEqual([world.containers(), pressure(world)], [['shop-web-1 running'], 'False'])
  })

  it('does nothing to what runs, nor to what is there already', async () => {
    const world = aWorld()
    leave(world, 0.2)
    await world.pass(20_000)
    world.service('web', {})
    await world.settle()
    deepEqual([world.containers(), pressure(world)], [['shop-web-1 running'], 'True'])
  })

  it('that an image does not fit on is named, and not asked again at once', async () => {
    const failing = 'failed to register layer: write /usr/lib/libc.so: no space left on device'
    const world = aShop({ failing })
    deploy(world)
    await world.pass(4 * MINUTE)
    equal(world.tasks()[0]?.status?.reason, 'NoSpaceOnNode')
    match(world.tasks()[0]?.status?.message ?? '', /no space left on device; free space on the host/)
    const pulls = world.newCalls().filter((call) => call.startsWith('POST /images/create'))
    equal(pulls.length <= 4 && pulls.length >= 2, true, pulls.join())
  })

  it('that a container does not fit on fails its rollout soon, and says what takes the room', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx' } })
    await world.settle()
    const message = 'mkdir /var/lib/docker/overlay2/x: no space left on device'
    for (let n = 0; n < 99; n++) world.host.failNext('createContainer', { status: 500, message })
    world.service('web', { template: { image: 'nginx', workingDir: '/' } })
    await world.pass(15_000)
    const { rollout } = world.serviceNamed('web')?.status ?? {}
    equal(rollout?.state, 'Stalled')
    match(rollout?.message ?? '', /no space left on device; free space on the host: `docker system df -v`/)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
