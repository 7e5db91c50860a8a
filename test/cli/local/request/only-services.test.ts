import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlone } from '../../../../api/v1/alone.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import type { Selection } from '../../../../api/v1/installation/requests.ts'
import { apply, workedOn } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { readApplied } from '../../../../cli/local/desired.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { concernedBy } from '../../../../cli/local/request/only-services.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { stop } from '../../../../cli/local/stop.ts'
import { aCore, all, aRequest } from '../local-core.ts'

const { signal } = new AbortController()

/** Several services; `tag` is of all of their images. */
const shop = (tag: string) => `name: shop
services:
  web: { image: "web:${tag}", depends_on: [db], volumes: ["files:/f"], networks: [front, back] }
  db: { image: "db:${tag}", networks: [back], secrets: [word] }
  mail: { image: "mail:${tag}", networks: [back] }
  tool: { image: "tool:${tag}", profiles: [debug], network_mode: "service:db" }
  other: { image: "other:${tag}", profiles: [debug] }
networks: { front: {}, back: {}, unused: {} }
volumes: { files: {}, more: {} }
secrets: { word: { environment: WORD } }
`

describe('what is read of a project for single services', () => {
  const readOf = (only: Selection, text = shop('1')) => {
    const reading = readRequest({ ...aRequest('/shop', text, { WORD: 'x' }), only })
    const first = reading.needs ?? []
    const whole = readRequest({
      ...aRequest('/shop', text, { WORD: 'x', ...Object.fromEntries(first.map((name) => [name, null])) }),
      only,
    })
    return whole.needs ? [] : whole.files.flatMap(({ manifests }) => manifests)
  }
  const ids = (only: Selection) =>
    readOf(only)
      .map(({ id }) => id.replace('/shop/', ' '))
      .sort()

  for (const [name, only, wanted] of [
    [
      'takes what they depend on, and what all of it uses',
      { services: ['web'] },
      ['Network back', 'Network front', 'Secret word', 'Service db', 'Service web', 'Volume files'],
    ],
    ['takes no service that is not needed', { services: ['db'] }, ['Network back', 'Secret word', 'Service db']],
    [
      'takes none of what they depend on where that is said',
      { services: ['web'], noDeps: true },
      ['Network back', 'Network front', 'Service web', 'Volume files'],
    ],
    [
      'takes one of a profile that is off, and no other of that profile',
      { services: ['tool'] },
      ['Network back', 'Secret word', 'Service db', 'Service tool'],
    ],
  ] as const)
    it(name, () => deepEqual(ids(only), wanted))

  it('takes what their images are built from, which is no dependency', () => {
    const text = `name: shop
services:
  api: { build: { dockerfile_inline: "FROM shop-base:latest" }, network_mode: none, depends_on: [db] }
  base: { build: { dockerfile_inline: "FROM top" }, network_mode: none }
  db: { image: db, network_mode: none }
  top: { build: { dockerfile_inline: "FROM scratch" }, image: top, network_mode: none }
`
    const names = readOf({ services: ['api'], noDeps: true }, text).map(({ object }) => object.metadata.name)
    deepEqual(names.sort(), ['api', 'base', 'top'])
  })

  it('keeps on what a service depends that waits for none of it', () => {
    const [web] = readOf({ services: ['web'], noDeps: true }).filter(({ id }) => id === 'Service/shop/web')
    ok(web?.object.kind === 'Service' && web.object.spec.dependsOn?.[0]?.service === 'db' && isAlone(web.object))
  })

  it('says of a service that is not there which one may be meant', () => {
    throws(() => readOf({ services: ['wob'] }), /declare no service wob; did you mean web\?/)
  })

  it('says how files are named where one stands for a service', () => {
    throws(() => readOf({ services: ['shop/compose.yaml'] }), {
      remedy: 'files are named with -f: -f shop/compose.yaml',
    })
  })
})

describe('applying single services', () => {
  let home = ''
  let core: Core
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'only-services-'))
    core = aCore(home)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  async function applied(tag: string, only?: Selection): Promise<ProgressEvent[]> {
    const request = { ...aRequest(home, shop(tag), { WORD: 'x' }), ...(only ? { only } : {}) }
    const [first] = await all(apply(core, request))
    if (first?.type !== 'needs') return [first as ProgressEvent]
    const more = Object.fromEntries(first.variables.map((name) => [name, null]))
    return await all(apply(core, { ...request, variables: { ...more, WORD: 'x' } }))
  }
  const images = (of: Core = core) =>
    Object.fromEntries(
      [...of.store.list('Service').values()].map(({ metadata, spec }) => [metadata.name, spec.template.image]),
    )

  /** On what web depends, and whether it waits for none of it. */
  const waiting = (of: Core = core) => {
    const web = of.store.get('Service', 'shop/web')
    return [web?.spec.dependsOn?.[0]?.service, web && isAlone(web)]
  }

  it('declares them, and leaves all others as they are', async () => {
    await applied('1', { services: ['db'] })
    deepEqual(images(), { db: 'db:1' })
    equal(core.store.list('Volume').size, 0)
    await applied('1')
    await applied('2', { services: ['web'] })
    deepEqual(images(), { db: 'db:2', mail: 'mail:1', web: 'web:2' })
    await applied('3', { services: ['web'], noDeps: true })
    deepEqual(images(), { db: 'db:2', mail: 'mail:1', web: 'web:3' })
    deepEqual(waiting(), ['db', true])
    equal(core.store.list('Volume').size, 2)
    await applied('3')
    deepEqual(images(), { db: 'db:3', mail: 'mail:3', web: 'web:3' })
    deepEqual(waiting(), ['db', false])
  })

  it('starts them, and what they depend on, where they were stopped', async () => {
    await applied('1')
    await all(stop(core, { refs: [{ kind: 'Stack', name: 'shop' }], wait: false, signal }))
    const events = await applied('1', { services: ['web'] })
    const started = events.flatMap((event) =>
      event.type === 'resource' && event.change === 'started' ? [event.object] : [],
    )
    deepEqual(started.sort(), ['Service/shop/db', 'Service/shop/web'])
    deepEqual([...core.store.facts('stop').keys()], ['shop/mail'])
  })

  it('refuses a service without the one whose network it has, and where all is to be taken over', async () => {
    const events = await applied('1', { services: ['tool'], noDeps: true })
    match(JSON.stringify(events), /services.tool.network_mode: names Service shop\/db, which is not declared/)
    const adopting = { ...aRequest(home, shop('1'), {}), adopt: true, only: { services: ['web'] } }
    await all(apply(core, adopting)).then(
      () => ok(false),
      (error: Error) => match(error.message, /taken over as a whole/),
    )
  })

  it('is taken up again where the state is lost, each service as it was applied last', async () => {
    await applied('1', { services: ['db'] })
    await applied('2', { services: ['mail'] })
    const lost = aCore(home)
    await restoreApplied(lost, () => undefined)
    deepEqual(images(lost), { db: 'db:1', mail: 'mail:2' })
    await applied('3')
    equal(readApplied(join(home, 'desired'))[0]?.parts.length, 0)
    await applied('4', { services: ['tool'] })
    await applied('5', { services: ['web'], noDeps: true })
    const refs = [{ kind: 'Service', namespace: 'shop', name: 'mail' } as const]
    await all(remove(core, { refs, volumes: false, wait: false, signal }))
    const again = aCore(home)
    await restoreApplied(again, () => undefined)
    deepEqual(images(again), { db: 'db:4', tool: 'tool:4', web: 'web:5' })
    deepEqual(waiting(again), ['db', true])
    equal(again.store.list('Network').size, core.store.list('Network').size)
  })

  it('leaves what waits for approval waiting (S3)', async () => {
    const many = (from: number) =>
      `name: many\nservices:\n${Array.from({ length: 9 }, (_, at) => (at < from ? '' : `  s${at}: { image: a }\n`)).join('')}`
    const request = (text: string) => aRequest(home, text, {})
    const send = async (text: string, only?: Selection) => {
      const [first] = await all(apply(core, { ...request(text), ...(only ? { only } : {}) }))
      const variables = first?.type === 'needs' ? first.variables : []
      const known = Object.fromEntries(variables.map((name) => [name, null]))
      return await all(apply(core, { ...request(text), variables: known, ...(only ? { only } : {}) }))
    }
    await send(many(0))
    await send(many(8))
    const holds = [...core.store.facts('hold').keys()]
    equal(holds.length, 1)
    await send(many(8), { services: ['s8'] })
    deepEqual([...core.store.facts('hold').keys()], holds)
    equal(core.store.list('Service').size, 9)
  })

  it('works on what they wait for, also where the files have that not', async () => {
    const alone = { services: ['web'], noDeps: true }
    await applied('1')
    const request = (names: readonly string[]) => ({
      ...aRequest(home, shop('1'), Object.fromEntries(names.map((name) => [name, null]))),
      only: alone,
    })
    const web = readRequest(request(readRequest(request([])).needs ?? []))
    const files = web.needs ? [] : web.files
    deepEqual([...workedOn(core.store, files, { changed: [] })].sort(), ['shop/db', 'shop/web'])
    await applied('1', alone)
    deepEqual([...workedOn(core.store, files, { changed: [] })].sort(), ['shop/web'])
  })

  it('works on what stands on it, too', async () => {
    await applied('1', { services: ['tool', 'mail'] })
    const keys = (...services: string[]) => [...concernedBy(core.store, services)].sort()
    deepEqual(keys('shop/db'), ['shop/db', 'shop/tool'])
    deepEqual(keys('shop/mail'), ['shop/mail'])
    const network = concernedBy(core.store, ['shop/mail'], new Set(['shop/back']))
    deepEqual([...network].sort(), ['shop/db', 'shop/mail', 'shop/tool'])
  })
})
