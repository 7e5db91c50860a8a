import { deepEqual, doesNotMatch, equal, match, ok, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { labels } from '../../../../api/v1/labels.ts'
import type { PlannedCall } from '../../../../api/v1/installation/plan-answer.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { asRestored } from '../../../../cli/local/backup.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aCore, all, aRequest, eachHome, serviceText } from '../local-core.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { aNode, aTask } from '../../../support/builders.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

/** A host that does not answer. */
const silentOf = (node: string): unknown => {
  const never = () =>
    Promise.reject(new EngineError('Unreachable', { node, tried: 'ask', detail: 'no answer within 10 s' }))
  return { node, info: never, listContainers: never, listNetworks: never, listVolumes: never }
}
const silent = silentOf('b')
const GLOBAL = serviceText('web').replace('spec: {', 'spec: { mode: Global,')

const volume = `apiVersion: ${API_VERSION}\nkind: Volume\nmetadata: { name: data, namespace: shop }\nspec: {}\n`
const db = serviceText('db').replace('nginx', 'nginx, mounts: [{ type: Volume, source: data, target: /data }]')
const withData = [serviceText('web'), volume, db].join('---\n')

/** What another state of the installation made. */
const left = ({ installation }: Core) => ({
  ...{ Name: 'blog_data', Driver: 'local', Labels: { [labels.installation]: installation } },
})

const madeBy = (calls: readonly PlannedCall[]) => calls.flatMap(({ path }) => /name=([\w-]+)/.exec(path)?.[1] ?? [])

describe('a plan while a host does not answer', () => {
  let core: Core
  eachHome((made) => {
    core = made
    declareNodes(core, 'a')
    core.store.create('Node', aNode('b', {}, { engineID: 'E' }))
  })
  const planOn = async (text: string, engines: readonly (readonly [string, unknown])[]) => {
    const all = new Map(engines as [string, Engine][])
    const answer = await plan({ ...core, engines: async () => all }, aRequest(core.home, text, {}))
    if ('needs' in answer) throw new Error('it needs nothing')
    return answer
  }
  const both = [
    ['a', anEmptyHost()],
    ['b', silent],
  ] as const

  it('is of what goes on others, and says what it takes for granted', async () => {
    const { calls, assumptions, exit, unmet } = await planOn(serviceText('web'), both)
    deepEqual([exit, unmet], [exits.converged, []])
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
    match(assumptions.join(), /b does not answer \(no answer within 10 s\): nothing is done there before it does/)
  })

  it('ends as its apply does, where something is to be there', async () => {
    const { calls, exit, unmet } = await planOn(GLOBAL, both)
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
    equal(exit, exits.unreachable)
    match(unmet.map(({ message }) => message).join(), /b does not answer(?!: no engine listens)/)
  })

  it('ends as its apply does, where it was never seen: it may run anything', async () => {
    core.store.delete('Node', 'b')
    equal((await planOn(serviceText('web'), both)).exit, exits.unreachable)
  })

  it('ends as its apply does, where it has not answered since the state was restored: so does it then', async () => {
    const restored = aCore(core.home, asRestored(core.store))
    const engines = async () => new Map(both as unknown as [string, Engine][])
    const answer = await plan({ ...restored, engines }, aRequest(core.home, serviceText('web'), {}))
    equal('needs' in answer ? answer.needs : answer.exit, exits.unreachable)
  })

  it('makes what a node may have the data of whose engine is another one’s, which answers', async () => {
    const worked = { ...anEmptyHost(), listVolumes: async () => ({ volumes: [left(core)], warnings: [] }) }
    core.store.delete('Node', 'b')
    declareNodes(core, 'b')
    const { calls } = await planOn(withData, [
      ['a', worked],
      ['b', { ...worked, node: 'b' }],
    ])
    deepEqual(madeBy(calls).sort(), ['shop-db-1', 'shop-web-1'])
  })

  it('makes nothing anew that it may have the data of, where what others have was taken over from another state', async () => {
    core.store.delete('Node', 'b')
    declareNodes(core, 'b')
    const worked = { ...anEmptyHost(), listVolumes: async () => ({ volumes: [left(core)], warnings: [] }) }
    const { calls, exit, unmet } = await planOn(withData, [['a', worked], both[1]])
    deepEqual([exit, madeBy(calls)], [exits.unreachable, ['shop-web-1']])
    match(unmet.map(({ message }) => message).join(), /the volume data may be on b, which has not answered yet/)
    equal(
      (await planOn(withData, both)).calls.some(({ path }) => path.includes('shop-db-1')),
      true,
    )
  })

  it('has no part of this machine where that has no engine once these are declared', async () => {
    core.store.delete('Node', 'b')
    core = { ...core, isLocalAbsent: (declared) => declared?.get('Node', 'a') !== undefined }
    const { exit, assumptions } = await planOn(serviceText('web'), [both[0], ['local', silentOf('local')]])
    equal(exit, exits.converged)
    doesNotMatch(assumptions.join(), /does not answer/)
  })

  it('ends as its apply does, where these files declare it to be elsewhere', async () => {
    const moved =
      'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: b }\nspec: { engine: { host: "tcp://10.0.0.9:2375" } }\n'
    core.store.update('Node', 'b', ({ status }) => void (status && (status.engine = { host: 'tcp://10.0.0.2:2375' })))
    equal((await planOn(moved, both)).exit, exits.unreachable)
  })

  it('ends as its apply does, where something is to leave', async () => {
    const none = (name: string) => serviceText(name).replace('spec: {', 'spec: { replicas: 0,')
    await all(apply(core, aRequest(core.home, `${none('web')}---\n${none('tool')}`, {})))
    equal((await planOn(none('web'), both)).exit, exits.unreachable)
  })

  it('ends as its apply does, where a task there is to leave', async () => {
    const text = serviceText('web').replace('spec: { template: { ', 'spec: { template: { networkMode: none, ')
    await all(apply(core, aRequest(core.home, text, {})))
    const { spec, ...task } = aTask(1, 'r1')
    core.store.create('Task', { ...task, spec: { ...spec, node: 'b' } })
    const { exit, unmet } = await planOn(text.replace('spec: {', 'spec: { replicas: 0,'), both)
    equal(exit, exits.unreachable)
    match(unmet.map(({ object }) => object).join(), /^Task\/shop\//)
  })

  it('is none where a host answers, and fails at one thing that it has', async () => {
    const failing = () => Promise.reject(new EngineError('Internal', { node: 'b', tried: 'ask', detail: 'no layer' }))
    const broken = { ...anEmptyHost(), node: 'b', listNetworks: failing }
    await rejects(planOn(serviceText('web'), [both[0], ['b', broken]]), { exit: exits.unreachable })
  })

  it('is none where a host answers all but what it is asked of one thing', async () => {
    const late = new EngineError('Timeout', { node: 'b', tried: 'inspect image x', detail: 'no answer within 10 s' })
    const broken = { ...anEmptyHost(), node: 'b', inspectImage: () => Promise.reject(late) }
    await rejects(planOn(serviceText('web'), [both[0], ['b', broken]]), {
      exit: exits.unreachable,
      message: /^node b does not tell all that it has: inspect image x on b: no answer within 10 s/,
    })
    const info = () => Promise.reject(late)
    const { assumptions } = await planOn(serviceText('web'), [both[0], ['b', { ...broken, info }]])
    match(assumptions.join(), /b does not answer \(no answer within 10 s\)/)
  })

  it('is none where no host answers', async () => {
    await rejects(planOn(serviceText('web'), [['b', silent]]), { exit: exits.unreachable })
  })

  it('takes nothing to a host whose node is declared no more, and that is connected still', async () => {
    core.store.delete('Node', 'b')
    const other = { ...anEmptyHost(), node: 'b' } as Engine
    const { calls, exit } = await planOn(GLOBAL, [
      ['a', anEmptyHost()],
      ['b', other],
    ])
    equal(exit, exits.converged)
    ok(calls.length > 0 && calls.every(({ node }) => node === 'a'))
  })
})
