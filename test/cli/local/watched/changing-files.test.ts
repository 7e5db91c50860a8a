import { deepEqual, match } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectRef } from '../../../../api/v1/metadata.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { edit } from '../../../../cli/local/edit/edit.ts'
import { editable } from '../../../../cli/local/edit/editable.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { scale } from '../../../../cli/local/scale.ts'
import { undo } from '../../../../cli/local/undo/undo.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { keepRevisionOf } from '../../../support/kept-revision.ts'
import { all, eachHome } from '../local-core.ts'

const { signal } = new AbortController()
const NAMES = ['web', 'api', 'db']

describe('commands that change one watched file at the same moment', () => {
  let core: Core
  let file = ''
  eachHome((made) => {
    core = made
    file = join(core.home, 'shop.yaml')
    saved('a')
    saved('b')
  })

  /** Has it accepted as serve does, with the revisions that its loop makes. */
  const saved = (image: string) => {
    const text = NAMES.map(
      (name) =>
        `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  replicas: 1\n  template: { image: ${name}-${image} }\n`,
    ).join('---\n')
    writeFileSync(file, text)
    core.store.putFact('root', core.home, { lost: [] })
    const { store, settings, clock, variable } = core
    const files = [readText({ file, text }, { variable, readFile: readSideFile }, readers)]
    deepEqual(acceptSaved({ store, settings, now: clock.now(), files }, core.home).errors, [])
    keepRevisionOf(core.store, 'db')
  }
  const refOf = (name: string): ObjectRef & { namespace: string } => ({ kind: 'Service', namespace: 'shop', name })
  const scaled = (name: string, replicas: number) =>
    all(scale(core, { refs: [refOf(name)], replicas, wait: false, signal }))
  const fields = (name: string) => {
    const { replicas, template } = core.store.get('Service', `shop/${name}`)?.spec ?? {}
    return [replicas, template?.image]
  }

  it('are done one after another: many that scale', async () => {
    await Promise.all(NAMES.map((name, index) => scaled(name, index + 2)))
    deepEqual(NAMES.map(fields), [
      [2, 'web-b'],
      [3, 'api-b'],
      [4, 'db-b'],
    ])
    for (const replicas of [2, 3, 4]) match(readFileSync(file, 'utf8'), new RegExp(`replicas: ${replicas}\n`))
  })

  it('are done one after another: deletions and a scale', async () => {
    const gone = (name: string) => all(remove(core, { refs: [refOf(name)], volumes: false, wait: false, signal }))
    await Promise.all([gone('web'), scaled('api', 5), gone('db')])
    deepEqual(NAMES.map(fields), [
      [undefined, undefined],
      [5, 'api-b'],
      [undefined, undefined],
    ])
    const text = readFileSync(file, 'utf8')
    deepEqual([text.match(/name: \w+/g), text.match(/replicas: \d/g)], [['name: api'], ['replicas: 5']])
  })

  it('are done one after another: an edit, a scale and an undo', async () => {
    const { version } = await editable(core, refOf('web'))
    const [text = ''] = readFileSync(file, 'utf8').replace('web-b', 'web-c').split('---\n')
    const edited = { ref: refOf('web'), text, version, wait: false, signal }
    await Promise.all([
      all(edit(core, edited)),
      scaled('api', 5),
      all(undo(core, { refs: [refOf('db')], wait: false, signal })),
    ])
    deepEqual(NAMES.map(fields), [
      [1, 'web-c'],
      [5, 'api-b'],
      [1, 'db-a'],
    ])
  })
})
