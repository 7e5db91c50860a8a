import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { paint } from '../../cli/output/paint.ts'
import { statusLines } from '../../cli/output/status-lines.ts'
import { standingOf } from '../../cli/status/standing.ts'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const AWAY = 'registry.test/app:2'

async function anUpdate(failing: string) {
  const images = { 'app:1': RUNS, 'app:2': RUNS }
  const template = (image: string) => ({ replicas: 1, updateStrategy: { monitorSeconds: 5 }, template: { image } })
  const world = await aRunning(template('app:1'), { images, registry: { [AWAY]: { failing } } })
  return { world, to: (image: string) => world.service('web', template(image)) }
}

function standing(world: TestWorld, services = [...world.life().ports.store.list('Service').values()]) {
  return standingOf({
    nodes: [],
    stacks: [{ apiVersion: API_VERSION, kind: 'Stack', metadata: { name: 'shop' }, spec: {} }],
    objects: services,
    tasks: world.tasks(),
    notes: { problems: [], holds: [], pending: [] },
    isWorked: true,
  })
}

const briefly = ({ exit, stacks: [shop] }: ReturnType<typeof standing>) => [exit, shop?.state]

describe('the status of an update', () => {
  it("is failed while its only new task can't get its image, though the old one runs", async () => {
    const { world, to } = await anUpdate('dial tcp: no such host')
    deepEqual(briefly(standing(world)), [0, 'Ready'])
    to(AWAY)
    await world.settle(20_000)
    deepEqual(world.imagesRunning(), ['app:1'])
    deepEqual(briefly(standing(world)), [1, 'Failed'])
    match(
      statusLines(standing(world), paint(false)).join('\n'),
      /service\/web: PullFailed: 0 of 1 updated; .*no such host\n\nsomething failed: see why with /,
    )
    to('app:2')
    await world.settle(300_000)
    deepEqual([...world.imagesRunning(), ...briefly(standing(world))], ['app:2', 0, 'Ready'])
  })

  it('names the task that fails where its service tells of another one', async () => {
    const { world, to } = await anUpdate('dial tcp: no such host')
    to(AWAY)
    await world.settle(20_000)
    const services = [...world.life().ports.store.list('Service').values()].map(({ status, ...service }) => {
      const conditions = status?.conditions?.map((each) => ({ ...each, message: '0 of 2 updated; web-2: it starts' }))
      return { ...service, status: { ...status, conditions: conditions ?? [] } }
    })
    match(
      standing(world, services).stacks[0]?.troubles[0]?.message ?? '',
      /^0 of 2 updated; web-2: it starts; web-1\S*: registry\.test\/app:2: .*no such host$/,
    )
  })

  it('is in progress while nothing of it fails', async () => {
    const { world, to } = await anUpdate('')
    to('app:2')
    await world.settle(2_000)
    deepEqual(briefly(standing(world)), [0, 'Progressing'])
  })
})
