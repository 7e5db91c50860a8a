import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { ChangeObjectRequest, ObjectChange, WrittenObject } from '../../../../api/v1/installation/object-writes.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { changeObject } from '../../../../cli/local/objects/change-object.ts'
import { editable } from '../../../../cli/local/edit/editable.ts'
import { createObject } from '../../../../cli/local/objects/create-object.ts'
import { deleteObject } from '../../../../cli/local/objects/delete-object.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { aCore, all, aRequest, eachHome } from '../local-core.ts'

const API = { apiVersion: 'reconcile.dev/v1' }
const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const

describe('writing single objects', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const create = (object: unknown, more: object = {}) =>
    createObject(core, { kind: 'Service', namespace: 'shop', object, ...more })
  const change = (by: ObjectChange['by'], value: unknown, more: Partial<ChangeObjectRequest> = {}) =>
    changeObject(core, { ref, change: { by, value }, ...more })
  const applied = (text: string) => all(apply(core, aRequest(home, text, {})))
  const live = () => core.store.get('Service', 'shop/web')

  it('declares an object in file and state, and once', async () => {
    const { object } = await create(web())
    equal(object.metadata.uid, live()?.metadata.uid)
    equal(object.metadata.generation, 1)
    match(readFileSync(join(home, 'desired/shop/api-Service.shop.web.yaml'), 'utf8'), /image: nginx/)
    await refused(create(web()), 'AlreadyExists', /already exists/)
  })

  it('is no event, and no version, where it changes nothing', async () => {
    const { object } = await create(web())
    const events = all(core.history.watchFrom('Service', { resourceVersion: core.store.resourceVersion }))
    deepEqual((await change('merge-patch', { spec: { replicas: 2 } })).object, object)
    deepEqual((await change('object', object)).object, object)
    deepEqual((await change('json-patch', [{ op: 'replace', path: '/spec/replicas', value: 2 }])).object, object)
    core.history.close()
    deepEqual(await events, [])
  })

  it('takes a whole object, a merge patch and a JSON patch', async () => {
    await create(web())
    await change('merge-patch', {
      spec: { replicas: 3, template: { workingDir: '/srv' } },
      metadata: { labels: { a: 'b' } },
    })
    equal(live()?.spec.replicas, 3)
    equal(live()?.metadata.generation, 2)
    deepEqual(live()?.metadata.labels, { a: 'b' })
    await change('json-patch', [
      { op: 'test', path: '/spec/replicas', value: 3 },
      { op: 'remove', path: '/spec/template/workingDir' },
    ])
    equal(live()?.spec.template.workingDir, undefined)
    await change('object', web({ template: { image: 'nginx:2' } }))
    equal(live()?.spec.template.image, 'nginx:2')
    // What is not said is the default again.
    equal(live()?.spec.replicas, 1)
    equal(live()?.metadata.labels, undefined)
  })

  it('keeps what others changed meanwhile beside it, labels as well', async () => {
    await create(web())
    const labels = ['a', 'b', 'c'].map((name) => ({ metadata: { labels: { [name]: 'x' } } }))
    const more = [{ metadata: { annotations: { note: 'x' } } }, { spec: { replicas: 3 } }]
    await Promise.all([...labels, ...more].map((value) => change('merge-patch', value)))
    const { metadata, spec } = live() as V1Service
    deepEqual([metadata.labels, metadata.annotations?.['note'], spec.replicas], [{ a: 'x', b: 'x', c: 'x' }, 'x', 3])
  })

  it('refuses what was decided on an older version, and on another object', async () => {
    const { object } = await create(web())
    await change('merge-patch', { spec: { replicas: 3 } })
    await refused(change('object', object), 'Conflict', /changed meanwhile/)
    const stale = { metadata: { resourceVersion: object.metadata.resourceVersion }, spec: { replicas: 4 } }
    await refused(change('merge-patch', stale), 'Conflict', /changed meanwhile/)
    await refused(change('merge-patch', { metadata: { uid: 'another' } }), 'Conflict', /another object/)
    await refused(deleteObject(core, { ref, uid: 'another' }), 'Conflict', /another object/)
    equal(live()?.spec.replicas, 3)
  })

  for (const { what, object, reason, words } of [
    {
      what: 'an unknown field',
      object: web({ replica: 2 }),
      reason: 'BadRequest',
      words: /strict decoding error: unknown field "spec\.replica" \(did you mean replicas\?\)/,
    },
    {
      what: 'a wrong value',
      object: web({ replicas: -1 }),
      reason: 'Invalid',
      words: /spec\.replicas: must be at least 0/,
    },
    {
      what: 'a network that is not there',
      object: web({ template: { image: 'a', networks: [{ network: 'no' }] } }),
      reason: 'Invalid',
      words: /networks/,
    },
    {
      what: 'another name than a name',
      object: { ...web(), metadata: { name: '../x', namespace: 'shop' } },
      reason: 'Invalid',
      words: /metadata\.name/,
    },
    { what: 'no name', object: { ...web(), metadata: {} }, reason: 'Invalid', words: /metadata\.name: must be set/ },
    {
      what: 'another stack than the path',
      object: { ...web(), metadata: { name: 'web', namespace: 'other' } },
      reason: 'BadRequest',
      words: /must be those of the path/,
    },
    { what: 'another kind', object: { ...web(), kind: 'Volume' }, reason: 'BadRequest', words: /kind Service/ },
    {
      what: 'a version',
      object: { ...web(), metadata: { name: 'web', resourceVersion: '1' } },
      reason: 'BadRequest',
      words: /must not be set/,
    },
    {
      what: 'finalizers',
      object: { ...web(), metadata: { name: 'web', finalizers: ['x'] } },
      reason: 'Invalid',
      words: /metadata\.finalizers: is written by reconcile alone/,
    },
    {
      what: 'labels of ours',
      object: { ...web(), metadata: { name: 'web', labels: { 'reconcile.dev/implied': 'true' } } },
      reason: 'Invalid',
      words: /labels\.reconcile\.dev\/implied/,
    },
    {
      what: 'a value that is not shown',
      object: web({ template: { image: 'a', env: [{ name: 'A_TOKEN', value: '***' }] } }),
      reason: 'Invalid',
      words: /spec\.template\.env\.0\.value: is \*\*\*/,
    },
    { what: 'a text', object: 'web', reason: 'Invalid', words: /metadata\.name/ },
    {
      what: 'a well of lists',
      object: web({ x: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) }),
      reason: 'BadRequest',
      words: /nested too deep/,
    },
  ])
    it(`refuses ${what}, and leaves nothing behind`, async () => {
      await refused(create(object), reason, words)
      equal(core.store.list('Service').size, 0)
      equal(existsSync(join(home, 'desired')), false)
    })

  it('leaves unknown fields out where that is asked for, with a word or without', async () => {
    const object = web({ replica: 2, template: { image: 'a', imagge: 'b' } })
    const { warnings } = await create(object, { fieldValidation: 'Warn', dryRun: true })
    deepEqual(warnings, [
      'unknown field "spec.replica" was left out',
      'unknown field "spec.template.imagge" was left out',
    ])
    const long = await create(web({ ['x'.repeat(300)]: 1 }), { fieldValidation: 'Warn', dryRun: true })
    deepEqual(long.warnings, [`unknown field "spec.${'x'.repeat(256)}" was left out`])
    deepEqual((await create(object, { fieldValidation: 'Ignore' })).warnings, [])
    equal('replica' in (live()?.spec ?? {}), false)
  })

  it('keeps and tells nothing of a dry run', async () => {
    const version = core.store.resourceVersion
    const dry = await create(web(), { dryRun: true })
    equal((dry.object as V1Service).spec.replicas, 2)
    await refused(
      create(web({ template: { image: 'a', networks: [{ network: 'no' }] } }), { dryRun: true }),
      'Invalid',
      /networks/,
    )
    equal(core.store.resourceVersion, version)
    equal(existsSync(join(home, 'desired')), false)
    const { object } = await create(web())
    const changed = await change('merge-patch', { spec: { replicas: 5 } }, { dryRun: true })
    equal((changed.object as V1Service).spec.replicas, 5)
    equal(changed.object.metadata.resourceVersion, object.metadata.resourceVersion)
    deepEqual(await deleteObject(core, { ref, dryRun: true }), { warnings: [] })
    equal(live()?.metadata.resourceVersion, object.metadata.resourceVersion)
  })

  it('never shows what looks secret, and takes *** back as what it stands for (S9)', async () => {
    const env = [{ name: 'A_TOKEN', value: 'hush' }]
    const shown = await create(web({ template: { image: 'a', env } }))
    equal(JSON.stringify(shown).includes('hush'), false)
    const object = structuredClone(shown.object) as V1Service
    object.spec.template.env?.unshift({ name: 'B', value: 'b' })
    equal(JSON.stringify(await change('object', object)).includes('hush'), false)
    deepEqual(live()?.spec.template.env, [{ name: 'B', value: 'b' }, ...env])
    const labels = { DB_PASSWORD: 'hush', tier: 'a' }
    const labelled = await change('merge-patch', { metadata: { labels, annotations: { TOKEN: 'hush' } } })
    equal(JSON.stringify([labelled, await editable(core, ref)]).includes('hush'), false)
    const again = structuredClone(labelled.object)
    again.metadata.labels = { ...again.metadata.labels, tier: 'b' }
    await change('object', again)
    deepEqual(live()?.metadata.labels, { ...labels, tier: 'b' })
    equal(live()?.metadata.annotations?.['TOKEN'], 'hush')
    const guess = [{ op: 'test', path: '/spec/template/env/1/value', value: 'guess' }]
    const error = await refused(change('json-patch', guess), 'Invalid', /operation 0/)
    equal(error.message.includes('hush'), false)
  })

  it('leaves what was applied what it was applied as: the next apply says what it takes back', async () => {
    await applied(manifest(2))
    await change('merge-patch', { spec: { replicas: 5 }, metadata: { annotations: { owner: 'me' } } })
    equal(live()?.metadata.annotations?.[annotations.source], join(home, 'a.yaml'))
    const events = await applied(manifest(2))
    const [line] = events.flatMap((event) => (event.type === 'resource' ? (event.details ?? []) : []))
    match(line ?? '', /^replicas 5 \(scale, .*\) → 2 \(file\)$/)
  })

  it('stays when its stack is applied without it, and goes when it is deleted', async () => {
    await applied(manifest(2))
    await create({ ...web(), metadata: { name: 'other' } })
    await applied(manifest(2))
    ok(core.store.get('Service', 'shop/other'))
    await deleteObject(core, { ref: { ...ref, name: 'other' } })
    equal(core.store.get('Service', 'shop/other'), undefined)
    equal(readdirSync(join(home, 'desired/shop')).includes('api-Service.shop.other.yaml'), false)
  })

  it('takes an image of any name for what it is, and knows nothing of it (S12)', async () => {
    await applied(manifest(2))
    const odd = { ...API, kind: 'Service', metadata: { name: 'odd' }, spec: { template: { image: 'constructor' } } }
    const { object } = await create(odd)
    equal(Object.isFrozen(Object), false)
    equal(object.metadata.annotations?.[annotations.image], undefined)
  })

  it('takes contexts of services from where they stand', async () => {
    const context = { dockerfileInline: 'FROM nginx' }
    await applied(
      `${yaml('base', context)}---\n${yaml('web', { ...context, additionalContexts: { a: 'service:base' } })}`,
    )
    const hash = () => live()?.metadata.annotations?.[annotations.buildHash]
    const before = hash()
    await change('merge-patch', { spec: { replicas: 2 } })
    deepEqual([live()?.spec.replicas, hash()], [2, before])
  })

  it('is taken again where the state is lost', async () => {
    await applied(manifest(2))
    await create({ ...web(), metadata: { name: 'other' } })
    await change('merge-patch', { spec: { replicas: 5 } })
    core = aCore(home)
    await restoreApplied(core, () => undefined)
    equal(live()?.spec.replicas, 5)
    await applied(manifest(2))
    ok(core.store.get('Service', 'shop/other'))
    equal(live()?.spec.replicas, 2)
  })

  it('keeps what finalizers hold, and says so of who writes it meanwhile', async () => {
    await create(web())
    core.store.update('Service', 'shop/web', (draft) => void (draft.metadata.finalizers = ['reconcile.dev/tasks']))
    const { left } = await deleteObject(core, { ref })
    ok(left?.metadata.deletionTimestamp)
    await refused(change('merge-patch', { spec: { replicas: 9 } }), 'Conflict', /is being deleted/)
    await refused(create(web()), 'AlreadyExists', /is being deleted/)
  })

  it('refuses kinds and objects that nobody declares, and the data of volumes', async () => {
    const refuse = [
      createObject(core, { kind: 'Task', namespace: 'shop', object: web() }),
      changeObject(core, { ref: { ...ref, kind: 'Revision' }, change: { by: 'merge-patch', value: {} } }),
      deleteObject(core, { ref: { kind: 'Stack', name: 'shop' } }),
    ]
    for (const each of refuse) await refused(each, 'MethodNotAllowed', /is made by reconcile and can't be written/)
    await createObject(core, {
      kind: 'Volume',
      namespace: 'shop',
      object: { ...API, kind: 'Volume', metadata: { name: 'd' } },
    })
    const gone = deleteObject(core, { ref: { kind: 'Volume', namespace: 'shop', name: 'd' } })
    match((await refused(gone, 'Invalid', /holds data/)).remedy ?? '', /--volumes/)
    await refused(deleteObject(core, { ref }), 'NotFound', /services\.reconcile\.dev "web" not found/)
    await createObject(core, { kind: 'Node', object: { ...API, kind: 'Node', metadata: { name: 'local' } } })
    await refused(deleteObject(core, { ref: { kind: 'Node', name: 'local' } }), 'MethodNotAllowed', /and stays/)
  })

  describe('of a watched directory', () => {
    const watched = (text: string) => {
      const file = join(home, 'web.yaml')
      writeFileSync(file, text)
      core.store.putFact('root', home, { lost: [] })
      const { store, settings, clock } = core
      const files = [readText({ file, text }, { variable: () => undefined, readFile: readSideFile }, readers)]
      equal(acceptSaved({ store, settings, now: clock.now(), files }, home).errors.length, 0)
      return file
    }

    it('writes single values into the file, which stays as it is otherwise', async () => {
      const file = watched(`# mine\n${manifest(2)}`)
      const dry = await change('merge-patch', { spec: { replicas: 4 } }, { dryRun: true })
      equal((dry.object as V1Service).spec.replicas, 4)
      equal(readFileSync(file, 'utf8'), `# mine\n${manifest(2)}`)
      await change('merge-patch', { spec: { replicas: 4, template: { image: 'nginx:4' } } })
      equal(readFileSync(file, 'utf8'), `# mine\n${manifest(4).replace('image: nginx', 'image: nginx:4')}`)
      equal(live()?.spec.replicas, 4)
    })

    it('refuses what is invalid, and leaves the file', async () => {
      const file = watched(manifest(2))
      await refused(change('merge-patch', { spec: { replicas: -1 } }), 'Invalid', /at least 0/)
      equal(readFileSync(file, 'utf8'), manifest(2))
    })
  })
})

function web(spec: object = {}): object {
  const template = { image: 'nginx' }
  const replicas = 'template' in spec ? {} : { replicas: 2 }
  return { ...API, kind: 'Service', metadata: { name: 'web' }, spec: { template, ...replicas, ...spec } }
}

function manifest(replicas: number): string {
  const head = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'
  return `${head}spec:\n  replicas: ${replicas}\n  template: { image: nginx }\n`
}

async function refused(
  asked: Promise<WrittenObject | unknown>,
  reason: string,
  words: RegExp,
): Promise<InstallationError> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause as InstallationError,
  )
  equal(error?.reason, reason, error?.stack)
  match(error?.message ?? '', words)
  return error as InstallationError
}

function yaml(name: string, build: object): string {
  return `${JSON.stringify({ ...API, kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { template: { build } } })}\n`
}
