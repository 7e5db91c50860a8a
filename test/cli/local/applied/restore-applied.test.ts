import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { annotations } from '../../../../api/v1/labels.ts'
import type { V1Revision, V1Service } from '../../../../api/v1/generated/types.ts'
import { broughtAbout } from '../../../../cli/local/brought-about.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { scale } from '../../../../cli/local/scale.ts'
import { bringBack } from '../../../../cli/local/undo/undo.ts'
import { keepApplied } from '../../../../cli/local/desired.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { changeObject } from '../../../../cli/local/objects/change-object.ts'
import { allHolds, approve } from '../../../../store/source/facts/hold-facts.ts'
import { noneSet } from '../../../support/compose-variables.ts'
import { aCore, all, aRequest, serviceText } from '../local-core.ts'

describe('what was applied, where the state is lost', () => {
  let home: string
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'reconcile-restore-'))))
  afterEach(() => rmSync(home, { recursive: true }))

  const keep = (stack: string, image = 'nginx') => {
    const text = `name: ${stack}\nservices:\n  web:\n    image: ${image}\n`
    const request = { cwd: '/srv', sources: [{ file: `/srv/${stack}.yaml`, text }] }
    keepApplied(join(home, 'desired'), { stack, request, parts: [], deleted: [], images: {}, written: [] })
  }

  const scaledTo = (core: Core, name: string, replicas: number) =>
    all(
      scale(core, {
        ...{ refs: [{ kind: 'Service', namespace: 'shop', name }], replicas },
        ...{ wait: false, signal: new AbortController().signal },
      }),
    )

  for (const isLost of [false, true])
    it(`has what was edited since stay, and what its file has no more go, by the next apply: ${isLost ? 'once it is lost' : 'while it is there'}`, async () => {
      const before = aCore(home)
      await all(apply(before, aRequest(home, serviceText('web').replace('nginx', 'nginx, user: "7"'), {})))
      const ref = { kind: 'Service' as const, namespace: 'shop', name: 'web' }
      await changeObject(before, {
        ref,
        change: { by: 'merge-patch', value: { spec: { progressDeadlineSeconds: 77 } } },
      })
      const core = isLost ? aCore(home) : before
      if (isLost) await restoreApplied(core, () => undefined)
      const specOf = () => core.store.get('Service', 'shop/web')?.spec
      deepEqual([specOf()?.progressDeadlineSeconds, specOf()?.template], [77, { image: 'nginx', user: '7' }])
      await all(apply(core, aRequest(home, serviceText('web'), {})))
      deepEqual([specOf()?.progressDeadlineSeconds, specOf()?.template], [77, { image: 'nginx' }])
    })

  it('is as it runs: as commands changed it, though it was applied since, in whole or in part', async () => {
    const before = aCore(home)
    const texts = serviceText('web') + '---\n' + serviceText('api')
    await all(apply(before, aRequest(home, texts, {})))
    const ref = { kind: 'Service' as const, namespace: 'shop', name: 'web' }
    const value = { spec: { progressDeadlineSeconds: 77, template: { user: '7' } } }
    await changeObject(before, { ref, change: { by: 'merge-patch', value } })
    await scaledTo(before, 'api', 3)
    const isKept = async () => {
      const anew = aCore(home)
      await restoreApplied(anew, () => undefined)
      for (const key of ['shop/web', 'shop/api'])
        deepEqual(anew.store.get('Service', key)?.spec, before.store.get('Service', key)?.spec)
      return ['shop/web', 'shop/api'].map((key) => anew.store.get('Service', key))
    }
    await isKept()
    for (const only of [undefined, { services: ['web', 'api'] }]) {
      await all(apply(before, { ...aRequest(home, texts.replace('nginx', 'redis'), {}), ...(only ? { only } : {}) }))
      const [web, api] = await isKept()
      deepEqual(web?.spec.template, { image: 'redis', user: '7' })
      deepEqual([web?.spec.progressDeadlineSeconds, api?.spec.replicas], [77, 3])
      match(api?.metadata.annotations?.[annotations.scaled] ?? '', /^scale, /)
    }
    await scaledTo(before, 'api', 1)
    await isKept()
    equal(existsSync(join(home, 'desired/shop/api-Service.shop.api.yaml')), false)
  })

  it('is as it was undone to, until it is applied again', async () => {
    const before = aCore(home)
    await all(apply(before, aRequest(home, serviceText('web'), {})))
    const service = before.store.get('Service', 'shop/web') as V1Service
    const wanted = { ...service, spec: { ...service.spec, template: { image: 'nginx', user: '6' } } }
    const revision = { spec: { number: 1 } } as V1Revision
    bringBack(before, { key: 'shop/web', wanted, revision })
    const { signal } = new AbortController()
    const asked = { refs: [], wait: false, signal }
    await all(broughtAbout(before, asked, { done: [], stacks: ['shop'], services: new Set(['shop/web']) }))
    const anew = aCore(home)
    await restoreApplied(anew, () => undefined)
    deepEqual(anew.store.get('Service', 'shop/web')?.spec.template, { image: 'nginx', user: '6' })
    await all(apply(anew, aRequest(home, serviceText('web'), {})))
    deepEqual(anew.store.get('Service', 'shop/web')?.spec.template, { image: 'nginx' })
  })

  it('is taken again by an apply, which is merged with what commands changed as it would be with the state', async () => {
    const before = aCore(home)
    await all(apply(before, aRequest(home, serviceText('web'), {})))
    await scaledTo(before, 'web', 3)
    const anew = aCore(home)
    await all(apply(anew, aRequest(home, serviceText('web').replace('nginx', 'redis'), {})))
    const { replicas, template } = anew.store.get('Service', 'shop/web')?.spec ?? {}
    deepEqual([replicas, template], [3, { image: 'redis' }])
  })

  it('keeps nobody from applying it who has moved what it is built from', async () => {
    const dir = join(home, 'app')
    mkdirSync(dir)
    writeFileSync(join(dir, 'Dockerfile'), 'FROM nginx\n')
    const built = serviceText('web').replace('image: nginx', `build: { context: ${dir} }`)
    await all(apply(aCore(home), aRequest(home, built, {})))
    rmSync(dir, { recursive: true })
    const lines: string[] = []
    await restoreApplied(aCore(home), (line) => lines.push(line))
    match(lines.join('\n'), /^error: shop: .* is not whole: .*app.*apply its manifests again/)
    const anew = aCore(home)
    await all(apply(anew, aRequest(home, serviceText('web'), {})))
    deepEqual(anew.store.get('Service', 'shop/web')?.spec.template, { image: 'nginx' })
  })

  it('is as it was edited where what was applied is valid no more, as its volume was deleted', async () => {
    const mounting = serviceText('web').replace(
      'nginx',
      'nginx, mounts: [{ type: Volume, source: data, target: /data }]',
    )
    const volume = 'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\nspec: {}\n'
    const request = {
      cwd: '/srv',
      sources: [{ file: '/srv/shop.yaml', text: `${mounting}---\n${volume}---\n${serviceText('api')}` }],
    }
    const written = [{ id: 'Service/shop/web' as const, text: serviceText('web') }]
    const dir = join(home, 'desired')
    keepApplied(dir, { stack: 'shop', request, parts: [], deleted: ['Volume/shop/data'], images: {}, written })
    const core = aCore(home)
    await restoreApplied(core, () => undefined)
    deepEqual(
      [...core.store.list('Service')].map(([key, { spec }]) => [key, spec.template]).sort(),
      ['shop/api', 'shop/web'].map((key) => [key, { image: 'nginx' }]),
    )
  })

  it('is taken again, and what can not be is said with the way on, until it is applied again', async () => {
    keep('shop')
    keep('blog')
    writeFileSync(join(home, 'desired/blog/context.json'), '')
    const core = aCore(home)
    const lines: string[] = []
    await restoreApplied(core, (line) => lines.push(line))
    deepEqual([...core.store.list('Service').keys()], ['shop/web'])
    equal(lines.length, 2)
    match(
      lines[0] ?? '',
      /^error: blog: \S+desired\/blog, which has .*, is not whole: .*JSON.* apply its manifests again/,
    )
    match(lines[1] ?? '', /^shop: the state had lost it; taken again/)
    writeFileSync(join(home, 'desired/shop/context.json'), '')
    keep('old', '"nginx:"')
    lines.length = 0
    await restoreApplied(core, (line) => lines.push(line))
    equal(
      lines.some((line) => line.includes('shop')),
      false,
    )
    match(
      lines.find((line) => line.includes('old')) ?? '',
      /^error: old: .*old\.yaml:4:\d+: services\.web\.image: must be/,
    )
  })

  const large = (replicas: string) => `name: shop\nservices:\n  web:\n    image: nginx\n    scale: ${replicas}\n`
  const unset = { ...noneSet, N: null }

  it('is not what waits for approval: neither is that lost, nor taken for what runs without the state (S3)', async () => {
    const core = aCore(home)
    const events = await all(apply(core, aRequest(home, large('3000'), unset)))
    deepEqual(
      events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : [])),
      ['Network/shop/default created'],
    )
    const lines: string[] = []
    for (const serve of [core, aCore(home)]) {
      await restoreApplied(serve, (line) => lines.push(line))
      deepEqual([...serve.store.list('Service').keys()], [])
    }
    equal(allHolds(core.store).length, 1)
    approve(core.store, allHolds(core.store)[0]?.id ?? '', core.clock.now())
    await all(apply(core, aRequest(home, large('3000'), unset)))
    const anew = aCore(home)
    await restoreApplied(anew, (line) => lines.push(line))
    equal(anew.store.get('Service', 'shop/web')?.spec.replicas, 3000)
  })

  it('has no replica less for a variable that is not set, and is as it was accepted last (S3)', async () => {
    const core = aCore(home)
    await all(apply(core, aRequest(home, large('2'), unset)))
    for (const image of ['x', 'y']) {
      const other = `${large('${N:-0}')}  db:\n    image: ${image}\n`
      await all(apply(core, aRequest(home, other, unset)))
      equal(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
      const anew = aCore(home)
      await restoreApplied(anew, () => undefined)
      equal(anew.store.get('Service', 'shop/web')?.spec.replicas, 2)
      equal(anew.store.get('Service', 'shop/db')?.spec.template.image, image)
    }
    await all(apply(core, aRequest(home, large('3'), unset)))
    const anew = aCore(home)
    await restoreApplied(anew, () => undefined)
    deepEqual(
      [...anew.store.list('Service').values()].map(({ spec }) => spec.replicas),
      [3],
    )
  })
})
