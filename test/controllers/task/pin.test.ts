import { equal } from 'node:assert/strict'
import type { V1Revision } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { pinnedOn } from '../../../api/v1/pinned-image.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { noteOwnImage } from '../../../controllers/image/own.ts'
import { pinTo } from '../../../controllers/task/pin.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { NOW } from '../../support/builders.ts'

const ID = `sha256:${'1'.repeat(64)}`
const image = { Id: ID, RepoDigests: [`app@${ID}`] }
const key = 'shop/web-r1'

describe('a revision of app:1, whose image somebody loaded on node a', () => {
  it('is pinned on node b as well, which pulled it from the registry', () => {
    const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    const metadata = { name: 'web-r1', namespace: 'shop' }
    const spec = { service: 'web', hash: 'r1', number: 1, template: { image: 'app:1' } }
    store.create('Revision', { apiVersion: API_VERSION, kind: 'Revision', metadata, spec } as V1Revision)
    const revision = () => store.get('Revision', key) as V1Revision
    const pin = (node: string) => pinTo(image, { revision: revision(), declared: 'app:1', node, store })
    noteOwnImage(store, { node: 'b', id: ID, names: ['app:1'] })
    pin('a')
    equal(pinnedOn(revision().spec, 'app:1', 'b'), undefined)
    pin('b')
    for (const node of ['a', 'b']) equal(pinnedOn(revision().spec, 'app:1', node), `app@${ID}`)
  })
})
