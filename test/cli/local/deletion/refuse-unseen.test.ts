import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { composeLabels, finalizers, labels } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { restoreNodes } from '../../../../cli/local/applied/kept-nodes.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import {
  type Labelled,
  madeByOthers,
  type NamedServices,
  runningUnseen,
} from '../../../../cli/local/deletion/refuse-unseen.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aCore, all, aRequest, eachHome, withEngine } from '../local-core.ts'

const { signal } = new AbortController()
const aService = (name: string) => `---
apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { template: { image: nginx } }
`
const ofCompose = { [composeLabels.project]: 'shop', [composeLabels.service]: 'web' }
const ofWeb = {
  ...ofCompose,
  [labels.installation]: 'default',
  [labels.stack]: 'shop',
  [labels.kind]: 'Service',
  [labels.name]: 'web',
}
const container = (own: Labelled['labels'], more: Partial<Labelled> = {}): Labelled => ({
  ...{ node: 'local', name: 'shop-web-1', state: 'running', labels: own },
  ...more,
})
const services: NamedServices = { services: new Set(['shop/web']), stacks: new Set() }
const stacks: NamedServices = { services: new Set(), stacks: new Set(['shop']) }

describe('what runs and this home has never worked on', () => {
  for (const { it: sentence, own = ofWeb, state = 'running', unseen = services, is } of [
    { it: 'is a task of a service', is: true },
    { it: 'is a task that has ended', state: 'exited', is: true },
    { it: 'is a task of a whole stack', unseen: stacks, is: true },
    { it: 'is no task that goes already', state: 'removing', is: false },
    { it: 'is none of another service', own: { ...ofWeb, [labels.name]: 'api' }, is: false },
    { it: 'is none of another stack', own: { ...ofWeb, [labels.stack]: 'blog' }, is: false },
    { it: 'is none where another stack goes', own: { ...ofWeb, [labels.stack]: 'blog' }, unseen: stacks, is: false },
    { it: 'is none of another installation', own: { ...ofWeb, [labels.installation]: 'other' }, is: false },
    { it: 'is no container of `run`', own: { ...ofWeb, [labels.kind]: 'OneOff' }, unseen: stacks, is: false },
    { it: 'is none of docker compose', own: ofCompose, is: false },
  ] satisfies readonly {
    it: string
    own?: Labelled['labels']
    state?: Labelled['state']
    unseen?: NamedServices
    is: boolean
  }[])
    it(sentence, () => equal(runningUnseen([container(own, { state })], unseen, 'default').length, is ? 1 : 0))
})

describe('what others made of the same names', () => {
  const stays =
    'shop-web-1 on local: made, and kept, by docker compose: `docker compose -p shop down` deletes what it made'
  for (const { it: sentence, own = ofCompose, unseen = services, says } of [
    { it: 'is named as of docker compose', says: [stays] },
    { it: 'is named of a whole project', unseen: stacks, says: [stays] },
    {
      it: 'is named with its installation',
      own: { ...ofWeb, [labels.installation]: 'other' },
      says: ['shop-web-1 on local: made, and kept, by installation other'],
    },
    { it: 'is nothing of ours', own: ofWeb, says: [] },
    { it: 'is nothing of another service', own: { ...ofCompose, [composeLabels.service]: 'api' }, says: [] },
    { it: 'is nothing of another project', own: { ...ofCompose, [composeLabels.project]: 'blog' }, says: [] },
    { it: 'is no container of `run`', own: { ...ofCompose, [composeLabels.oneoff]: 'True' }, says: [] },
    { it: 'is nothing that no project has', own: {}, says: [] },
  ] satisfies readonly { it: string; own?: Labelled['labels']; unseen?: NamedServices; says: readonly string[] }[])
    it(sentence, () => deepEqual(madeByOthers([container(own)], unseen, 'default'), says))

  it('is told in one line of each who made it', () => {
    const found = [container(ofCompose), container({ ...ofCompose }, { name: 'shop-web-2', node: 'h2' })]
    deepEqual(madeByOthers(found, services, 'default'), [stays.replace('1 on local', '1, shop-web-2 on local, h2')])
  })
})

describe('a deletion of what this home has never worked on', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })
  const text = aService('web')
  const having = (...found: readonly Labelled[]) => withEngine(core, { listContainers: async () => found })
  const asked = { volumes: false, wait: false, signal }
  const byFile = async (at: Core, orphans = false) => {
    const { sources, cwd } = aRequest(core.home, text, {})
    return await all(remove(at, { ...asked, orphans, manifests: { sources, cwd } }))
  }
  const byStack = async (at: Core, volumes = false) => await all(remove(at, { ...asked, volumes, stack: 'shop' }))
  const byRef = async (at: Core, kind: 'Service' | 'Stack') =>
    await all(
      remove(at, {
        ...asked,
        refs: [kind === 'Stack' ? { kind, name: 'shop' } : { kind, namespace: 'shop', name: 'web' }],
      }),
    )
  const messages = (events: Awaited<ReturnType<typeof byFile>>) =>
    events.flatMap((event) => ('message' in event ? [event.message] : []))
  const refused = {
    exit: 1,
    reason: 'Conflict',
    message: 'this home has never worked on Service/shop/web, of which there is shop-web-1 on local',
  }
  const other = container({ ...ofWeb, [labels.name]: 'api' }, { name: 'shop-api-1' })

  it('is refused by its files', () => rejects(byFile(having(container(ofWeb))), refused))
  it('is refused by the name of its stack', () => rejects(byStack(having(container(ofWeb))), refused))
  it('is refused with its volumes', () => rejects(byStack(having(container(ofWeb)), true), refused))
  it('is refused with all orphans', () => rejects(byFile(having(other), true), { exit: 1 }))
  it('is refused where it runs on the host of a node that was applied, and the state was lost', async () => {
    const node = `apiVersion: ${API_VERSION}\nkind: Node\nmetadata: { name: h2 }\nspec: { engine: { host: 'tcp://h2:2375' } }\n`
    await all(apply(core, aRequest(core.home, node, {})))
    const engines = await having(container(ofWeb)).engines()
    const connectOthers: Core['connectOthers'] = (declared) => ({
      engines: declared.get('Node', 'h2') ? engines : new Map(),
      close: () => undefined,
    })
    const anew = { ...aCore(core.home), connectOthers }
    restoreNodes(anew, () => undefined)
    await rejects(byFile(anew), refused)
  })
  it('has nothing to do where others run', async () =>
    deepEqual(messages(await byFile(having(other))), ['nothing to delete']))

  describe('but was applied without a wait', () => {
    const see = () =>
      core.store.update('Service', 'shop/web', ({ metadata }) => void (metadata.finalizers = [finalizers.tasks]))
    beforeEach(async () => void (await all(apply(core, aRequest(core.home, text, {})))))

    for (const [how, go] of Object.entries({
      'its files': byFile,
      'its stack': byStack,
      'its name': (at: Core) => byRef(at, 'Service'),
      'the name of its stack': (at: Core) => byRef(at, 'Stack'),
    }))
      it(`is refused by ${how}, and kept`, async () => {
        await rejects(go(having(container(ofWeb))), refused)
        equal(core.store.get('Service', 'shop/web')?.metadata.deletionTimestamp, undefined)
      })

    it('goes where nothing of it runs', async () => {
      await byFile(having(other))
      equal(core.store.list('Service').size, 0)
    })

    it('goes with a word of what docker compose keeps where a task got no container', async () => {
      see()
      core.store.create('Task', {
        ...{ apiVersion: API_VERSION, kind: 'Task', metadata: { name: 'web-1', namespace: 'shop' } },
        spec: { service: 'web', slot: 1, revision: '1', node: 'local', template: { image: 'nginx' } },
        status: { phase: 'Preparing' },
      })
      match(messages(await byStack(having(container(ofCompose))))[0] ?? '', /^shop-web-1 on local: made, and kept/)
    })

    it('asks no engine once its loop has looked', async () => {
      see()
      const failing = withEngine(core, { listContainers: () => Promise.reject(new Error('it was asked')) })
      for (const go of [byFile, byStack]) await go(failing)
    })
  })

  describe('on an engine that does not answer', () => {
    const no = new EngineError('Unreachable', { node: 'local', tried: 'list containers', detail: 'no engine listens' })
    const silent = () => withEngine(core, { listContainers: () => Promise.reject(no) })

    it('is no success where nothing of it is known', () =>
      rejects(byFile(silent()), { exit: 5, message: "the engine of node local can't be reached: no engine listens" }))

    it('is told of where it was applied', async () => {
      await all(apply(core, aRequest(core.home, text, {})))
      equal(messages(await byFile(silent()))[0], `whether something of it runs is not known: ${no.message}`)
    })
  })
})
