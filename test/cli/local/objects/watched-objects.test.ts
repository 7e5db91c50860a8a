import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import type { Kind } from '../../../../api/v1/kinds.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { finishOuttakes } from '../../../../cli/local/deletion/finish-outtakes.ts'
import { createObject } from '../../../../cli/local/objects/create-object.ts'
import { deleteObject } from '../../../../cli/local/objects/delete-object.ts'
import { takenOut, takeOut } from '../../../../cli/local/watched/take-out.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { gitText } from '../../../../store/git/run-git.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { bytesHash } from '../../../../store/source/reading/reading.ts'
import { all, eachHome } from '../local-core.ts'

const API = { apiVersion: 'reconcile.dev/v1' }
const { signal } = new AbortController()
const service = (name: string, spec = '{ template: { image: a } }') =>
  `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n`
const config = (name: string) =>
  `apiVersion: reconcile.dev/v1\nkind: Config\nmetadata: { name: ${name}, namespace: shop }\nspec: { content: hi }\n`
const api = { kind: 'Service', namespace: 'shop', name: 'api' } as const

describe('objects of a watched directory', () => {
  let home = ''
  let root = ''
  let core: Core
  eachHome((made) => {
    core = made
    home = core.home
    root = join(home, 'tree')
  })

  const watched = (files: Readonly<Record<string, string>>) => {
    core.store.putFact('root', root, { lost: [] })
    const { store, settings, clock, variable } = core
    const read = Object.entries(files).map(([name, text]) => {
      const file = join(root, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return readText({ file, text }, { variable, readFile: readSideFile }, readers)
    })
    deepEqual(acceptSaved({ store, settings, now: clock.now(), files: read }, root).errors, [])
  }
  const text = (name: string) => readFileSync(join(root, name), 'utf8')
  const create = (spec: object, { kind = 'Service' as Kind, name = 'api', ...more } = {}) =>
    createObject(core, { kind, namespace: 'shop', object: { ...API, kind, metadata: { name }, spec }, ...more })
  const services = () => [...core.store.list('Service').keys()].sort()
  const refused = async (asked: Promise<unknown>, reason: string, words: RegExp) => {
    const [names, before] = [filesIn(root), JSON.stringify([...core.store.facts('source')])]
    const error = await asked.then(
      () => undefined,
      (cause: unknown) => cause as InstallationError,
    )
    equal(error?.reason, reason, error?.stack)
    match(`${error?.message}; ${error?.remedy}`, words)
    deepEqual(filesIn(root), names)
    equal(JSON.stringify([...core.store.facts('source')]), before)
  }

  describe('that are new', () => {
    it('come into a file of their own beside their stack, as those beside it are, and into the state', async () => {
      watched({ 'shop/web.yaml': service('web'), 'shop/more/x.yaml': service('x') })
      chmodSync(join(root, 'shop/web.yaml'), 0o640)
      const { object } = await create({ template: { image: 'b', env: [{ name: 'A_TOKEN', value: 'hush' }] } })
      equal(object.metadata.uid, core.store.get('Service', 'shop/api')?.metadata.uid)
      ok(!JSON.stringify(object).includes('hush'))
      equal(
        text('shop/service-api.yaml'),
        'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\n' +
          'spec:\n  template:\n    image: b\n    env:\n      - name: A_TOKEN\n        value: hush\n',
      )
      equal(statSync(join(root, 'shop/service-api.yaml')).mode & 0o777, 0o640)
      const origin = originIn(core.store, 'Service/shop/api')
      deepEqual([origin?.root, origin?.file], [root, join(root, 'shop/service-api.yaml')])
      equal(existsSync(join(home, 'desired')), false)
    })

    it('come beside a Compose file, too, and say their stack where the directory is not its own', async () => {
      watched({ 'shop/compose.yaml': 'services:\n  web:\n    image: a\n', 'all.yaml': config('page') })
      await create({ template: { image: 'b' } })
      match(text('shop-service-api.yaml'), /namespace: shop/)
      await create({ content: 'hi' }, { kind: 'Config', name: 'two' })
      deepEqual(services(), ['shop/api', 'shop/web'])
      equal(text('shop/compose.yaml'), 'services:\n  web:\n    image: a\n')
    })

    it('are judged before anything is written', async () => {
      watched({ 'shop/web.yaml': service('web') })
      const wrong = { template: { image: 'b', networks: [{ network: 'no' }] } }
      await refused(create(wrong), 'Invalid', /names Network shop\/no, which is not declared/)
      await refused(create({ replicas: -1, template: { image: 'b' } }), 'Invalid', /at least 0/)
      await create({ template: { image: 'b' } }, { dryRun: true } as object)
      deepEqual(filesIn(root), ['shop/web.yaml'])
      await refused(create({ template: { image: 'b' } }, { name: 'web' }), 'AlreadyExists', /already exists/)
    })

    it('take no other file’s place, and none outside of the directory', async () => {
      watched({ 'shop/web.yaml': service('web') })
      writeFileSync(join(root, 'shop/service-api.yaml'), '# mine\n')
      await refused(create({ template: { image: 'b' } }), 'MethodNotAllowed', /service-api\.yaml is there already/)
      rmSync(join(root, 'shop'), { recursive: true })
      const outside = mkdtempSync(join(home, 'outside-'))
      writeFileSync(join(outside, 'web.yaml'), service('web'))
      symlinkSync(outside, join(root, 'shop'))
      await refused(create({ template: { image: 'b' } }), 'MethodNotAllowed', /leads out of/)
      deepEqual(readdirSync(outside), ['web.yaml'])
    })

    it('are there once, whoever asks for them at the same time', async () => {
      watched({ 'shop/web.yaml': service('web') })
      const asked = await Promise.allSettled([1, 2, 3, 4].map((n) => create({ template: { image: `b:${n}` } })))
      const reasons = asked.flatMap((each) =>
        each.status === 'rejected' ? [(each.reason as InstallationError).reason] : [],
      )
      deepEqual(reasons, ['AlreadyExists', 'AlreadyExists', 'AlreadyExists'])
      deepEqual(filesIn(root), ['shop/service-api.yaml', 'shop/web.yaml'])
    })
  })

  describe('that go', () => {
    const go = (name = 'api', kind: Kind = 'Service', more: object = {}) =>
      deleteObject(core, { ref: { kind, namespace: 'shop', name }, ...more })

    it('are taken out of their file with their comments, and all else stays, to be edited again', async () => {
      const first = `# of all\n\n# the page\n${config('page')}`
      watched({ 'shop.yaml': `${first}---\n# an api\n${service('api')}---\n# the front\n${service('web')}` })
      deepEqual(await go(), { warnings: [] })
      equal(text('shop.yaml'), `${first}---\n# the front\n${service('web')}`)
      equal(originIn(core.store, 'Service/shop/web')?.fileHash, bytesHash(Buffer.from(text('shop.yaml'))))
      equal(originIn(core.store, 'Service/shop/api'), undefined)
      deepEqual(services(), ['shop/web'])
      await go('page', 'Config')
      equal(text('shop.yaml'), `# of all\n---\n# the front\n${service('web')}`)
      await go('web')
      deepEqual(filesIn(root), [])
      // It was asked for by name: nothing waits for an approval (S3), and nothing is missing.
      deepEqual([...core.store.facts('hold')], [])
    })

    it('are taken out of a List, and out of a Compose file as a key of its own', async () => {
      const item = (name: string) => `  - ${service(name).trimEnd().replaceAll('\n', '\n    ')}\n`
      watched({ 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n${item('api')}${item('web')}` })
      await go()
      equal(text('list.yaml'), `apiVersion: v1\nkind: List\nitems:\n${item('web')}`)
      const compose = 'name: other\nservices:\n  web:\n    image: a # one\n  api:\n    image: b\n'
      watched({ 'compose.yaml': compose })
      await deleteObject(core, { ref: { ...api, namespace: 'other' } })
      equal(text('compose.yaml'), compose.replace('  api:\n    image: b\n', ''))
      deepEqual(services(), ['other/web', 'shop/web'])
    })

    it('are named by the command line in the same way, several at once, with the file', async () => {
      const more = { 'b.yaml': service('b'), 'c.yaml': service('c') }
      watched({ 'a.yaml': `${service('a')}---\n${service('api')}---\n${config('page')}`, ...more })
      const refs = ['a', 'b', 'api'].map((name) => ({ ...api, name }))
      const events = await all(remove(core, { refs, volumes: false, wait: false, signal }))
      equal(text('a.yaml'), config('page').replace('', '---\n'))
      deepEqual(
        events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.details?.join()}`] : [])),
        [
          `Service/shop/a taken out of ${root}/a.yaml`,
          `Service/shop/api taken out of ${root}/a.yaml`,
          `Service/shop/b ${root}/b.yaml is gone with it`,
        ],
      )
      deepEqual(services(), ['shop/c'])
    })

    it('go after all where the process died between file and state, and stay where the file was not written', async () => {
      const files = {
        'a.yaml': service('a'),
        'b.yaml': `${service('api')}---\n${service('b')}`,
        'c.yaml': service('c'),
      }
      watched(files)
      const die = () => {
        throw new Error('killed')
      }
      for (const id of ['Service/shop/a', 'Service/shop/api', 'Service/shop/c'] as const)
        for (const outtake of await takenOut(core, [id]))
          await rejects(takeOut(core, outtake, { volumes: false, go: die }), /killed/)
      deepEqual([filesIn(root), services()], [['b.yaml'], ['shop/a', 'shop/api', 'shop/b', 'shop/c']])
      // Another brought this one back before anybody could end its deletion.
      writeFileSync(join(root, 'c.yaml'), files['c.yaml'])
      const log: string[] = []
      await finishOuttakes(core, (line) => void log.push(line))
      deepEqual(services(), ['shop/b', 'shop/c'])
      match(log.join('\n'), /^Service\/shop\/a deleted: .*\nService\/shop\/api deleted: .*b\.yaml by name[^\n]*$/)
      equal(originIn(core.store, 'Service/shop/b')?.fileHash, bytesHash(Buffer.from(text('b.yaml'))))
      deepEqual([...core.store.facts('outtake')], [])
    })

    it('are told one file after the other, and gone for good where a later one is refused', async () => {
      watched({ 'a.yaml': service('a'), 'b.yaml': service('b') })
      const refs = ['a', 'b'].map((name) => ({ ...api, name }))
      // Somebody edits one while they go.
      const edited = () => writeFileSync(join(root, 'b.yaml'), `# edited\n${service('b')}`)
      const events = remove(core, { refs, volumes: false, wait: false, signal }, edited)
      equal((await events.next()).value?.type, 'resource')
      await rejects(events.next(), /b\.yaml.*changed/)
      deepEqual([services(), filesIn(root)], [['shop/b'], ['b.yaml']])
    })

    it('stay where that would not be all, with the place to do it at', async () => {
      const uses = '{ template: { image: a, configs: [{ config: page, target: /a }] } }'
      const base = 'services:\n  web:\n    image: a\n'
      watched({ 'a.yaml': service('web', uses), 'b.yaml': config('page'), 'shop/compose.yaml': `name: other\n${base}` })
      await refused(
        go('page', 'Config'),
        'Invalid',
        /^without Config\/shop\/page, Service shop\/web: .*names Config shop\/page.*delete what names it first/,
      )
      await refused(go('page', 'Config', { dryRun: true }), 'Invalid', /names Config shop\/page/)
      const only = { ref: { kind: 'Service', namespace: 'other', name: 'web' } as const }
      await refused(
        deleteObject(core, only),
        'MethodNotAllowed',
        /compose\.yaml:3.*would be empty; it is the last of services in .*: write `services: {}` there, or remove/,
      )
      const whole = all(remove(core, { stack: 'shop', volumes: false, wait: false, signal }))
      await refused(whole, 'Invalid', /take it out of .*reconcile delete .* -n shop/)
      // As down of a Compose file names them.
      const of = { kind: 'Network', namespace: 'other', name: 'default' } as const
      const down = { refs: [of, only.ref], leaveFiles: true, volumes: false, wait: false, signal }
      await refused(all(remove(core, down)), 'Invalid', /take it out of .*reconcile delete service\/web -n other/)
      const named = { refs: [{ ...api, name: 'web' }], leaveFiles: true, volumes: false, wait: false, signal }
      await refused(all(remove(core, named)), 'Invalid', /take it out of .*a\.yaml:1; .*reconcile delete service\/web/)
      writeFileSync(join(root, 'a.yaml'), `${text('a.yaml')}# by hand\n`)
      await refused(go('web'), 'MethodNotAllowed', /was changed, and is not accepted/)
      await go('page', 'Config').catch(() => undefined)
      ok(existsSync(join(root, 'b.yaml')))
    })

    it('leave in their file what is off, an anchor for others, and what is commented out', async () => {
      const web = '  web: { image: a, network_mode: none }\n'
      const off = '  debug:\n    image: b\n    network_mode: none\n    profiles: [debug]\n'
      watched({ 'compose.yaml': `name: shop\nservices:\n${web}${off}` })
      await go('web').catch(() => undefined)
      ok(text('compose.yaml').includes(off))
      const anchors = `x-log: &log { driver: local }\nservices:\n${web}`
      watched({
        'other/compose.yaml': anchors,
        'a.yaml': `${service('api')}---\n# ${config('later').replaceAll('\n', '\n# ')}\n`,
      })
      const only = { ref: { kind: 'Service', namespace: 'other', name: 'web' } as const }
      await refused(
        deleteObject(core, only),
        'MethodNotAllowed',
        /compose\.yaml:3.*would be empty; it is the last of services in .*: write `services: {}` there, or remove/,
      )
      await refused(go(), 'MethodNotAllowed', /a\.yaml:1: it is the only document; take it out in/)
      watched({ 'b/compose.yaml': `version: "3"\nservices:\n${web}volumes:\n` })
      await deleteObject(core, { ref: { kind: 'Service', namespace: 'b', name: 'web' } })
      equal(existsSync(join(root, 'b/compose.yaml')), false)
    })

    it('stay in a file that may not be written', async () => {
      watched({ 'a.yaml': service('api'), 'b.yaml': `${service('web')}---\n${service('b')}` })
      for (const name of ['a.yaml', 'b.yaml']) chmodSync(join(root, name), 0o444)
      await refused(go(), 'MethodNotAllowed', /read-only/)
      await refused(go('b'), 'MethodNotAllowed', /read-only/)
    })
  })

  it('are committed in a work tree whose edits are', async () => {
    watched({ 'shop/web.yaml': service('web') })
    const git = (...args: string[]) => gitText({ args, cwd: root })
    await git('init', '-q', '-b', 'main')
    for (const [key, value] of [
      ['name', 'ada'],
      ['email', 'ada@example.org'],
    ] as const)
      await git('config', `user.${key}`, value)
    await git('add', '.')
    await git('commit', '-q', '-m', 'first')
    await create({ template: { image: 'b' } })
    await deleteObject(core, { ref: { ...api, name: 'web' } })
    equal(await git('log', '--format=%s'), 'Delete web\nCreate api\nfirst')
    equal(await git('status', '--short'), '')
    equal(await git('ls-files'), 'shop/service-api.yaml')
    await git('checkout', '-q', '--detach')
    const { warnings } = await create({ content: 'hi' }, { kind: 'Config', name: 'page' })
    match(warnings.join(), /config-page\.yaml is not committed: no branch is checked out/)
    const gone = await deleteObject(core, { ref: api })
    match(gone.warnings.join(), /service-api\.yaml is not committed: no branch is checked out/)
  })
})

function filesIn(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => !name.startsWith('.git') && statSync(join(root, name)).isFile()).sort()
}
