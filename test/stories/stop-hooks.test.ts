import { deepEqual, match } from 'node:assert/strict'
import type { ProcessBehaviour } from '../../engine/simulated/behaviour.ts'
import { followTold } from '../../cli/local/waiting/told.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, RUNS, type TestWorldOptions } from '../support/world.ts'

const template = { image: 'nginx', hooks: { preStop: [{ command: ['drain', '--token', 'hunter2'] }] } }

function of(behaviour: ProcessBehaviour): TestWorldOptions {
  return { images: { nginx: { ...RUNS, behaviour } } }
}

/** What is left of `shop/web` after its deletion, and what was said of its hook. */
async function deleted(options: TestWorldOptions, spec = {}) {
  const world = aWorld(options)
  world.service('web', { template: { ...template, ...spec } })
  await world.settle(20_000)
  const told = followTold(world.life().recorder, ['shop'], world.world.clock.now())
  world.life().ports.store.delete('Service', 'shop/web')
  await world.settle(3_600_000)
  const said = world
    .life()
    .recorder.events()
    .filter(({ reason }) => reason === 'StopHookFailed')
  return { left: world.containers(), said: said.map(({ message }) => message), told: told.take() }
}

describe('what is to run before a stop', () => {
  it('keeps no container alive that it fails in, and says so without what looks secret', async () => {
    const exec = () => ({ exitCode: 3, output: 'no such upstream\n' })
    const { left, said, told } = await deleted(of({ exec }))
    deepEqual(left, [])
    const words = told.map((event) => (event.type === 'warning' ? event.message : event))
    deepEqual(
      words.map((each) => `${each}`.replace(/web-1-\w+/, 'web-1')),
      [`Task/shop/web-1: ${said[0]}`],
    )
    match(
      said[0] ?? '',
      /^its pre-stop hook `drain --token [^`]+` exited with 3: no such upstream; its container is stopped all the same$/,
    )
    deepEqual(
      said.filter((message) => message.includes('hunter2')),
      [],
    )
  })

  it('is named while it is at work, and no more after that', async () => {
    const release: (() => void)[] = []
    const waits: TestWorldOptions['wrapEngine'] = (engine) =>
      wrapEngine(engine, async (call, next) => {
        if (call.verb === 'exec') await new Promise<void>((resolve) => release.push(resolve))
        return next()
      })
    const world = aWorld({ wrapEngine: waits })
    world.service('web', {
      template: { ...template, hooks: { preStop: [{ command: ['drain'] }, { command: ['bye'] }] } },
    })
    await world.settle(20_000)
    const messages: (string | undefined)[] = []
    const { store } = world.life().ports
    store.watch('Task').subscribe(({ after }) => messages.push(after?.status?.message))
    store.delete('Service', 'shop/web')
    for (let hooks = 0; hooks < 2; hooks++) {
      await world.settle(1_000)
      release.pop()?.()
    }
    await world.settle()
    const why = 'it is not wanted any more'
    const named = (command: string) => `${why}; it stops once its pre-stop hooks have ended; now \`${command}\` runs`
    deepEqual(
      messages.filter((message, index) => message?.startsWith(why) && message !== messages[index - 1]),
      [why, named('drain'), named('bye'), why],
    )
    deepEqual(world.containers(), [])
  })

  it('is left after ten minutes', async () => {
    const hangs: TestWorldOptions['wrapEngine'] = (engine) =>
      wrapEngine(engine, (call, next) => {
        if (call.verb !== 'exec') return next()
        return new Promise((_, reject) => {
          const detail = 'no longer wanted'
          const refusal = new EngineError('Cancelled', { node: engine.node, tried: 'run drain', detail })
          call.run.signal.addEventListener('abort', () => reject(refusal), { once: true })
        })
      })
    const { left, said } = await deleted({ wrapEngine: hangs })
    deepEqual(left, [])
    match(said[0] ?? '', /its pre-stop hook `drain \S+ \S+` failed: it took longer than 10 minutes/)
  })

  it('does not run between two runs of a container, which is stopped all the same', async () => {
    const crashes = { exitsAfterMs: 1_000, exitCode: 1 }
    const { left, said } = await deleted(of(crashes), { restartPolicy: { condition: 'OnFailure' } })
    deepEqual([left, said], [[], []])
  })
})
