import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apply } from '../../../../cli/local/apply.ts'
import { withProjects } from '../../../../cli/arguments/compose-files.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { aCore, all } from '../local-core.ts'
import { noneSet } from '../../../support/compose-variables.ts'

const { signal } = new AbortController()

describe('applying the files of a Compose project', () => {
  let home = ''
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'project-'))))
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const request = (...texts: string[]) => {
    const sources = texts.map((text, index) => ({ file: join(home, `${index}.yaml`), text }))
    return { sources: withProjects(sources), cwd: home, variables: {}, wait: false, signal }
  }

  it('accepts them as one, and takes them again as one when the state is lost', async () => {
    writeFileSync(join(home, 'part.yaml'), 'services: {db: {image: y}}')
    const base = 'name: shop\ninclude: [part.yaml]\nservices: {web: {image: a, environment: {A: "1"}}}'
    const core = aCore(home)
    await all(apply(core, { ...request(base, 'services: {web: {image: b}}'), variables: noneSet }))
    const web = (each: typeof core) => each.store.get('Service', 'shop/web')?.spec.template
    deepEqual([web(core)?.image, web(core)?.env], ['b', [{ name: 'A', value: '1' }]])
    const another = aCore(home)
    await restoreApplied(another, () => undefined)
    deepEqual(web(another), web(core))
    deepEqual([...another.store.list('Service').keys()].sort(), ['shop/db', 'shop/web'])
  })

  it('changes nothing when one of them is wrong, and names it', async () => {
    const core = aCore(home)
    const events = await all(
      apply(core, {
        ...request('name: shop\nservices: {web: {image: a}}', 'services: {web: {imag: b}}'),
        variables: noneSet,
      }),
    )
    match(JSON.stringify(events), /1\.yaml:1:24: services\.web\.imag: /)
    equal(core.store.list('Service').size, 0)
  })

  it('refuses to merge what is no Compose file', async () => {
    const [base, other] = request('name: shop\nservices: {web: {image: a}}', 'services: {}').sources
    const sources = [
      {
        ...other,
        file: join(home, 'x.yaml'),
        text: 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: n}\n',
      },
      { ...base, over: true },
    ] as typeof request extends (...args: never[]) => { sources: infer S } ? S : never
    const core = aCore(home)
    const events = await all(apply(core, { ...request(), sources, variables: noneSet }))
    match(JSON.stringify(events), /can't be merged over .*x\.yaml, which is no Compose file/)
  })
})
