import { deepEqual, equal, match } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import { startNotifier } from '../../cli/notices/notifier.ts'
import { Undelivered } from '../../cli/notices/webhook.ts'
import type { NoticeMessage } from '../../cli/notices/message.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const CRASHES: RegistryImage = { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 300, exitCode: 3 } }

describe('notifications', () => {
  let world: TestWorld
  let notifier: { close(): void }
  let sent: NoticeMessage[]
  let lines: string[]
  let isDown: boolean

  const pass = (ms: number) => world.pass(ms)
  const notify = () => {
    const { store } = world.life().ports
    const { clock, random } = world.world
    const deliver = async (message: NoticeMessage) => {
      if (isDown) throw new Error('hooks.example.com answers 503')
      sent.push(message)
    }
    const log = (line: string) => lines.push(line)
    notifier = startNotifier({
      ...{ store, clock, random, deliver, log },
      settings: defaultSettings,
      installation: 'blue',
    })
  }
  const fresh = () =>
    sent.splice(0).flatMap(({ notices }) => notices.map(({ state, object, reason }) => `${state} ${object} ${reason}`))

  beforeEach(async () => {
    sent = []
    lines = []
    isDown = false
    world = aWorld({ images: { crashes: CRASHES, runs: RUNS } })
    notify()
    world.service('web', { template: { image: 'runs' } })
    await pass(60_000)
    deepEqual(fresh(), [])
  })
  afterEach(() => notifier.close())

  const restart = async () => {
    notifier.close()
    await world.restart()
    notify()
  }

  it('tell of a crash loop once, and when it is over', async () => {
    world.service('web', { template: { image: 'crashes' } })
    await pass(600_000)
    deepEqual(fresh(), ['failed Service/shop/web CrashLoop'])
    world.service('web', { template: { image: 'runs' } })
    await pass(120_000)
    deepEqual(fresh(), ['recovered Service/shop/web CrashLoop'])
  })

  it('tell of new tasks once their rollout fails, where as many are ready as are declared', async () => {
    world.service('web', { template: { image: 'crashes' }, updateStrategy: { order: 'StartFirst' } })
    await pass(600_000)
    deepEqual(fresh(), ['failed Service/shop/web RolloutFailed'])
  })

  it('neither repeat nor forget it, when serve is started anew', async () => {
    world.service('web', { template: { image: 'crashes' } })
    await pass(60_000)
    deepEqual(fresh(), ['failed Service/shop/web CrashLoop'])
    await restart()
    await pass(120_000)
    deepEqual(fresh(), [])
    world.service('web', { template: { image: 'runs' } })
    await pass(5_000)
    await restart()
    await pass(120_000)
    deepEqual(fresh(), ['recovered Service/shop/web CrashLoop'])
  })

  it('tell of a host that does not answer, and nothing of what runs there: of that nobody knows', async () => {
    world.host.hang()
    await pass(300_000)
    deepEqual(fresh(), ['failed Node/a NodeLost'])
  })

  it('come when the webhook is there again, and say once that it is not', async () => {
    isDown = true
    world.service('web', { template: { image: 'crashes' } })
    await pass(1_200_000)
    deepEqual(lines, ['warning: notifications wait, and are sent again: hooks.example.com answers 503'])
    isDown = false
    await pass(600_000)
    deepEqual(fresh(), ['failed Service/shop/web CrashLoop'])
    deepEqual(lines.slice(1), ['notifications are delivered again'])
  })

  /** How often a webhook is asked in a time, that refuses each message. */
  const askedIn = async (ms: number, refusal: Error) => {
    let asked = 0
    notifier.close()
    const { store } = world.life().ports
    const { clock, random } = world.world
    const deliver = () => {
      asked++
      return Promise.reject(refusal)
    }
    const log = () => undefined
    notifier = startNotifier({
      ...{ store, clock, random, deliver, log },
      settings: defaultSettings,
      installation: 'blue',
    })
    world.service('web', { template: { image: 'crashes' } })
    await pass(ms)
    return asked
  }

  it('ask a webhook that is down ever more seldom', async () => {
    const asked = await askedIn(3_600_000, new Error('down'))
    equal(asked > 10 && asked < 40, true, `asked ${asked} times in an hour`)
  })

  it('ask a webhook no sooner than it says, and five minutes later at most', async () => {
    const asked = await askedIn(3_600_000, new Undelivered('too many', { retryAfterMs: 1_000_000 }))
    equal(asked >= 11 && asked <= 13, true, `asked ${asked} times in an hour`)
  })

  it('tell of files with errors, and of what waits for approval, until that is over', async () => {
    const { store } = world.life().ports
    const problem = (file: string) => ({
      reason: 'SourceInvalid',
      message: `${file}:6:3: wrong`,
      resources: [],
      stacks: [],
    })
    store.putFact('problem', '/srv', ['a', 'b', 'c', 'd'].map(problem))
    const hold = {
      id: 'ab12',
      root: '/srv',
      reason: 'LossesNeedApproval',
      resources: [],
      message: 'reconcile approve ab12',
    }
    store.putFact('hold', 'ab12', hold)
    await pass(60_000)
    const [first] = sent
    match(first?.text ?? '', /Failed: \/srv LossesNeedApproval: reconcile approve ab12/)
    match(first?.text ?? '', /Failed: \/srv SourceInvalid: a:6:3: wrong; b:6:3: wrong; c:6:3: wrong; and 1 more/)
    equal(fresh().length, 2)
    store.putFact('problem', '/srv', undefined)
    store.putFact('hold', 'ab12', undefined)
    await pass(60_000)
    deepEqual(fresh().sort(), ['recovered /srv LossesNeedApproval', 'recovered /srv SourceInvalid'])
  })

  it('tell that it is over of what is deleted', async () => {
    world.service('web', { template: { image: 'crashes' } })
    await pass(60_000)
    deepEqual(fresh(), ['failed Service/shop/web CrashLoop'])
    world.life().ports.store.delete('Service', 'shop/web')
    await pass(120_000)
    deepEqual(fresh(), ['recovered Service/shop/web CrashLoop'])
  })
})
