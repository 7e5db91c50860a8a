import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { annotations } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { changeObject } from '../../../../cli/local/objects/change-object.ts'
import { scale } from '../../../../cli/local/scale.ts'
import { undo } from '../../../../cli/local/undo/undo.ts'
import { setPause } from '../../../../controllers/holds/pause.ts'
import { keepRevisionOf } from '../../../support/kept-revision.ts'
import { all, aRequest, eachHome, withEngine } from '../local-core.ts'

const { signal } = new AbortController()
const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const

describe('what was applied and is undone', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  /** Applies the service with this template, and answers what changed. */
  const applied = async (template: string) => {
    const text = `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { template: ${template} }\n`
    const events = await all(apply(core, aRequest(home, text, {})))
    keepRevisionOf(core.store)
    return events.flatMap((event) => (event.type === 'resource' ? (event.details ?? []) : []))
  }
  /** Keeps that the first revision ran an image that came from no registry, so that engines are asked for it. */
  const loadedByHand = () => {
    const [revision] = core.store.list('Revision').values()
    const key = `shop/${revision?.metadata.name}`
    core.store.update('Revision', key, ({ spec }) => void (spec.imageDigests = { a: `sha256:${'0'.repeat(64)}` }))
  }
  const undone = async () => await all(undo(core, { refs: [web], wait: false, signal }))
  const live = () => core.store.get('Service', 'shop/web')

  it('is said at the next apply, which takes the template of the file', async () => {
    await applied('{ image: a, user: "1", tty: true }')
    await applied('{ image: b }')
    await undone()
    match(live()?.metadata.annotations?.[annotations.undone] ?? '', /^undo to revision 1, \w{3} \d\d:\d\d$/)
    const [whole, ...fields] = await applied('{ image: b }')
    match(whole ?? '', /^template \(undo to revision 1, \w{3} \d\d:\d\d\) → file$/)
    deepEqual(fields, ['template.image a → b', 'template.user 1 → (none)', 'template.tty true → (none)'])
    deepEqual(live()?.spec.template, { image: 'b' })
    deepEqual(await applied('{ image: b }'), [])
  })

  it('is said also after it was changed over the API, and nothing of it stays', async () => {
    await applied('{ image: a, user: "1" }')
    await applied('{ image: b }')
    await undone()
    const value = { spec: { template: { tty: true } } }
    await changeObject(core, { ref: web, change: { by: 'merge-patch', value } })
    deepEqual(live()?.spec.template, { image: 'a', user: '1', tty: true })
    const [whole] = await applied('{ image: b }')
    match(whole ?? '', /^template \(undo to revision 1, .*\) → file$/)
    deepEqual(live()?.spec.template, { image: 'b' })
  })

  it('says nothing where the file has by then what was brought back', async () => {
    await applied('{ image: a }')
    await applied('{ image: b }')
    await undone()
    deepEqual(await applied('{ image: a }'), [])
    equal(live()?.metadata.annotations?.[annotations.undone], undefined)
  })

  it('leaves what others changed of it while engines were asked for the image', async () => {
    await applied('{ image: a }')
    loadedByHand()
    await applied('{ image: b }')
    const inspectImage = async () => {
      await all(scale(core, { refs: [web], replicas: 4, wait: false, signal }))
      return {}
    }
    await all(undo(withEngine(core, { inspectImage }), { refs: [web], wait: false, signal }))
    const { spec, metadata } = live() ?? {}
    deepEqual([spec?.template.image, spec?.replicas], ['a', 4])
    match(metadata?.annotations?.[annotations.scaled] ?? '', /^scale, /)
  })

  it('is refused where the service was paused while engines were asked for the image', async () => {
    await applied('{ image: a }')
    loadedByHand()
    await applied('{ image: b }')
    const inspectImage = async () => {
      setPause(core.store, 'shop/web', {})
      return {}
    }
    await rejects(all(undo(withEngine(core, { inspectImage }), { refs: [web], wait: false, signal })), /paused/)
    equal(live()?.spec.template.image, 'b')
  })

  it('is all that is named, or nothing', async () => {
    await applied('{ image: a }')
    await applied('{ image: b }')
    const missing = { ...web, name: 'api' }
    const error = await all(undo(core, { refs: [web, missing], wait: false, signal })).catch((each: Error) => each)
    match(error instanceof Error ? error.message : '', /there is no Service shop\/api/)
    equal(live()?.spec.template.image, 'b')
  })
})
