import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { knownImage } from '../../engine/simulated/images.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const SERVICES = ['named', 'plain', 'web'] as const
const TAG = 'abcdef010000'
/** As of `--build`. */
const ANEW = 'abcdef01beef'
const always = { args: ['serve'], restartPolicy: { condition: 'Always' as const } }
const image = { config: { Cmd: ['serve'] } }

/** What `docker compose up --build` left of services that have one build: an image for each. */
function aProject() {
  const a = aWorld({ images: { nginx: image, 'shop-web': image, 'shop-plain': image, 'shop/named:1': image } })
  const compose = composeProject(a.host)
  compose.network()
  for (const name of SERVICES) compose.container(name, { body: { Image: imageOf(name), Cmd: ['serve'] } })
  return { a, compose }
}

const imageOf = (name: string) => (name === 'named' ? 'shop/named:1' : `shop-${name}`)

/** Gives the consent and declares the services, of which `web` is as `web` says. */
function adopt(a: TestWorld, web: V1TaskTemplate = {}, tag = TAG): void {
  consent(a.life().ports.store, 'shop', a.world.clock.now())
  declare(a, web, tag)
}

function declare(a: TestWorld, web: V1TaskTemplate = {}, tag = TAG): void {
  for (const name of SERVICES) {
    const build = { context: '/src', ...(name === 'named' ? { tags: ['shop/named:1'] } : {}) }
    a.declare({
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata: { name, namespace: 'shop', annotations: { [annotations.buildHash]: `${tag}6789` } },
      spec: { template: { ...always, build, ...(name === 'web' ? web : {}) } },
    })
  }
}

const imageIds = (a: TestWorld) =>
  Object.fromEntries(a.host.containers().map(({ Name, Image }) => [Name.replace(/^\//, ''), Image]))

const idOf = (a: TestWorld, name: string) => knownImage(a.host.state, name)?.id

const aboutImages = (a: TestWorld) =>
  a
    .newCalls()
    .filter((call) => /POST \/(build|images)/.test(call))
    .map((call) => call.replace(/sha256:[0-9a-f]{64}/, 'ID'))
    .sort()

const tagged = (...names: readonly string[]) => names.map((name) => `POST /images/ID/tag?repo=shop-${name}&tag=${TAG}`)

describe('an image that docker compose built', () => {
  const cases: readonly [string, V1TaskTemplate][] = [
    ['goes on as it runs', {}],
    ['is replaced', { env: [{ name: 'COLOR', value: 'blue' }] }],
  ]
  for (const [words, web] of cases)
    it(`is taken for the build of now, under its name, where a container of it ${words}`, async () => {
      const { a } = aProject()
      const before = imageIds(a)
      adopt(a, web)
      equal(await a.settle(), 'quiet')
      deepEqual(aboutImages(a), tagged(...SERVICES))
      deepEqual(imageIds(a), before)
      for (const name of SERVICES) equal(idOf(a, `shop-${name}:${TAG}`), idOf(a, imageOf(name)))
    })

  it('is not assumed to be built by the plan of its adoption, which tags it, but by that of one that builds anew', async () => {
    for (const [tag, built] of [
      [TAG, []],
      [ANEW, SERVICES.map((name) => `the build of shop-${name}:${ANEW} succeeds`)],
    ] as const) {
      const { a } = aProject()
      adopt(a, { env: [{ name: 'COLOR', value: 'blue' }] }, tag)
      await a.life().stop()
      const { assumptions, calls } = await planOf(a, {
        interest: { projects: new Set(['shop']), images: SERVICES.map(imageOf) },
      })
      deepEqual(
        assumptions.filter((line) => line.startsWith('the build')),
        built,
        calls.map(({ path }) => path).join('\n'),
      )
    }
  })

  it('keeps its name beside an apply without a consent, and is taken for the build of now once that is given', async () => {
    const { a } = aProject()
    const before = imageIds(a)
    declare(a, { env: [{ name: 'COLOR', value: 'blue' }] })
    await a.settle(60_000)
    deepEqual(aboutImages(a), [])
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    equal(await a.settle(), 'quiet')
    deepEqual(aboutImages(a), tagged(...SERVICES))
    deepEqual(imageIds(a), before)
  })

  it('is what its name means now, where it was built again and not yet run', async () => {
    const { a } = aProject()
    const before = idOf(a, 'shop-web')
    a.host.byHand.addImage('shop-web', { config: { Cmd: ['serve', 'more'] } })
    adopt(a)
    equal(await a.settle(), 'quiet')
    deepEqual(aboutImages(a), tagged(...SERVICES))
    equal(imageIds(a)['shop-web-1'], idOf(a, 'shop-web'))
    notEqual(idOf(a, 'shop-web'), before)
  })

  it('is built again where that is asked for', async () => {
    const { a } = aProject()
    const before = imageIds(a)
    adopt(a, {}, ANEW)
    equal(await a.settle(), 'quiet')
    ok(aboutImages(a).every((call) => call.startsWith('POST /build?')))
    for (const [name, id] of Object.entries(imageIds(a))) notEqual(id, before[name])
  })

  it('keeps its names when that of another service with this build is built', async () => {
    const { a } = aProject()
    const before = imageIds(a)
    a.host.byHand.removeImage('shop-web')
    adopt(a)
    equal(await a.settle(), 'quiet')
    const [build, ...more] = aboutImages(a)
    deepEqual(new URL(build?.replace('POST ', '') ?? '', 'http://a').searchParams.getAll('t'), [
      `shop-web:${TAG}`,
      'shop-web',
    ])
    deepEqual(more, tagged('named', 'plain'))
    for (const name of ['named', 'plain']) {
      equal(idOf(a, imageOf(name)), before[`shop-${name}-1`])
      equal(idOf(a, `shop-${name}:${TAG}`), before[`shop-${name}-1`])
    }
  })

  it('gives its names to the next build, which all share', async () => {
    const { a } = aProject()
    adopt(a)
    await a.settle()
    a.newCalls()
    for (const name of SERVICES)
      a.life().ports.store.update('Service', `shop/${name}`, (draft) => {
        draft.metadata.annotations = { [annotations.buildHash]: '0123456700006789' }
      })
    equal(await a.settle(), 'quiet')
    equal(aboutImages(a).length, 1)
    equal(new Set(Object.values(imageIds(a))).size, 1)
  })
})
