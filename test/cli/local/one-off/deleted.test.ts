import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { withOneOffs } from '../../../../cli/local/one-off/deleted.ts'
import { findOneOffs } from '../../../../cli/local/one-off/find.ts'
import { consent, recordsOf } from '../../../../controllers/adoption/records.ts'
import { adoptedEngine } from '../../../../engine/adopted.ts'
import type { Engine } from '../../../../engine/engine.ts'
import type { Run } from '../../../../engine/run.ts'
import { composeProject, oneOffsOf } from '../../../support/compose-project.ts'
import { aWorld } from '../../../support/world.ts'
import { all, aCore } from '../local-core.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }
const { signal } = new AbortController()

const foundOn = async (engine: Engine) => {
  const core = { installation: 'default', engines: async () => new Map([['a', engine]]) }
  const run = { signal, object: 'Service/blog/web', reason: 'a test' }
  return (await findOneOffs(core, 'blog', run)).found.map(({ stack, name }) => `${stack}/${name}`)
}

describe('a deletion beside an adopted project', () => {
  it('takes the one-off containers of its own services away, and nothing of others', async () => {
    const a = aWorld()
    const compose = composeProject(a.host)
    compose.network()
    for (const service of ['web', 'left-over']) compose.container(service)
    compose.container('web', { name: 'shop-web-run-1', oneoff: true })
    oneOffsOf(a.host, [
      ['blog', 'web'],
      ['blog', 'stays'],
      ['news', 'web'],
    ])
    // As `docker commit` of one of them, and `docker run` of that.
    const own = {
      'reconcile.dev/installation': 'default',
      'reconcile.dev/stack': 'blog',
      'reconcile.dev/kind': 'OneOff',
    }
    const Labels = { ...own, 'com.docker.compose.project': 'blog', 'com.docker.compose.service': 'web' }
    a.host.byHand.addImage('tools', { config: { Cmd: ['serve'], Labels } })
    a.host.byHand.run('mine', { Image: 'tools' })
    const { store } = a.life().ports
    consent(store, 'shop', a.world.clock.now())
    a.service('web', { template })
    const metadata = { name: 'web', namespace: 'blog' }
    a.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template } })
    await a.settle()
    const engine = adoptedEngine(a.host.engine(), recordsOf(store))
    const core = {
      ...{ ...aCore('/nowhere'), store, clock: a.world.clock, installation: a.life().ports.installation },
      ...{ begin: async () => a.life(), engines: async () => new Map([['a', engine]]) },
    }
    // What is removed by force is what it is, whatever an engine answers.
    const talkative = { ...engine, listContainers: (_: object, run: Run) => engine.listContainers({}, run) }
    for (const each of [engine, talkative]) {
      const found = foundOn(each)
      await a.settle()
      deepEqual(await found, ['blog/blog-stays-run-1', 'blog/blog-web-run-1'])
    }
    const request = { stack: 'blog', volumes: false, wait: true, signal }
    const said = all(withOneOffs(core, request, remove(core, request)))
    await a.settle()
    const removed = (await said).flatMap((event) => (event.type === 'resource' ? [event.object] : []))
    deepEqual(
      removed.filter((object) => object.startsWith('Container/')),
      ['Container/blog/blog-web-run-1'],
    )
    const left = ['left-over-1', 'web-1', 'web-run-1'].map((name) => `shop-${name} running`)
    deepEqual(a.containers(), ['blog-stays-run-1 running', 'mine running', 'news-web-run-1 running', ...left])
  })
})
