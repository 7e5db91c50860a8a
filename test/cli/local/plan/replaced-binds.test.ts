import { deepEqual } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { copiedStore } from '../../../../cli/local/plan/copied-store.ts'
import { replacedBindWarnings } from '../../../../cli/local/plan/replaced-binds.ts'
import type { PlanRun } from '../../../../plan/plan.ts'
import { aNode, aService, aTask } from '../../../support/builders.ts'
import { eachHome } from '../local-core.ts'

describe('a push of a file that a container mounts', () => {
  let core: Core
  let mounts: NonNullable<V1ServiceSpec['template']['mounts']>
  eachHome((begun) => {
    core = begun
    for (const at of ['stacks', 'stage']) {
      mkdirSync(join(core.home, at, 'html'), { recursive: true })
      for (const file of ['same.conf', 'new.conf', 'html/index.html'])
        writeFileSync(join(core.home, at, file), file === 'same.conf' ? 'same' : at)
    }
    const directory = join(core.home, 'stacks')
    mounts = ['same.conf', 'new.conf', 'html', 'gone.conf'].map((name) => ({
      ...{ type: 'Bind' as const, source: join(directory, name), target: `/etc/${name}` },
    }))
    core.store.create('Service', aService({ template: { image: 'nginx', mounts } }))
    core.store.create('Service', {
      ...aService({ template: { build: { context: directory }, mounts } }),
      metadata: { name: 'own', namespace: 'shop', annotations: { [annotations.buildHash]: 'one' } },
    })
    core.store.create('Task', {
      ...aTask(1, 'r1'),
      metadata: { name: 'own-1', namespace: 'shop' },
      spec: { ...aTask(1, 'r1').spec, service: 'own' },
    })
    core.store.create('Task', aTask(1, 'r1'))
  })

  const told = (image: string, host: string, planned: Partial<PlanRun> = {}) => {
    core.store.create('Node', aNode('a', { engine: { host } }))
    const { store } = copiedStore(core)
    store.update('Service', 'shop/web', ({ spec }) => void (spec.template.image = image))
    store.update(
      'Service',
      'shop/own',
      ({ metadata }) => void (metadata.annotations = { [annotations.buildHash]: 'two' }),
    )
    const staged = { directory: join(core.home, 'stacks'), at: join(core.home, 'stage') }
    return replacedBindWarnings(core, {
      ...{ staged, stacks: new Set(['shop']), declared: store },
      planned: { calls: [], store, ...planned },
    }).map(({ message }) => message.replaceAll(`${core.home}/`, ''))
  }

  it('says of a single file that is another one then what the container goes on with', () => {
    deepEqual(told('nginx', 'unix:///run/docker.sock'), [
      'Service/shop/web goes on with the stacks/new.conf that it has at /etc/new.conf, and not with the changed one: ' +
        '`reconcile restart service/web -n shop` makes its containers anew; ' +
        'with a config in the place of the mount, a change is rolled out by itself',
    ])
  })

  for (const [why, image, host] of [
    ['where its containers are made anew', 'nginx:2', 'unix:///run/docker.sock'],
    ['on another host, which has files of its own', 'nginx', 'tcp://10.0.0.1:2375'],
  ] as const)
    it(`says nothing ${why}`, () => deepEqual(told(image, host), []))

  it('says nothing where its containers are made anew for something else that changes, such as a config', () => {
    const [id, name] = ['Task/shop/web-1-r1', 'shop-web-1']
    const call = { node: 'a', method: 'POST', path: `/containers/create?name=${name}`, object: id, reason: '', at: 0 }
    deepEqual(told('nginx', 'unix:///run/docker.sock', { calls: [call] }), [])
  })

  it('says nothing where a rollout takes its tasks away', () => {
    const { store } = copiedStore(core)
    store.delete('Task', 'shop/web-1-r1')
    deepEqual(told('nginx', 'unix:///run/docker.sock', { store }), [])
  })
})
