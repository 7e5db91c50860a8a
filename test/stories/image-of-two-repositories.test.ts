import { deepEqual } from 'node:assert/strict'
import { aWorld, RUNS } from '../support/world.ts'

const IMAGE = 'shop.example/app:1'
const OWN = `shop.example/app@sha256:${'a'.repeat(64)}`
/** As after a pull from there, `docker tag` and `docker push`; engines list digests by name. */
const OTHER = `ghcr.io/me/app@sha256:${'b'.repeat(64)}`

describe('an image that a host knows from two repositories', () => {
  it('is pinned by the one that is declared: other hosts know nothing of the other', async () => {
    const world = aWorld({ images: { [IMAGE]: RUNS }, nodes: ['a', 'b'] })
    const digestsOn = { a: [OTHER, OWN], b: [OWN] }
    for (const [node, digests] of Object.entries(digestsOn))
      for (const image of world.world.hosts.get(node)?.state.images.values() ?? [])
        for (const digest of digests) image.digests.add(digest)
    for (const replicas of [1, 2]) {
      world.service('web', { replicas, template: { image: IMAGE } })
      await world.settle(60_000)
    }
    deepEqual(
      world.tasks().map(({ spec, status }) => `${spec.node}: ${status?.phase}, ${status?.message}`),
      ['a: Running, it runs', 'b: Running, it runs'],
    )
  })
})
