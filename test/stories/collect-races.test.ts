import { deepEqual, equal } from 'node:assert/strict'
import { filter, take } from 'rxjs'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const withToken = { image: 'nginx', secrets: [{ secret: 'token' }] }
const contents = new Map<string, Content>([
  ['Secret/shop/token', { found: true, bytes: Buffer.from('old'), hash: 'hash of old' }],
])

/** Whether a carrier is made that takes bytes off: it has the directory's parent. */
const takesOff = ({ verb, args }: Call) =>
  verb === 'createContainer' && JSON.stringify(args).includes('/secrets:/delivery')
const makes = (name: string) => (call: Call) =>
  call.verb === 'createContainer' && (call.args as { name: string }).name === name

describe('bytes that are taken off while somebody comes to need them', () => {
  let a: TestWorld
  /** Done right before the first call that `on` holds for. */
  let meanwhile: { on: (call: Call) => boolean; act: () => void } | undefined

  beforeEach(() => {
    meanwhile = undefined
    a = aWorld({
      contents,
      images: { nginx: RUNS, db: { ...RUNS, behaviour: { healthyAfterMs: 1e9 } } },
      wrapEngine: (engine) =>
        wrapEngine(engine, (call, next) => {
          const found = meanwhile?.on(call) ? meanwhile : undefined
          if (found) meanwhile = undefined
          found?.act()
          return next()
        }),
    })
    const metadata = { name: 'token', namespace: 'shop' }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
  })

  const store = () => a.life().ports.store
  const onHost = () => [...a.host.state.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())
  const carriers = () => a.newCalls().filter((call) => call.includes('create?name=reconcile-carrier'))
  const reasonOf = (name: string) => a.tasks().find(({ spec }) => spec.service === name)?.status?.reason
  const web = (spec: Partial<V1ServiceSpec> = {}) => a.service('web', { template: withToken, ...spec })

  it('stay for a container that is being made as their Secret is deleted', async () => {
    web()
    await a.settle()
    a.newCalls()
    meanwhile = { on: makes('shop-web-1'), act: () => store().delete('Secret', 'shop/token') }
    a.host.byHand.remove('shop-web-1')
    await a.settle()
    deepEqual([a.containers(), onHost(), carriers()], [['shop-web-1 running'], ['old'], []])
    equal(store().get('Secret', 'shop/token')?.status?.conditions?.[0]?.reason, 'InUse')
    store().delete('Service', 'shop/web')
    await a.settle()
    deepEqual([a.containers(), onHost(), store().get('Secret', 'shop/token')], [[], [], undefined])
  })

  it('let no container start that a task would make of them', async () => {
    a.service('db', { template: { image: 'db', healthcheck: { test: ['CMD', 'true'] } } })
    web({ dependsOn: [{ service: 'db', condition: 'Healthy' }] })
    await a.settle(30_000)
    deepEqual([onHost(), reasonOf('web')], [['old'], 'WaitingForDependency'])
    a.newCalls()
    meanwhile = { on: takesOff, act: () => a.host.byHand.setHealth('shop-db-1', 'healthy') }
    store().delete('Secret', 'shop/token')
    await a.settle(30_000)
    equal(meanwhile, undefined)
    deepEqual([onHost(), a.containers(), reasonOf('web')], [[], ['shop-db-1 running'], 'WaitingForSecret'])
    deepEqual(
      a.newCalls().filter((call) => call.includes('shop-web-1')),
      [],
    )
  })

  it('stay where a service asks for them again before the carrier is made', async () => {
    web()
    await a.settle()
    const [place] = store().get('Secret', 'shop/token')?.status?.nodes ?? []
    const unmarked = store()
      .watch('Secret')
      .pipe(
        filter(({ after }) => after?.status?.nodes?.[0]?.state === 'Unknown'),
        take(1),
      )
    unmarked.subscribe(() => web())
    a.newCalls()
    web({ template: { image: 'nginx' } })
    await a.settle()
    deepEqual([onHost(), carriers(), a.containers()], [['old'], [], ['shop-web-1 running']])
    deepEqual(store().get('Secret', 'shop/token')?.status?.nodes, [place])
  })

  it('that are not there for certain any more are put there before a container is made', async () => {
    web()
    await a.settle()
    const making = store()
      .watch('Task')
      .pipe(
        filter(({ after }) => after?.status?.reason === 'Creating'),
        take(1),
      )
    making.subscribe(() =>
      store().update('Secret', 'shop/token', ({ status }) => {
        for (const entry of status?.nodes ?? []) entry.state = 'Unknown'
      }),
    )
    a.newCalls()
    a.host.byHand.remove('shop-web-1')
    await a.settle()
    const made = a.newCalls().filter((call) => call.includes('/containers/create'))
    deepEqual(
      made.map((call) => call.replace(/carrier-\w+/, 'carrier')),
      ['POST /containers/create?name=reconcile-carrier', 'POST /containers/create?name=shop-web-1'],
    )
  })
})
