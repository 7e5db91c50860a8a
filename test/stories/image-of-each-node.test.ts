import { deepEqual, equal } from 'node:assert/strict'
import { Subject } from 'rxjs'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Content } from '../../store/contents/contents.ts'
import { asContainerd } from '../support/as-containerd.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { applyIn, undoIn } from '../support/undo-in-world.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const [A, B] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string]
/** An image of a registry whose id is its digest, as containerd has it. */
const published = (id: string): RegistryImage => ({ ...RUNS, id, digest: id })

const hostOf = ({ world }: TestWorld, node: string) => world.hosts.get(node) as SimulatedHost

const content = (bytes: string): Content => ({ found: true, bytes: Buffer.from(bytes), hash: bytes })

function imagesRun(a: TestWorld): Readonly<Record<string, string>> {
  const run = (node: string) => hostOf(a, node).containers()[0]?.Image ?? ''
  return { a: run('a'), b: run('b') }
}

describe('a tag that means another image on each node, where ids are digests, as containerd keeps images', () => {
  /** A world of two such nodes, and what a plan says of a service on both. */
  async function deployed(): Promise<{ a: TestWorld; planned: readonly string[] }> {
    const a = aWorld({ images: {}, nodes: ['a', 'b'] })
    for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
    await a.life().stop()
    a.service('web', { mode: 'Global', template: { image: 'app:1' } })
    const observed = async (node: string) => ({ node, observed: await observedIn(a, node, { images: ['app:1'] }) })
    const nodes = [await observed('a'), await observed('b')]
    const { calls } = await planOf(a, { nodes })
    await a.restart()
    return { a, planned: calls.map(({ method, path, node }) => `${node} ${method} ${path}`).sort() }
  }

  it('runs as each has it, where nobody pulled it, as its plan says', async () => {
    const { a, planned } = await deployed()
    equal(await a.settle(), 'quiet')
    deepEqual(imagesRun(a), { a: A, b: B })
    deepEqual(a.calls.map(({ method, path, node }) => `${node} ${method} ${path}`).sort(), planned)
  })

  it('is made again on each node of what that had, though it was built again since', async () => {
    const { a } = await deployed()
    await a.settle()
    await a.restart(() => {
      for (const node of ['a', 'b']) {
        asContainerd(hostOf(a, node), `sha256:${'c'.repeat(64)}`)
        for (const { Name } of hostOf(a, node).containers()) hostOf(a, node).byHand.remove(Name.slice(1))
      }
    })
    a.newCalls()
    await a.settle()
    deepEqual(imagesRun(a), { a: A, b: B })
    deepEqual(
      a.newCalls().filter((call) => call.includes('/images/')),
      [],
    )
  })

  it('is pulled by the digest of the first where a registry is known to have the other', async () => {
    const registry: Record<string, RegistryImage> = { 'app:1': published(B), [`app@${A}`]: published(A) }
    const a = aWorld({ images: {}, registry, nodes: ['a', 'b'] })
    const on = (node: string) => ({ constraints: [`node.hostname==${node}`] })
    a.service('other', { template: { image: 'app:1' }, placement: on('b') })
    await a.settle()
    registry['app:1'] = published(A)
    asContainerd(hostOf(a, 'a'), A)
    a.service('other', { replicas: 0, template: { image: 'app:1' }, placement: on('b') })
    a.service('web', { template: { image: 'app:1' }, placement: on('a') })
    await a.settle()
    a.service('web', { replicas: 2, template: { image: 'app:1' } })
    await a.settle()
    deepEqual(imagesRun(a), { a: A, b: A })
  })

  it('is brought back on each node as that had it by an undo after a secret has changed, though it was built again', async () => {
    const contents = new Map([['Secret/shop/token', content('one')]])
    const contentChanges = new Subject<string>()
    const a = aWorld({ images: {}, nodes: ['a', 'b'], contents, contentChanges })
    for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
    const metadata = { name: 'token', namespace: 'shop' }
    a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/dev/null' } })
    const template = { image: 'app:1', secrets: [{ secret: 'token' }] }
    a.service('web', { mode: 'Global', template })
    await a.settle()
    for (const node of ['a', 'b']) asContainerd(hostOf(a, node), `sha256:${'c'.repeat(64)}`)
    await a.pass(600_000) // until the next list of their images
    a.service('web', { mode: 'Global', template: { ...template, env: [{ name: 'LEVEL', value: '2' }] } })
    await a.settle()
    contents.set('Secret/shop/token', content('two'))
    contentChanges.next('Secret/shop/token')
    await a.settle()
    await undoIn(a, 1)
    deepEqual(imagesRun(a), { a: A, b: B })
  })

  it('is gone back to where the node that the revision is named by has it no more, while another one has its own', async () => {
    const a = aWorld({ images: {}, nodes: ['a', 'b'] })
    for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
    const lines = ['image: "app:1"', 'deploy: {mode: global}']
    await applyIn(a, lines)
    for (const node of ['a', 'b']) asContainerd(hostOf(a, node), `sha256:${'c'.repeat(64)}`)
    await a.pass(600_000) // until the next list of their images
    await applyIn(a, [...lines, 'environment: {LEVEL: 2}'])
    const [revision] = a.life().ports.store.list('Revision').values()
    const [lost, kept] = revision?.spec.imageDigests?.['app:1'] === `app@${A}` ? ['a', 'b'] : ['b', 'a']
    hostOf(a, lost).byHand.removeImage(lost === 'a' ? A : B)
    await undoIn(a, 1)
    equal(hostOf(a, kept).containers()[0]?.Image, kept === 'a' ? A : B)
  })

  for (const [pushed, node] of [
    [A, 'b'],
    [B, 'a'],
  ] as const)
    it(`is the one that its registry tells after a pull, which replaces what ${node} had alone, and once`, async () => {
      const a = aWorld({ images: {}, nodes: ['a', 'b'] })
      for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
      const lines = ['image: "app:1"', 'deploy: {mode: global}']
      await applyIn(a, lines)
      deepEqual(imagesRun(a), { a: A, b: B })
      asContainerd(hostOf(a, node), pushed)
      await a.pass(600_000) // until the next list of its images
      a.newCalls()
      const pulled = new Map([['app:1', [{ image: { Id: pushed, RepoDigests: [`app@${pushed}`] } }]]])
      await applyIn(a, lines, pulled)
      deepEqual(imagesRun(a), { a: pushed, b: pushed })
      equal(a.newCalls().filter((call) => call.includes('/containers/create')).length, 1)
      await applyIn(a, lines, pulled)
      deepEqual(a.newCalls(), [])
    })

  it('is rolled out by a pull that no registry answers where one node alone has another one by now, and once', async () => {
    const C = `sha256:${'c'.repeat(64)}`
    const a = aWorld({ images: {}, nodes: ['a', 'b'] })
    for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
    const lines = ['image: "app:1"', 'deploy: {mode: global}']
    await applyIn(a, lines)
    asContainerd(hostOf(a, 'b'), C)
    await a.pass(600_000) // until the next list of its images
    const found = Object.entries({ a: A, b: C }).map(([node, Id]) => ({ node, image: { Id, RepoDigests: [] } }))
    await applyIn(a, lines, new Map([['app:1', found]]))
    deepEqual(imagesRun(a), { a: A, b: C })
    a.newCalls()
    await applyIn(a, lines, new Map([['app:1', found]]))
    deepEqual(a.newCalls(), [])
  })
})

describe('images of each node that a pull has told, of which a later one has one in common', () => {
  const [C, D, Z] = ['c', 'd', 'e'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string, string]
  const lines = ['image: "app:1"', 'deploy: {mode: global}']

  /** Builds the tag anew on both nodes, and applies what a pull that no registry answers tells then. */
  async function rebuilt(a: TestWorld, ids: Readonly<Record<string, string>>): Promise<void> {
    for (const [node, id] of Object.entries(ids)) asContainerd(hostOf(a, node), id)
    await a.pass(600_000) // until the next list of their images
    const found = Object.entries(ids).map(([node, Id]) => ({ node, image: { Id, RepoDigests: [] } }))
    await applyIn(a, lines, new Map([['app:1', found]]))
  }

  async function rebuiltOften(): Promise<TestWorld> {
    const a = aWorld({ images: {}, nodes: ['a', 'b'] })
    for (const node of ['a', 'b']) asContainerd(hostOf(a, node), Z)
    await applyIn(a, lines)
    await rebuilt(a, { a: A, b: B })
    await rebuilt(a, { a: C, b: B })
    await rebuilt(a, { a: A, b: D })
    return a
  }

  it('are each as that pull told', async () => {
    deepEqual(imagesRun(await rebuiltOften()), { a: A, b: D })
  })

  it('leave what runs the same image as before, also where a limit changes', async () => {
    const a = aWorld({ images: {}, nodes: ['a', 'b'] })
    for (const [node, id] of Object.entries({ a: A, b: B })) asContainerd(hostOf(a, node), id)
    await applyIn(a, lines)
    a.newCalls()
    await rebuilt(a, { a: A, b: C })
    const created = () => a.newCalls().filter((call) => call.includes('/containers/create'))
    deepEqual([imagesRun(a), created().length], [{ a: A, b: C }, 1])
    await applyIn(a, [...lines, 'mem_limit: 100m'])
    await applyIn(a, [...lines, 'mem_limit: 200m'])
    created()
    await applyIn(a, [...lines, 'mem_limit: 300m'])
    deepEqual([imagesRun(a), created()], [{ a: A, b: C }, []])
  })

  it('are gone back to each as they were, as the revision that it was', async () => {
    const a = await rebuiltOften()
    await undoIn(a, 2)
    deepEqual(imagesRun(a), { a: A, b: B })
    deepEqual([...a.life().ports.store.list('Revision').values()].map(({ spec }) => spec.number).sort(), [1, 3, 4, 5])
    await undoIn(a, 4)
    deepEqual(imagesRun(a), { a: A, b: D })
    await rebuilt(a, { a: A, b: D })
    deepEqual(imagesRun(a), { a: A, b: D })
  })
})

describe('a tag that its registry has no more, while it has the digest that a revision is pinned to', () => {
  const on = (a: TestWorld, replicas: number) => a.service('web', { replicas, template: { image: 'app:1' } })

  /** A world in which web runs on one node what its registry had under the tag, and a registry without that. */
  async function deleted(): Promise<TestWorld> {
    const registry: Record<string, RegistryImage> = { 'app:1': published(A) }
    const a = aWorld({ images: {}, registry, nodes: ['a', 'b'] })
    on(a, 1)
    await a.settle()
    delete registry['app:1']
    a.newCalls()
    return a
  }

  it('is given on a node without it to the image of that digest', async () => {
    const a = await deleted()
    on(a, 2)
    await a.settle()
    deepEqual(imagesRun(a), { a: A, b: A })
    deepEqual(
      a.newCalls().filter((call) => call.includes('/tag?')),
      [`POST /images/app@${A}/tag?repo=app&tag=1`],
    )
    equal(hostOf(a, 'b').containers()[0]?.Config.Image, 'app:1')
  })

  it('is what fails where the registry has neither', async () => {
    const a = await deleted()
    for (let pulls = 0; pulls < 20; pulls++)
      for (const name of ['the tag', 'the digest'])
        hostOf(a, 'b').failNext('pullImage', { status: 404, message: `manifest for ${name} of app not found` })
    on(a, 2)
    await a.settle(30_000)
    const waiting = a.tasks().find(({ status }) => status?.phase !== 'Running')
    equal(waiting?.status?.message, 'manifest for the tag of app not found')
  })
})
