import { equal } from 'node:assert/strict'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { isFromRegistry } from '../../../controllers/image/origin.ts'
import { noteOwnImage } from '../../../controllers/image/own.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { NOW } from '../../support/builders.ts'

const ID = `sha256:${'1'.repeat(64)}`
const OTHER = `sha256:${'2'.repeat(64)}`

describe('an image that a node has under the name app:1', () => {
  const rows: readonly {
    readonly it: string
    readonly digests?: readonly string[]
    /** The names that we gave it; absent: others brought it. */
    readonly names?: readonly string[]
    readonly isBuilt?: boolean
    readonly wants: boolean
  }[] = [
    { it: 'is from a registry where its digest is no id of the engine', digests: [`app@${OTHER}`], wants: true },
    { it: 'is of its node without a digest', digests: [], wants: false },
    { it: 'may be of its node where its digest is its id', wants: false },
    { it: 'is from a registry where we pulled it', names: ['app:1'], wants: true },
    { it: 'is from a registry where we pulled it by its digest', names: [`app@${ID}`], wants: true },
    { it: 'may be of its node where we pulled it by the name of another', names: ['team/app:1'], wants: false },
    { it: 'is of its node where we built it', names: ['app:1'], isBuilt: true, wants: false },
  ]
  for (const { it: sentence, digests = [`app@${ID}`], names, isBuilt = false, wants } of rows)
    it(sentence, () => {
      const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
      const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
      if (names) noteOwnImage(store, { node: 'a', id: ID, names, isBuilt })
      equal(isFromRegistry({ Id: ID, RepoDigests: [...digests] }, { node: 'a', name: 'app:1' }, store), wants)
    })

  it('is of its node where an earlier release noted what it built as it did what it pulled', () => {
    const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
    const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
    for (const isBuilt of [false, true]) noteOwnImage(store, { node: 'a', id: ID, names: ['app:1'], isBuilt })
    equal(isFromRegistry({ Id: ID, RepoDigests: [`app@${ID}`] }, { node: 'a', name: 'app:1' }, store), false)
  })
})
