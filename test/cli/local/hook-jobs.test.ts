import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import { apply } from '../../../cli/local/apply.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import { withHashesOf } from '../../../cli/local/develop/hashes-of.ts'
import { deleteObject } from '../../../cli/local/objects/delete-object.ts'
import { withServices } from '../../../cli/local/images/wanted-files.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { withBuildHashes } from '../../../cli/local/request/build-hashes.ts'
import { onlyServices } from '../../../cli/local/request/only-services.ts'
import { readers } from '../../../cli/local/request/read-request.ts'
import { scale } from '../../../cli/local/scale.ts'
import { stop } from '../../../cli/local/stop.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import { awaitedBy } from '../../../controllers/service/dependencies.ts'
import { buildTag } from '../../../controllers/service/target.ts'
import { acceptSaved } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { all, aRequest, eachHome } from './local-core.ts'

const { signal } = new AbortController()
const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const DB = '  db: { image: busybox }\n'
const WEB = `  web:
    build: ./web
    depends_on: [db]
    pre_start: [{ command: one }, { command: two, image: busybox }]
`
const text = `name: shop\nservices:\n${DB}${WEB}`

describe('what pre_start became', () => {
  let home = ''
  let core: Core
  eachHome((made) => {
    ;[home, core] = [made.home, made]
    mkdirSync(join(home, 'web'))
    writeFileSync(join(home, 'web/Dockerfile'), 'FROM busybox\n')
  })

  const read = () =>
    readText({ file: join(home, 'compose.yaml'), text }, { variable: () => undefined, readFile: readSideFile }, readers)
  const namesIn = (files: readonly FileReading[]) => servicesIn(files).map(({ metadata }) => metadata.name)
  const services = () => [...core.store.list('Service').keys()].sort()
  const appliedToo = async (more: Partial<ApplyRequest> = {}) => {
    const [asked] = await all(apply(core, aRequest(home, text, {})))
    const names = asked?.type === 'needs' ? asked.variables : []
    await all(apply(core, { ...aRequest(home, text, Object.fromEntries(names.map((name) => [name, null]))), ...more }))
  }

  it('is read with its service, and waits for nothing else with --no-deps', () => {
    deepEqual(namesIn(onlyServices([read()], { services: ['web'] })), [
      'db',
      'web-pre-start-1',
      'web-pre-start-2',
      'web',
    ])
    const alone = servicesIn(onlyServices([read()], { services: ['web'], noDeps: true }))
    const find = (name: string) => alone.find(({ metadata }) => metadata.name === name)
    deepEqual(
      alone.map((each) => [each.metadata.name, awaitedBy(each, find).map(({ service }) => service)]),
      [
        ['web-pre-start-1', []],
        ['web-pre-start-2', ['web-pre-start-1']],
        ['web', ['web-pre-start-2']],
      ],
    )
    deepEqual(namesIn(onlyServices([read()], { services: ['db'] })), ['db'])
    deepEqual(namesIn(withServices([read()], ['web'])), ['web-pre-start-1', 'web-pre-start-2', 'web'])
  })

  it('goes with its service, and with it alone', async () => {
    await appliedToo()
    equal(services().length, 4)
    await all(remove(core, { refs: [web], volumes: false, wait: false, signal }))
    deepEqual(services(), ['shop/db'])
  })

  it('goes with its service over the API too, and a dry run says so', async () => {
    await appliedToo()
    await deleteObject(core, { ref: web, dryRun: true })
    equal(services().length, 4)
    await deleteObject(core, { ref: web })
    deepEqual(services(), ['shop/db'])
  })

  it('goes with the lines of its service out of a watched file', async () => {
    const root = join(home, 'tree')
    const file = join(root, 'compose.yaml')
    mkdirSync(root)
    const own = text.replace('build: ./web', 'image: web')
    for (const [written, left] of [
      [own, `name: shop\nservices:\n${DB}`],
      [own.replace(DB, '').replace('    depends_on: [db]\n', ''), undefined],
    ] as const) {
      writeFileSync(file, written)
      core.store.putFact('root', root, { lost: [] })
      const files = [readText({ file, text: written }, { variable: () => undefined, readFile: readSideFile }, readers)]
      const { store, settings, clock } = core
      deepEqual(acceptSaved({ store, settings, now: clock.now(), files }, root).errors, [])
      const dry = deleteObject(core, { ref: web, dryRun: true })
      if (left === undefined) match(await dry.then(String, refusalOf), /it is the last of services/)
      else deepEqual(await dry, { warnings: [] })
      const done = all(remove(core, { refs: [web], volumes: false, wait: false, signal }))
      if (left === undefined) match(await done.then(String, refusalOf), /it is the last of services/)
      else {
        await done
        equal(readFileSync(file, 'utf8'), left)
        deepEqual(services(), ['shop/db'])
      }
    }
  })

  it('is stopped with its service, and scaled by nobody', async () => {
    await appliedToo()
    await all(stop(core, { refs: [web], wait: false, signal }))
    deepEqual(
      services().filter((key) => stopOf(core.store, key) !== undefined),
      ['shop/web', 'shop/web-pre-start-1', 'shop/web-pre-start-2'],
    )
    const refs = [{ ...web, name: 'web-pre-start-1' }]
    match(
      await all(scale(core, { refs, replicas: 2, wait: false, signal })).then(String, refusalOf),
      /web-pre-start-1 is a step of the pre_start of web: it runs once; scale web itself/,
    )
    match(
      await appliedToo({ scale: { 'web-pre-start-1': 2 } }).then(String, refusalOf),
      /web-pre-start-1 is a step of the pre_start of web: it runs once; scale web itself/,
    )
  })

  it('is of one build with its service, when it is built again and when watch rebuilds it, too', async () => {
    const tagsOf = (files: readonly FileReading[]) =>
      servicesIn(files).flatMap((service) => (service.spec.template.build ? [buildTag(service)] : []))
    const [first] = await withBuildHashes([read()], { store: core.store, again: false })
    const again = tagsOf(await withBuildHashes([read()], { store: core.store, again: true }))
    const tags = tagsOf(first ? [first] : [])
    deepEqual([tags.length, tags[0]], [2, tags[1]])
    deepEqual([again.length, again[0]], [2, again[1]])
    notEqual(again[0], tags[0])
    for (const service of servicesIn(first ? [first] : []))
      core.store.create('Service', structuredClone(service) as V1Service)
    writeFileSync(join(home, 'web/main.js'), '')
    deepEqual(tagsOf([await withHashesOf(new Set(['shop/db']), read(), core.store)]), tags)
    const rebuilt = tagsOf([await withHashesOf(new Set(['shop/web']), read(), core.store)])
    notEqual(rebuilt[0], tags[0])
    equal(rebuilt[0], rebuilt[1])
  })
})

function refusalOf(error: unknown): string {
  const { message, remedy } = error as InstallationError
  return `${message}; ${remedy}`
}
