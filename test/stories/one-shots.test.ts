import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1RestartPolicy, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { taskWakes } from '../../controllers/task/wakes.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const ends = (exitCode: number, exitsAfterMs = 1_000) => ({
  config: { Cmd: ['once'] },
  behaviour: { exitsAfterMs, exitCode },
})
const images = {
  'once:1': ends(0),
  'once:2': ends(0),
  'once:bad': ends(4),
  'once:long': ends(0, 3_600_000),
  'web:1': RUNS,
  'web:2': RUNS,
}

/** Every image that a container of migrate was started with, in order. */
function runsOf({ calls }: TestWorld): readonly string[] {
  return calls.flatMap(({ method, path, body }) =>
    method === 'POST' && path.includes('/containers/create?name=shop-migrate')
      ? [(body as { Image?: string }).Image ?? '']
      : [],
  )
}

/** A shop whose web waits for migrate to complete. */
function aShop(options: TestWorldOptions = {}) {
  const world = aWorld({ images, ...options })
  const declare = (tags: { migrate: string; web: string }, more: Partial<V1ServiceSpec> = {}) => {
    const { restartPolicy = { condition: 'Never' }, ...template } = more.template ?? {}
    world.service('migrate', { ...more, template: { image: `once:${tags.migrate}`, ...template, restartPolicy } })
    world.service('web', {
      template: { image: `web:${tags.web}` },
      dependsOn: [{ service: 'migrate', condition: 'Completed' }],
    })
  }
  const rollout = (name = 'migrate') => world.serviceNamed(name)?.status?.rollout
  return { world, declare, rollout }
}

describe('a service that another one waits for to complete', () => {
  it('is under way while it runs, for longer than its deadline too', async () => {
    const { world, declare, rollout } = aShop()
    declare({ migrate: 'long', web: '1' })
    await world.settle(1_800_000)
    equal(rollout()?.state, 'Progressing')
    const ready = getCondition(world.serviceNamed('migrate')?.status?.conditions, 'Ready')
    match(ready?.message ?? '', /0 of 1 updated; a task that others wait for to complete counts once it has completed/)
    await world.settle(3_600_000)
    deepEqual([rollout()?.state, world.imagesRunning()], ['Completed', ['web:1']])
  })

  for (const failureAction of ['Pause', 'Rollback'] as const)
    it(`that fails its update runs nothing of before once more, nor what waits for it (${failureAction})`, async () => {
      const { world, declare, rollout } = aShop()
      const updateStrategy = { failureAction }
      declare({ migrate: '1', web: '1' }, { updateStrategy })
      await world.settle()
      declare({ migrate: 'bad', web: '2' }, { updateStrategy })
      await world.settle(3_600_000)
      deepEqual(runsOf(world), ['once:1', 'once:bad'])
      deepEqual([rollout()?.state, world.imagesRunning()], ['Stalled', ['web:1']])
    })

  const limits: Readonly<Record<string, V1RestartPolicy>> = {
    engine: { condition: 'OnFailure', maxAttempts: 5 },
    delay: { condition: 'OnFailure', maxAttempts: 5, delaySeconds: 1 },
  }
  for (const [by, restartPolicy] of Object.entries(limits))
    for (const before of [undefined, '1'])
      it(`has the attempts that it says (${by}, ${before ? 'update' : 'first'})`, async () => {
        const { world, declare, rollout } = aShop()
        const template = { restartPolicy }
        if (before) declare({ migrate: before, web: '1' }, { template })
        await world.settle()
        const states = new Set<string | undefined>()
        world
          .life()
          .ports.store.watch('Service')
          .subscribe(({ key, after }) => key === 'shop/migrate' && states.add(after?.status?.rollout?.state))
        declare({ migrate: 'bad', web: '1' }, { template })
        const failing = () => world.tasks().find(({ spec }) => spec.template.image === 'once:bad')
        while ((failing()?.status?.restarts ?? 0) < 4) await world.pass(500)
        await world.pass(200)
        world.host.byHand.exit('shop-migrate-1', 0)
        await world.settle(10_000)
        deepEqual([rollout()?.state, states.has('Stalled')], ['Completed', false])
      })

  it('is rolled out as any other where its policy never lets it complete, as in a state from before', async () => {
    const { world, declare, rollout } = aShop()
    const template = { restartPolicy: { condition: 'Always' as const } }
    declare({ migrate: 'long', web: '1' }, { template })
    await world.settle(60_000)
    const ready = getCondition(world.serviceNamed('migrate')?.status?.conditions, 'Ready')
    deepEqual([rollout()?.state, ready?.status, world.imagesRunning()], ['Completed', 'True', ['once:long']])
  })

  it('never runs twice at a time, though its update starts first, and where one more has no room', async () => {
    const { world, declare, rollout } = aShop()
    const more: Partial<V1ServiceSpec> = {
      updateStrategy: { order: 'StartFirst' },
      placement: { maxReplicasPerNode: 1 },
    }
    declare({ migrate: 'long', web: '1' }, more)
    await world.settle(60_000)
    declare({ migrate: '2', web: '1' }, more)
    const atOnce = new Set<string>()
    for (let step = 0; step < 100; step++) {
      await world.pass(100)
      atOnce.add(world.imagesRunning().join(' '))
    }
    deepEqual(
      [...atOnce].filter((images) => images.includes(' ')),
      [],
    )
    deepEqual([rollout()?.state, runsOf(world)], ['Completed', ['once:long', 'once:2']])
  })

  it('has what waits for it look again once what it mounts was looked at, and may be the same', async () => {
    const content = { found: true as const, bytes: Buffer.from('a'), hash: 'h' }
    const { world } = aShop({ contents: new Map([['Config/shop/sql', content]]) })
    const metadata = { name: 'sql', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Config', metadata, spec: { content: 'a' } })
    world.service('migrate', { template: { image: 'once:long', configs: [{ config: 'sql', target: '/sql' }] } })
    const dependsOn = [{ service: 'migrate', condition: 'Completed' as const }]
    world.service('web', { template: { image: 'web:1' }, dependsOn })
    await world.settle(60_000)
    const woken = new Set<string>()
    const wakes = taskWakes(world.life().ports).subscribe((key) => woken.add(key.replace(/-1-.*/, '')))
    world.declare({ apiVersion: API_VERSION, kind: 'Config', metadata, spec: { content: 'a', labels: { of: 'us' } } })
    await world.pass(100)
    wakes.unsubscribe()
    equal(woken.has('shop/web'), true)
  })

  it('is let end on a node that is drained', async () => {
    const { world, declare } = aShop({ nodes: ['a', 'b'] })
    declare({ migrate: 'long', web: '1' })
    await world.settle(60_000)
    const [task] = world.tasks().filter(({ spec }) => spec.service === 'migrate')
    world.life().ports.store.update('Node', task?.spec.node ?? '', ({ spec }) => void (spec.drain = true))
    await world.settle(600_000)
    deepEqual(runsOf(world), ['once:long'])
  })

  const noMore: Readonly<Record<string, (world: TestWorld) => void>> = {
    'the other one waits for its start alone': (world) =>
      world.service('web', { template: { image: 'web:1' }, dependsOn: [{ service: 'migrate', condition: 'Started' }] }),
    'the other one is deleted': ({ life }) => life().ports.store.delete('Service', 'shop/web'),
  }
  for (const [what, change] of Object.entries(noMore))
    it(`is rolled out as any other once ${what}`, async () => {
      const { world, declare, rollout } = aShop()
      declare({ migrate: 'long', web: '1' })
      await world.settle(60_000)
      equal(rollout()?.state, 'Progressing')
      change(world)
      await world.settle(10_000)
      const ready = getCondition(world.serviceNamed('migrate')?.status?.conditions, 'Ready')
      deepEqual([rollout()?.state, ready?.status], ['Completed', 'True'])
    })
})
