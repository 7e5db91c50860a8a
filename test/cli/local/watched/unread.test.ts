import { deepEqual } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BehaviorSubject, NEVER } from 'rxjs'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { noteUnread, startRoots } from '../../../../cli/local/watched/start-roots.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import { eachHome, serviceText } from '../local-core.ts'

describe('directories that are watched', () => {
  let core: Core
  eachHome((made) => {
    core = { ...made, unread: new BehaviorSubject(false) }
  })

  const loops = { inventory: { unlisted: () => new Set(), watch: () => NEVER } } as unknown as Loops

  it('are unread from each start until each was read once, and all of them is accepted', async () => {
    const roots = ['stacks', 'nodes'].map((name) => join(core.home, name))
    const [stacks = '', nodes = ''] = roots
    for (const root of roots) mkdirSync(root)
    writeFileSync(join(stacks, 'shop.yaml'), serviceText('web'))
    for (let index = 0; index < 50; index++)
      writeFileSync(
        join(nodes, `${index}.yaml`),
        `apiVersion: ${API_VERSION}\nkind: Node\nmetadata: { name: n${index} }\nspec: {}\n`,
      )
    const seen: unknown[] = []
    const { store, unread } = core
    unread?.subscribe((is) => seen.push([is, store.list('Service').size, store.list('Node').size]))
    for (let start = 0; start < 2; start++) {
      noteUnread(core, roots)
      const source = startRoots({ core, loops, roots, log: () => undefined })
      await source.firstReadingDone
      await source.close()
    }
    deepEqual(seen, [
      [false, 0, 0],
      [true, 0, 0],
      [false, 1, 50],
      [true, 1, 50],
      [false, 1, 50],
    ])
  })

  it('hold nothing up where there is none', () => {
    noteUnread(core, [])
    deepEqual(core.unread?.value, false)
  })
})
