import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { finishOuttakes } from '../../../../cli/local/deletion/finish-outtakes.ts'
import { beginOuttake } from '../../../../cli/local/watched/begun-outtakes.ts'
import { acceptFile } from '../../../../cli/local/watched/file.ts'
import { rootsOf } from '../../../../cli/local/watched/roots.ts'
import { unwatch } from '../../../../cli/local/watched/unwatch.ts'
import { keptOf, readApplied, UNSTACKED } from '../../../../cli/local/desired.ts'
import { type Core, desiredDirectory } from '../../../../cli/local/open/core.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../../api/v1/metadata.ts'
import { writeClaims } from '../../../../store/source/facts/claim-facts.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { scale } from '../../../../cli/local/scale.ts'
import { aCore, all, eachHome } from '../local-core.ts'

const service = (name: string, more = '') => `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { template: { image: nginx${more} } }
`
const NETWORK = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: { name: back, namespace: shop }\n'

describe('a directory that is not watched any more', () => {
  let core: Core
  let [old, fresh] = ['', '']
  eachHome((made) => {
    core = made
    old = join(core.home, 'old')
    fresh = join(core.home, 'new')
  })

  /** Files of a directory, as they are accepted. */
  async function watched(root: string, files: Readonly<Record<string, string>>) {
    write(root, files)
    for (const name of Object.keys(files)) await acceptFile(core, { root, file: join(root, name) })
  }

  function write(root: string, files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), text)
    }
  }

  async function forgets(
    others: readonly string[],
    rest: 'delete' | 'keep' | 'none' = 'delete',
  ): Promise<readonly string[]> {
    const lines: string[] = []
    await unwatch(core, old, {
      others,
      rest: rest === 'none' ? undefined : rest,
      by: { kind: 'socket' },
      log: (line) => lines.push(line),
    })
    return lines
  }

  const uids = () => [...core.store.list('Service').values()].map(({ metadata }) => metadata.uid)
  const rootOf = (key: string) => core.store.get('Service', key)?.metadata.annotations?.[annotations.root]

  it('takes what it declared with it, and says so', async () => {
    await watched(old, { 'a.yaml': service('web') })
    deepEqual(await forgets([]), [
      `Service/shop/web deleted: ${old} is not watched any more (${old}/a.yaml declared it)`,
    ])
    equal(core.store.list('Service').size, 0)
    deepEqual(rootsOf(core.store, []), [])
  })

  it('takes the default network after the services in it, and does not say that these stay', async () => {
    await watched(old, {
      'compose.yaml': 'name: shop\nservices: { web: { image: nginx } }\nnetworks: { default: {} }\n',
    })
    const why = `deleted: ${old} is not watched any more (${old}/compose.yaml declared it)`
    deepEqual(await forgets([]), [`Service/shop/web ${why}`, `Network/shop/default ${why}`])
  })

  it('stays watched where something would go that nobody said to delete', async () => {
    await watched(old, { 'a.yaml': service('web'), 'b.yaml': service('db') })
    write(fresh, { 'a.yaml': service('web') })
    await rejects(forgets([fresh], 'none'), {
      exit: 6,
      message: `without ${old}, nothing declares Service/shop/db; nothing was forgotten`,
      remedy: new RegExp(`^to delete that: \`reconcile serve --unwatch ${old} --delete\``),
    })
    deepEqual([uids().length, rootsOf(core.store, [])], [2, [old]])
    write(fresh, { 'b.yaml': service('db') })
    equal((await forgets([fresh], 'none')).length, 2)
  })

  it('leaves what no other one declares as if it had been applied, where that is said', async () => {
    const node =
      'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: { name: h1 }\nspec: { engine: { host: "tcp://h1:2375" } }\n'
    await watched(old, { 'web.yaml': service('web'), 'db.yaml': service('db'), 'h1.yaml': node })
    write(fresh, { 'db.yaml': service('db') })
    const before = uids()
    const applied = `stays, as if it had been applied: ${old} is not watched any more`
    deepEqual((await forgets([fresh], 'keep')).slice(1).sort(), [`Node/h1 ${applied}`, `Service/shop/web ${applied}`])
    deepEqual([uids(), rootsOf(core.store, [])], [before, [fresh]])
    deepEqual([rootOf('shop/web'), rootOf('shop/db')], ['desired', fresh])
    const { root, file, applied: base } = originIn(core.store, 'Service/shop/web') ?? {}
    deepEqual([root, file, base], ['desired', `${old}/web.yaml`, core.store.get('Service', 'shop/web')?.spec])
    const kept = readApplied(desiredDirectory(core.home))
    deepEqual(
      kept.map(({ stack, parts }) => [stack, parts.map(({ ids }) => ids)]),
      [['shop', [['Service/shop/web']]]],
    )
    match(kept[0]?.parts[0]?.request.sources[0]?.text ?? '', /image: nginx/)
    deepEqual(
      keptOf(desiredDirectory(core.home), UNSTACKED, () => undefined)?.written.map(({ id }) => id),
      ['Node/h1'],
    )
  })

  it('leaves what a lost state has again as commands changed it since', async () => {
    await watched(old, { 'a.yaml': `${service('web')}---\n${NETWORK}`, 'b.yaml': service('db') })
    await forgets([], 'keep')
    const { signal } = new AbortController()
    for (const [name, replicas] of [
      ['web', 3],
      ['db', 2],
      ['db', 1],
    ] as const)
      await all(scale(core, { refs: [{ kind: 'Service', namespace: 'shop', name }], replicas, wait: false, signal }))
    const anew = aCore(core.home)
    await restoreApplied(anew, () => undefined)
    const specs = ({ store }: Core) => ['web', 'db'].map((name) => store.get('Service', `shop/${name}`)?.spec)
    deepEqual(specs(anew), specs(core))
    deepEqual([anew.store.get('Network', 'shop/back') !== undefined, specs(anew)[0]?.replicas], [true, 3])
    equal(originIn(anew.store, 'Service/shop/web')?.file, join(old, 'a.yaml'))
  })

  it('names the anonymous volumes that stay of it', async () => {
    await watched(old, { 'a.yaml': service('web') })
    core.store.putFact('carried', 'shop/web/1/a', { volumes: { '/data': 'e5' }, madeAt: 1 })
    const why = `${old} is not watched any more (${old}/a.yaml declared it)`
    const stays = 'its data stays in anonymous volumes: on a `docker volume rm e5` deletes it'
    deepEqual(await forgets([]), [`Service/shop/web deleted: ${why}; ${stays}`])
  })

  it('leaves what another one declares to that one, as it is', async () => {
    await watched(old, { 'a.yaml': service('web'), 'b.yaml': service('db') })
    const before = uids()
    renameSync(old, fresh)
    deepEqual(await forgets([fresh]), [
      `Service/shop/web stays: ${fresh} declares it as well, and ${old} is not watched any more`,
      `Service/shop/db stays: ${fresh} declares it as well, and ${old} is not watched any more`,
    ])
    deepEqual([uids(), rootOf('shop/web'), rootsOf(core.store, [])], [before, fresh, [fresh]])
    equal(originIn(core.store, 'Service/shop/web')?.file, `${fresh}/a.yaml`)
    equal(core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.source], `${fresh}/a.yaml`)
    await acceptFile(core, { root: fresh, file: join(fresh, 'a.yaml') })
    deepEqual(uids(), before)
  })

  it('leaves what has changed with the move to what it says now', async () => {
    await watched(old, { 'n.yaml': NETWORK, 'a.yaml': service('web', ', networks: [{ network: back }]') })
    const before = uids()
    write(fresh, { 'a.yaml': service('web', ', networks: [{ network: front }]') })
    write(fresh, { 'n.yaml': NETWORK.replace('back', 'front') })
    equal(
      (await forgets([fresh])).at(-1),
      `Network/shop/back deleted: ${old} is not watched any more (${old}/n.yaml declared it)`,
    )
    for (const name of ['n.yaml', 'a.yaml']) await acceptFile(core, { root: fresh, file: join(fresh, name) })
    const networks = core.store.get('Service', 'shop/web')?.spec.template.networks?.map(({ network }) => network)
    deepEqual([uids(), networks], [before, ['front']])
  })

  it('leaves what two files declare to the one in the place of the old one', async () => {
    await watched(old, { 'b.yaml': service('web') })
    write(fresh, { 'a.yaml': service('web'), 'b.yaml': service('web') })
    await forgets([fresh])
    equal(originIn(core.store, 'Service/shop/web')?.file, `${fresh}/b.yaml`)
  })

  it('ends a deletion that was never written, so that none is made of the move', async () => {
    await watched(old, { 'a.yaml': service('web') })
    const begun = { root: old, file: `${old}/a.yaml`, ids: ['Service/shop/web'], left: null, volumes: true }
    await beginOuttake(core.store, begun)
    renameSync(old, fresh)
    await forgets([fresh])
    await finishOuttakes(core)
    equal(uids().length, 1)
  })

  for (const { to, from, into } of [
    { to: 'around it', from: 'old/inner', into: 'old' },
    { to: 'inside of it', from: 'old', into: 'old/inner' },
  ])
    it(`leaves it to one ${to} in the same way`, async () => {
      const [outer, inner] = [join(core.home, from), join(core.home, into)]
      old = outer
      mkdirSync(outer, { recursive: true })
      const file = join(core.home, 'old/inner/a.yaml')
      write(dirname(file), { 'a.yaml': service('web') })
      await acceptFile(core, { root: outer, file })
      const before = uids()
      await forgets([inner])
      await acceptFile(core, { root: inner, file })
      deepEqual([uids(), rootOf('shop/web'), rootsOf(core.store, [])], [before, inner, [inner]])
      equal([...core.store.list('Service').values()].some(isBeingDeleted), false)
    })

  it('stays watched where another one is away that may declare what would go', async () => {
    await watched(old, { 'a.yaml': service('web'), 'b.yaml': service('db') })
    write(fresh, { 'c.yaml': service('web', ', env: []') })
    const away = join(core.home, 'away')
    const message = `${away} is not there, and may declare Service/shop/db; nothing was forgotten`
    await rejects(forgets([away, fresh]), { exit: 2, message, remedy: new RegExp(`serve --unwatch ${away}\``) })
    deepEqual([uids().length, rootsOf(core.store, [])], [2, [old]])
    const [stays, goes] = await forgets([fresh])
    match(stays ?? '', /^Service\/shop\/web stays/)
    match(goes ?? '', /^Service\/shop\/db deleted/)
    deepEqual([...core.store.list('Service').keys()], ['shop/web'])
  })

  for (const { wrong, files, words } of [
    { wrong: 'has a broken file', files: { 'a.yaml': 'services: [' }, words: /new\/a\.yaml:1:12: / },
    { wrong: 'is in the middle of a merge', files: { '.git/HEAD': 'x', '.git/MERGE_HEAD': 'x' }, words: /merge/ },
  ])
    it(`stays watched where another one ${wrong}`, async () => {
      await watched(old, { 'a.yaml': service('web') })
      write(fresh, files)
      await rejects(forgets([fresh]), { exit: 2, message: words, remedy: /^mend that, .*nothing was forgotten$/ })
      deepEqual([uids().length, rootsOf(core.store, [])], [1, [old]])
    })

  it('stays watched where a file of another name declared it in another one, and is blank now', async () => {
    await watched(old, { 'a.yaml': service('web') })
    write(fresh, { 'b.yaml': '' })
    writeClaims(core.store, fresh, new Map([['Service/shop/web', [join(fresh, 'b.yaml')]]]))
    const message = `${fresh}/b.yaml: no manifest is in it, and ${old}/a.yaml declared Service/shop/web`
    await rejects(forgets([fresh]), { exit: 2, message, remedy: /^write it again, or delete the file/ })
    rmSync(join(fresh, 'b.yaml'))
    match((await forgets([fresh])).join(), /^Service\/shop\/web deleted/)
  })

  for (const { text, is } of [
    { text: '', is: 'blank' },
    { text: 'apiVersion: [reconcile\nkind: Service\n', is: 'cut off' },
  ])
    it(`stays watched where its file is ${is} in another one`, async () => {
      await watched(old, { 'web/a.yaml': service('web') })
      write(fresh, { 'web/a.yaml': text })
      const message = `${fresh}/web/a.yaml: no manifest is in it, and ${old}/web/a.yaml declared Service/shop/web`
      await rejects(forgets([fresh]), { exit: 2, message, remedy: /^write it again, or delete the file/ })
      rmSync(join(fresh, 'web'), { recursive: true })
      match((await forgets([fresh])).join(), /^Service\/shop\/web deleted/)
    })

  it('stays watched where its stacks would have other names in another one', async () => {
    const compose = 'services:\n  web: { image: nginx }\n'
    await watched(old, { 'compose.yaml': compose })
    renameSync(old, fresh)
    const message = `${fresh}/compose.yaml: Network/new/default is in the place of Network/old/default, which would be deleted`
    await rejects(forgets([fresh]), { exit: 2, message, remedy: /^keep it with `name: old`/ })
    write(fresh, { 'compose.yaml': `name: old\n${compose}` })
    match((await forgets([fresh])).join(), /Service\/old\/web stays/)
  })

  it('stays watched where another one has a link to it alone', async () => {
    const top = join(core.home, 'top')
    const data = join(core.home, 'data')
    old = join(top, 'old')
    write(data, { 'a.yaml': service('web') })
    mkdirSync(top)
    symlinkSync(data, old)
    await acceptFile(core, { root: old, file: join(old, 'a.yaml') })
    const message = /top\/old: leads out of .*; \S+\/top\/old\/a\.yaml declared Service\/shop\/web$/
    await rejects(forgets([top]), { exit: 2, message, remedy: /^watch that directory as well/ })
    equal(uids().length, 1)
  })

  it('stays watched where another one needs what would go', async () => {
    await watched(old, { 'back.yaml': NETWORK })
    await watched(fresh, { 'a.yaml': service('web', ', networks: [{ network: back }]') })
    const message =
      /^without Network\/shop\/back, Service shop\/web: .*names Network shop\/back, which is not declared \(is "back"\)$/
    await rejects(forgets([fresh]), { exit: 2, message })
    equal(core.store.list('Network').size, 1)
    rmSync(old, { recursive: true })
    await rejects(forgets([fresh]), { exit: 2, message })
  })

  it('leaves nothing that waits for approval', async () => {
    await watched(old, { 'a.yaml': service('web') })
    core.store.putFact('hold', 'ab12', { id: 'ab12', root: old, reason: 'RootEmptied', resources: [], message: '' })
    await forgets([])
    equal(core.store.facts('hold').size, 0)
  })

  it('is one that was watched', async () => {
    await watched(join(core.home, 'x'), { 'a.yaml': service('web') })
    await rejects(forgets([]), { exit: 2, message: /old is not watched$/, remedy: `these are: ${core.home}/x` })
  })
})
