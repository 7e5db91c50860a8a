import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlanRequest } from '../../../../api/v1/installation/requests.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { readWatched } from '../../../../cli/local/watched/reading.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { writeClaims } from '../../../../store/source/facts/claim-facts.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { aRequest, eachHome } from '../local-core.ts'

describe('what moves from one watched directory to another', () => {
  let core: Core
  let a: string
  let b: string
  eachHome((begun) => {
    core = begun
    a = join(core.home, 'a')
    b = join(core.home, 'b')
  })

  const write = (directory: string, name: string, text: string) => writeFileSync(join(directory, name), text)

  /** Has both directories watched, and accepts what the first one has. */
  async function watched(): Promise<void> {
    for (const root of [a, b]) {
      mkdirSync(root)
      core.store.putFact('root', root, { lost: [] })
    }
    write(a, 'web.yaml', service('web') + config('c'))
    write(a, 'kept.yaml', service('kept'))
    const { reading } = await readWatched(core, { root: a, directories: [a], texts: new Map() })
    const { store, settings, clock } = core
    deepEqual(acceptSaved({ store, settings, now: clock.now(), files: reading.files }, a).errors, [])
  }

  const asked = async (request: Partial<PlanRequest>) => {
    const answer = await plan(core, { ...aRequest(core.home, '', undefined), sources: [], ...request })
    if ('needs' in answer) throw new Error(JSON.stringify(answer))
    return { ...answer, text: answer.text.map((line) => line.replaceAll(`${core.home}/`, '').trim()) }
  }
  const planOf = (...directories: readonly string[]) => asked({ directories, unread: directories })
  /** The plan of a push of these files to the second directory. */
  const pushOf = (files: Readonly<Record<string, string>>) =>
    asked({
      sources: Object.entries(files).map(([name, text]) => ({ file: join(b, name), text, inDirectory: true })),
      directories: [b],
      staged: { directory: b, at: b },
    })
  /** The lines about what is declared, without warnings. */
  const declaredIn = ({ text }: { readonly text: readonly string[] }) =>
    text[0] === 'Declared:' ? text.slice(1, text.indexOf('')).filter((line) => !line.startsWith('warning: ')) : []
  const moved = (id: string) => [`~ ${id}`, 'b/web.yaml declares it, and a/web.yaml does not any more']

  it('is planned as handed over, whichever of them is named, and runs on', async () => {
    await watched()
    renameSync(join(a, 'web.yaml'), join(b, 'web.yaml'))
    for (const directories of [[a], [b], [a, b], [b, a]]) {
      const answer = await planOf(...directories)
      deepEqual(answer.errors, [])
      deepEqual(declaredIn(answer), [...moved('Service/shop/web'), ...moved('Config/shop/c')])
    }
    equal(originIn(core.store, 'Service/shop/web')?.root, a)
  })

  it('is planned with what the other says otherwise of it', async () => {
    await watched()
    rmSync(join(a, 'web.yaml'))
    write(b, 'web.yaml', service('web', 2) + config('c'))
    const changed = [...moved('Service/shop/web'), 'replicas 1 → 2', ...moved('Config/shop/c')]
    for (const directory of [a, b]) deepEqual(declaredIn(await planOf(directory)), changed)
  })

  it('is planned as gone where the other has the rest of it', async () => {
    await watched()
    rmSync(join(a, 'web.yaml'))
    write(b, 'web.yaml', service('web'))
    const gone = ['- Config/shop/c', `a/web.yaml is gone`]
    deepEqual(declaredIn(await planOf(a)), [...gone, ...moved('Service/shop/web')])
  })

  it('is an error where both declare it', async () => {
    await watched()
    write(b, 'web.yaml', service('web'))
    const { errors } = await planOf(b)
    match(errors.join('\n'), /Service\/shop\/web is declared in \S+a\/web.yaml, which is watched/)
    deepEqual(declaredIn(await planOf(a)), [])
  })

  it('only waits where a push declares it too, with what to do next', async () => {
    await watched()
    const pushed = service('web') + service('more').replaceAll('shop', 'blog') + config('c')
    const answer = await pushOf({ 'web.yaml': pushed })
    deepEqual(answer.errors, [])
    deepEqual(declaredIn(answer), ['+ Service/blog/more'])
    match(
      answer.warnings.join('\n'),
      /^\S+b\/web.yaml:\d+:\d+: metadata.name: \S+a\/web.yaml, which is watched, declares Service\/shop\/web, Config\/shop\/c as well, and counts until it does not any more: take it out there next, and all of it runs on as declared here$/,
    )
  })

  it('is an error of a push that creates more of the stack, and where it declares it twice', async () => {
    await watched()
    const mixed = await pushOf({ 'web.yaml': service('web') + service('more') })
    match(
      mixed.errors.join('\n'),
      /change it there, or .*to move it here, push it without what is new in that stack: Service\/shop\/more$/,
    )
    const twice = await pushOf({ 'web.yaml': service('web'), 'copy.yaml': service('web') })
    equal(twice.errors.length, 2, twice.errors.join('\n'))
  })

  it('is kept, with the reason, while the other can’t be read', async () => {
    await watched()
    rmSync(join(a, 'web.yaml'))
    rmSync(b, { recursive: true })
    const answer = await planOf(a)
    deepEqual(declaredIn(answer), [])
    match(
      answer.warnings.join(),
      /web: in no file of \S+a any more, and kept until \S+b can be read completely \(.*is not there/,
    )
  })

  it('is kept by a broken file that declared it when it was read last', async () => {
    await watched()
    rmSync(join(a, 'web.yaml'))
    write(b, 'web.yaml', 'kind: [')
    writeClaims(core.store, b, new Map([['Service/shop/web', [join(b, 'web.yaml')]]]))
    const answer = await planOf(a)
    deepEqual(answer.errors, [])
    match(answer.warnings.join(), /Service\/shop\/web: in no file any more, and kept until \S+b\/web.yaml/)
    deepEqual(
      answer.text.filter((line) => line.startsWith('- ')),
      ['- Config/shop/c'],
    )
  })

  it('waits for approval with many others (S3), and then runs on', async () => {
    await watched()
    rmSync(join(a, 'kept.yaml'))
    renameSync(join(a, 'web.yaml'), join(b, 'web.yaml'))
    const answer = await planOf(a)
    deepEqual(
      answer.holds.map(({ reason }) => reason),
      ['RootEmptied'],
    )
    deepEqual(declaredIn(answer), [])
  })
})

function service(name: string, replicas = 1): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { replicas: ${replicas}, template: { image: nginx } }
---
`
}

function config(name: string): string {
  return `apiVersion: reconcile.dev/v1
kind: Config
metadata: { name: ${name}, namespace: shop }
spec: { content: x }
`
}
