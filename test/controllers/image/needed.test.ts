import { deepEqual } from 'node:assert/strict'
import { neededImages } from '../../../controllers/image/needed.ts'
import { planImageRemoval } from '../../../controllers/image/plan.ts'
import { aWorld } from '../../support/world.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('an image that is declared with a tag and a digest', () => {
  it('is needed, though engines know it by its digest alone', async () => {
    const world = aWorld()
    world.service('web', { replicas: 0, template: { image: `docker.io/library/app:1@${DIGEST}` } })
    await world.settle()
    const own = { node: 'a', id: 'sha256:1', names: [`app:1@${DIGEST}`] }
    const found = { Id: own.id, RepoTags: [], RepoDigests: [`app@${DIGEST}`] } as never
    const needed = neededImages(world.life().ports.store)
    deepEqual(planImageRemoval({ own, found, needed }), { do: 'keep', because: 'service/shop/web needs it' })
  })
})
