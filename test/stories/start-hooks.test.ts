import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { baselineOfTask } from '../../controllers/task/observe/baseline.ts'
import { keyOf } from '../../api/v1/names.ts'
import { aWorld, RUNS, type TestWorldOptions } from '../support/world.ts'

const template = { image: 'nginx', hooks: { postStart: [{ command: ['migrate'] }] } }

/** `shop/web` with a command after its start, whose exit codes are these, one after the other; then 0. */
async function started(codes: readonly number[], options: TestWorldOptions = {}) {
  let runs = 0
  const exec = () => ({ exitCode: codes[runs++] ?? 0, output: 'not yet\n' })
  const world = aWorld({ images: { nginx: { ...RUNS, behaviour: { exec } } }, ...options })
  world.service('web', { template })
  await world.settle(20)
  return { world, runs: () => runs, task: () => world.tasks()[0] }
}

describe('what is to run after a start', () => {
  it('runs in the next life when it was killed between the start and that (S6)', async () => {
    let isFirst = true
    const { world, runs, task } = await started([], {
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb, run }, next) => {
          const answer = await next()
          if (verb !== 'startContainer' || !isFirst) return answer
          isFirst = false
          return new Promise((_, reject) => {
            const error = new EngineError('Cancelled', { node: 'a', tried: 'start', detail: 'the process ended' })
            run.signal.addEventListener('abort', () => reject(error), { once: true })
          })
        }),
    })
    await world.settle(60_000)
    deepEqual([world.containers(), runs()], [['shop-web-1 running'], 0])
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual([world.containers(), runs(), task()?.status?.phase], [['shop-web-1 running'], 1, 'Running'])
  })

  it('is named while it is at work', async () => {
    const { world, task } = await started([], {
      wrapEngine: (engine) =>
        wrapEngine(engine, ({ verb }, next) => (verb === 'exec' ? new Promise(() => undefined) : next())),
    })
    await world.settle(5_000)
    const why = 'it runs, and counts as up once its post-start hooks have ended'
    equal(task()?.status?.message, `${why}; now \`migrate\` runs`)
  })

  it('runs once a start, and at no later look', async () => {
    const { world, runs } = await started([])
    equal(await world.settle(), 'quiet')
    await world.restart()
    equal(await world.settle(), 'quiet')
    equal(runs(), 1)
  })

  it('is tried again when it fails, is told, and the task is not up before it has run', async () => {
    const { world, runs, task } = await started([3, 3, 3, 3, 3, 3, 3, 3])
    await world.settle(30_000)
    const { phase, reason, message = '' } = task()?.status ?? {}
    deepEqual([phase, reason], ['Starting', 'HookFailed'])
    equal(message, 'its post-start hook `migrate` exited with 3: not yet')
    equal(runs(), 6) // after 0.5, 1, 2, 4, 8 s
    equal(await world.settle(), 'quiet')
    deepEqual([task()?.status?.phase, runs(), world.containers()], ['Running', 9, ['shop-web-1 running']])
  })

  it('says of a further attempt why the one before failed, in the next life as well', async () => {
    const { world, task } = await started(Array(100).fill(3))
    const said = new Set<string | undefined>()
    const listen = () =>
      world
        .life()
        .ports.store.watch('Task')
        .subscribe(({ after }) => said.add(after?.status?.message))
    const failure = 'its post-start hook `migrate` exited with 3: not yet'
    await world.settle(1_000)
    listen()
    await world.settle(30_000)
    const up = 'it runs, and counts as up once its post-start hooks have ended'
    ok(said.has(`${up}; before, ${failure}; now \`migrate\` runs`), [...said].join('\n'))
    equal(task()?.status?.message, failure)
    said.clear()
    await world.restart()
    listen()
    await world.settle(100)
    ok(said.has(`the last time: ${failure}; now \`migrate\` runs`), [...said].join('\n'))
  })

  it('ends a rollout as failed when it never succeeds, and leaves what runs (S10)', async () => {
    const { world, task } = await started(Array(1_000).fill(3))
    await world.settle(3_600_000)
    const { state, message = '' } = world.serviceNamed('web')?.status?.rollout ?? {}
    deepEqual([state, task()?.status?.phase, world.containers()], ['Stalled', 'Starting', ['shop-web-1 running']])
    match(message, /its post-start hook `migrate` exited with 3: not yet/)
  })

  it('leaves a baseline for drift when it fails', async () => {
    const { world, task } = await started(Array(100).fill(3))
    await world.settle(30_000)
    const found = task()
    ok(found && baselineOfTask(keyOf(found), world.life().ports.store)?.fields)
  })
})
