import { deepEqual, equal } from 'node:assert/strict'
import type { RegistryImage } from '../../../../engine/simulated/behaviour.ts'
import { aBuild } from '../../../support/tagged-builds.ts'
import { aWorld } from '../../../support/world.ts'
import { madeIn } from './made-in.ts'

const [FIRST, SECOND] = [aBuild('a'), aBuild('b')]

describe('a one-off container of a service whose tag means another image by now', () => {
  /** The build that it is made from, where the service's own is not on the host any more, and what was pulled for that. */
  async function made({ isOther }: { readonly isOther: boolean }) {
    const registry: Record<string, RegistryImage> = { 'app:1': FIRST, [`app@${FIRST.digest}`]: FIRST }
    const a = aWorld({ images: {}, registry })
    const web = { template: { image: 'app:1', networkMode: 'none' } }
    a.service('web', web)
    await a.settle()
    a.service('web', { ...web, replicas: 0 })
    await a.settle()
    registry['app:1'] = SECOND
    await a.restart(() => {
      for (const { id } of a.host.state.images.values()) a.host.byHand.removeImage(id)
      if (isOther) a.host.byHand.loadImage('app:1', SECOND)
    })
    await a.settle()
    a.newCalls()
    const making = madeIn(a, 'web')
    await a.settle()
    const events = await making
    equal(events.at(-1)?.type, 'made')
    const [container] = a.host.containers()
    const image = [...a.host.state.images.values()].find(({ id }) => id === container?.Image)
    return [image?.config.Labels?.['build'], events.flatMap((event) => (event.type === 'step' ? [event.message] : []))]
  }

  it('is made from the image that its revision is pinned to, which is pulled by its digest', async () => {
    deepEqual(await made({ isOther: true }), ['a', [`pulling app@${FIRST.digest}`]])
  })

  it('is made from that where the host has nothing of the tag either', async () => {
    deepEqual(await made({ isOther: false }), ['a', ['pulling app:1', `pulling app@${FIRST.digest}`]])
  })
})
