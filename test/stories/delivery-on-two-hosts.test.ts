import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { EngineError } from '../../engine/errors.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const withToken = { image: 'nginx', secrets: [{ secret: 'token' }] }
const CARRIER = 'reconcile-carrier-'

/** What the faulty host `b` refuses. */
type Fault = (call: Call) => boolean

const isCarrier = ({ verb, args }: Call) => verb === 'createContainer' && carrierBind(args) !== undefined
const carrierBind = (args: Call['args']): string | undefined =>
  (args as { body?: { HostConfig?: { Binds?: string[] } } }).body?.HostConfig?.Binds?.[0]

const faults = {
  none: () => false,
  takesNoBytes: isCarrier,
  givesNoneBack: (call) => isCarrier(call) && carrierBind(call.args)?.endsWith('/secrets:/delivery') === true,
} as const satisfies Record<string, Fault>

describe('bytes for two hosts, one of them faulty', () => {
  let contents: Map<string, Content>
  let a: TestWorld
  let fault: Fault
  let refused: number

  const b = () => a.world.hosts.get('b') as SimulatedHost
  const store = () => a.life().ports.store
  const holds = (text: string) =>
    contents.set('Secret/shop/token', { found: true, bytes: Buffer.from(text), hash: `hash of ${text}` })
  const secret = () => store().get('Secret', 'shop/token')
  const ready = () => getCondition(secret()?.status?.conditions, 'Ready')
  const running = (host: SimulatedHost) =>
    host
      .containers()
      .filter(({ State }) => State.Status === 'running')
      .map(({ Name }) => Name.slice(1))
  const bytesOn = (host: SimulatedHost) =>
    [...host.state.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())
  const carriersOn = (node: string) =>
    a.calls.filter((call) => call.node === node && call.path.includes(`create?name=${CARRIER}`)).length
  const pass = (ms: number) => a.pass(ms)

  beforeEach(() => {
    contents = new Map()
    holds('old')
    fault = faults.none
    refused = 0
    a = aWorld({
      contents,
      nodes: ['a', 'b'],
      wrapEngine: (engine) =>
        wrapEngine(engine, (call, next) => {
          if (engine.node !== 'b' || !fault(call)) return next()
          const detail = `read-only file system (try ${++refused})`
          return Promise.reject(new EngineError('Internal', { node: 'b', tried: 'do it', detail }))
        }),
    })
    const metadata = { name: 'token', namespace: 'shop' }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
  })

  it('are where they can be, once, and are tried again with backoff where they can not', async () => {
    fault = faults.takesNoBytes
    a.service('web', { mode: 'Global', template: withToken })
    await pass(60_000)
    deepEqual([running(a.host).length, running(b()).length], [1, 0])
    equal(carriersOn('a'), 1)
    ok(refused >= 5 && refused <= 16, `${refused} tries in a minute`)
    deepEqual([ready()?.status, ready()?.reason], ['False', 'DeliveryFailed'])
    match(ready()?.message ?? '', /^its bytes can't be put on b: read-only file system/)
    const waits = a.tasks().find(({ spec }) => spec.node === 'b')?.status
    equal(waits?.reason, 'WaitingForSecret')
    match(waits.message ?? '', /can't be put on b: read-only/)

    fault = faults.none
    await pass(120_000)
    deepEqual([running(a.host).length, running(b()).length], [1, 1])
    deepEqual([carriersOn('a'), ready()?.reason], [1, 'Delivered'])
  })

  it('are rotated on every host though one does not give the old ones back', async () => {
    a.service('web', { mode: 'Global', template: withToken })
    await a.settle()
    fault = faults.givesNoneBack
    holds('new')
    await pass(120_000)
    equal(secret()?.status?.contentHash, 'hash of new')
    deepEqual([bytesOn(a.host), bytesOn(b()).sort()], [['new'], ['new', 'old']])
    deepEqual([running(a.host).length, running(b()).length], [1, 1])
    deepEqual([ready()?.reason, ready()?.status], ['CollectionFailed', 'False'])
    match(ready()?.message ?? '', /secrets\/token-\w+ can't be taken off b: read-only/)
    const before = carriersOn('a')
    ok(refused <= 16, `${refused} tries in two minutes`)

    holds('newer')
    await pass(120_000)
    deepEqual([bytesOn(a.host), bytesOn(b()).sort()], [['newer'], ['new', 'newer', 'old']])
    equal(carriersOn('a'), before + 2)

    fault = faults.none
    await pass(120_000)
    deepEqual([bytesOn(a.host), bytesOn(b())], [['newer'], ['newer']])
    equal(ready()?.reason, 'Delivered')
    a.newCalls()
    await pass(600_000)
    deepEqual(a.newCalls(), [])
  })

  it('reach a task on the sound host at once while the other hangs', async () => {
    a.service('web', { mode: 'Global', template: { image: 'nginx' } })
    await a.settle()
    a.service('web', { mode: 'Global', template: withToken, updateStrategy: { parallelism: 0 } })
    a.host.hang()
    await a.settle(2_000)
    deepEqual([bytesOn(b()), running(b()).length], [['old'], 1])
    equal(a.tasks().find(({ spec }) => spec.node === 'b')?.status?.phase, 'Running')
  })

  it('are not put where a task leaves that is down, as its successor comes up', async () => {
    a.service('web', { replicas: 2, template: withToken })
    await a.settle()
    await a.life().stop()
    b().byHand.kill('shop-web-2')
    b().byHand.prune()
    const before = carriersOn('b')
    await a.restart()
    store().update('Node', 'b', ({ spec }) => void (spec.drain = true))
    await pass(60_000)
    deepEqual([running(a.host), carriersOn('b') - before], [['shop-web-1', 'shop-web-2'], 0])
  })

  it('are put again where a task leaves that is down, as its successor does not come up (S10)', async () => {
    a.service('web', { template: withToken })
    await a.settle()
    fault = faults.takesNoBytes
    store().update('Node', 'a', ({ spec }) => void (spec.drain = true))
    await pass(5_000)
    a.host.crash()
    await pass(20_000)
    a.host.restart()
    await pass(60_000)
    deepEqual([running(a.host), bytesOn(a.host)], [['shop-web-1'], ['old']])
  })

  it('are not put there again because their carrier does not go', async () => {
    const isRemoval = ({ verb, args }: Call) =>
      verb === 'removeContainer' &&
      b()
        .state.containers.get((args as { id: string }).id)
        ?.name.startsWith(CARRIER)
    fault = (call) => isRemoval(call) === true
    a.service('web', { mode: 'Global', template: withToken })
    await pass(30_000)
    deepEqual([running(a.host).length, running(b()).length], [1, 1])
    deepEqual([carriersOn('b'), refused, ready()?.reason], [1, 1, 'Delivered'])

    fault = faults.none
    await pass(300_000)
    equal(b().containers().length, 1)
  })
})
