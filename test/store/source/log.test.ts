import assert from 'node:assert/strict'
import { annotations, finalizers } from '../../../api/v1/labels.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { approve } from '../../../store/source/facts/hold-facts.ts'
import { annotated, type FileReading } from '../../../store/source/reading/reading.ts'
import type { SourceOptions } from '../../../store/source/source.ts'
import { createWorld, service } from './world.ts'

describe('the log of a watched tree', () => {
  async function two(more: Partial<SourceOptions> = {}) {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/db.yaml', `${service('db')}---\n${service('queue')}`)
    const source = world.start(['/srv'], more)
    await world.pass(1_000)
    /** What was said since the last time it was asked, after a while. */
    const says = async (ms = 10_000) => {
      await world.pass(ms)
      return world.lines.splice(0)
    }
    return { ...world, source, says }
  }

  it('names the file of what it takes', async () => {
    const { says } = await two()
    assert.deepEqual(await says(), [
      'Service/shop/db created (/srv/db.yaml)',
      'Service/shop/queue created (/srv/db.yaml)',
      'Service/shop/web created (/srv/web.yaml)',
    ])
  })

  it('says of a volume that is declared again before it has gone with its data that it is kept', async () => {
    const { files, store, says } = await two()
    const text = 'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\n'
    files.write('/srv/data.yaml', text)
    await says()
    store.update('Volume', 'shop/data', ({ metadata }) => {
      metadata.finalizers = [finalizers.volume, finalizers.volumeData]
    })
    withdraw(store, 'Volume/shop/data')
    files.write('/srv/data.yaml', `${text}spec: { labels: { a: b } }\n`)
    assert.deepEqual(await says(), [
      'Volume/shop/data kept: its deletion had not come about; `reconcile delete volume/data -n shop --volumes` deletes it',
    ])
  })

  it('warns once of an image that a service of another file builds', async () => {
    const { files, says } = await two()
    await says()
    files.write('/srv/web.yaml', `${service('web')}    build: { context: /app }\n`)
    files.write('/srv/db.yaml', `${service('db')}---\n${service('queue')}\n`)
    const warned = async () => (await says()).filter((line) => line.startsWith('warning: '))
    const found = await warned()
    assert.match(found[0] ?? '', /^warning: \/srv\/db.yaml:\d+:\d+: spec.template.image: is what service web builds/)
    assert.deepEqual([found.length, await warned()], [2, []])
  })

  it('says of what is built from another context alone that its file is the same', async () => {
    let hash = 'one'
    const finish = async (file: FileReading) => {
      const ofBuild = file.file === '/srv/web.yaml' ? { [annotations.buildHash]: hash } : {}
      return { ...file, manifests: file.manifests.map((each) => annotated(each, ofBuild)) }
    }
    const { files, says } = await two({ finish })
    const build = (now: string, replicas: number) => {
      hash = now
      files.write('/srv/web.yaml', `${service('web', { replicas })}# ${now}\n`)
    }
    await says()
    build('two', 1)
    assert.deepEqual(await says(), ['Service/shop/web changed (the context of its build, not /srv/web.yaml)'])
    build('three', 2)
    assert.deepEqual(await says(), ['Service/shop/web changed: replicas (/srv/web.yaml)'])
  })

  it('names the fields that an edit changes, the first of many, and none of their values', async () => {
    const { files, says } = await two()
    const web = (env: string, labels: string) =>
      service('web').replace('namespace: shop', `namespace: shop\n  labels: ${labels}`) + `    env: ${env}\n`
    files.write('/srv/web.yaml', web('[{ name: A, value: first }]', '{ team: one }'))
    await says()
    files.write('/srv/web.yaml', web('[{ name: A, value: second }]', '{ team: two }'))
    assert.deepEqual(await says(), ['Service/shop/web changed: template.env[0].value, labels.team (/srv/web.yaml)'])
    const many = Object.fromEntries([...'abcdefghij'].map((name) => [name, '1']))
    files.write('/srv/web.yaml', web('[{ name: A, value: second }]', JSON.stringify(many)))
    assert.deepEqual(await says(), [
      'Service/shop/web changed: labels.team, labels.a, labels.b, labels.c, labels.d, labels.e and 5 more (/srv/web.yaml)',
    ])
  })

  it('says of a file that breaks that what was accepted from it stays (S1), and nothing stays of a new one', async () => {
    const { files, says } = await two()
    await says()
    files.write('/srv/web.yaml', 'kind: [\n')
    files.write('/srv/new.yaml', 'apiVersion: reconcile.dev/v1\nkind: [\n')
    const said = await says()
    const stays = said.filter((line) => line.endsWith('; what was accepted from it stays'))
    assert.deepEqual([said.length, stays.length, stays[0]?.startsWith('/srv/web.yaml:')], [2, 1, true], `${said}`)
    files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    assert.deepEqual(await says(), ['/srv/web.yaml: valid again', 'Service/shop/web changed: replicas (/srv/web.yaml)'])
  })

  it('says what is deleted, and whether its file is gone or has it no more', async () => {
    const { files, says } = await two()
    await says()
    files.write('/srv/db.yaml', service('db'))
    assert.deepEqual(await says(), [
      'Service/shop/queue is not in /srv/db.yaml any more: it goes soon, unless it comes back',
      'Service/shop/queue deleted: /srv/db.yaml does not declare it any more',
    ])
    files.remove('/srv/db.yaml')
    assert.equal((await says()).at(-1), 'Service/shop/db deleted: /srv/db.yaml is gone')
  })

  it('says what waits for approval each time that it comes to that', async () => {
    const { files, says } = await two()
    await says()
    for (let time = 0; time < 2; time += 1) {
      for (const name of ['web', 'db']) files.remove(`/srv/${name}.yaml`)
      const said = await says()
      assert.equal(said.filter((line) => line.includes('nothing is deleted until it is approved')).length, 1, `${said}`)
      files.write('/srv/web.yaml', service('web'))
      files.write('/srv/db.yaml', `${service('db')}---\n${service('queue')}`)
      const over = (await says()).map((line) => line.replace(/ [0-9a-f]{8} /, ' '))
      const back = 'Service/shop/db, Service/shop/queue, Service/shop/web are in the files again'
      assert.deepEqual(over, [`RootEmptied is over: ${back}`])
    }
  })

  it('says once of a file that is neither a manifest nor a Compose file that it is passed by', async () => {
    const { files, says } = await two()
    await says()
    files.write('/srv/typo.yaml', 'nmae: shop\nservics: { web: { image: nginx } }\n')
    files.write('/srv/blank.yaml', '# later\n')
    files.write('/srv/plan.json', '{"version": 1, "files": ["."], "manifests": {}, "calls": []}')
    assert.deepEqual(await says(), [
      'warning: /srv/typo.yaml:1:1: is neither a manifest nor a Compose file: it is passed by',
    ])
    files.write('/srv/web.yaml', `${service('web')}# seen\n`)
    assert.deepEqual(await says(), [])
  })

  it('says of a volume that it is forgotten, as its data stays', async () => {
    const { files, says, store } = await two()
    const volume = 'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\n'
    files.write('/srv/data.yaml', volume)
    await says()
    store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
    files.remove('/srv/data.yaml')
    const [first, ...rest] = await says()
    assert.equal(
      first,
      'Volume/shop/data is not in /srv/data.yaml any more: it is forgotten soon, unless it comes back; ' +
        'its data stays as the volume shop_data on local',
    )
    assert.equal(
      rest.at(-1),
      'Volume/shop/data forgotten: /srv/data.yaml is gone; its data stays as the volume shop_data on local: ' +
        '`docker volume rm shop_data` there deletes it',
    )
  })

  it('says of no lost volume that its data stays', async () => {
    const { files, says, store } = await two()
    files.write(
      '/srv/data.yaml',
      'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\n',
    )
    await says()
    store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'local', state: 'Lost', seen: true }] })
    files.remove('/srv/data.yaml')
    assert.equal((await says()).at(-1), 'Volume/shop/data deleted: /srv/data.yaml is gone')
  })

  it('warns of a volume that came in the place of another one, with the way back to its data', async () => {
    const { files, says, store } = await two()
    await says()
    const project = (volume: string) =>
      `services: { web: { image: x, volumes: ['${volume}:/d'] } }\nvolumes: { ${volume}: {}, other: {} }\n`
    files.write('/srv/app/compose.yaml', project('d'))
    await says()
    store.putStatus('Volume', 'app/d', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
    files.write('/srv/app/compose.yaml', project('dd'))
    const warned = (lines: readonly string[]) => lines.filter((line) => line.startsWith('warning: '))
    assert.deepEqual(warned(await says()), [
      'warning: Volume/app/dd is new, and begins empty; d is gone from the files, and its data stays in app_d: ' +
        'if it was renamed, name it d again to have that',
    ])
    // dd has no data yet, so that nothing stays behind.
    files.write('/srv/app/compose.yaml', project('d'))
    assert.deepEqual(warned(await says()), [])
  })

  it('warns of no volume that a host has, as it had that name before', async () => {
    const { files, says, store } = await two({ hasVolume: (name) => name === 'app_dd' })
    await says()
    const project = (volume: string) =>
      `services: { web: { image: x, volumes: ['${volume}:/d'] } }\nvolumes: { ${volume}: {} }\n`
    files.write('/srv/app/compose.yaml', project('d'))
    await says()
    store.putStatus('Volume', 'app/d', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
    files.write('/srv/app/compose.yaml', project('dd'))
    const warned = (await says()).filter((line) => line.startsWith('warning: '))
    assert.deepEqual(warned, [])
  })

  it('warns of a stack whose directory was renamed, with the way back to its data, though it is built and was changed', async () => {
    const { files, says, store } = await two()
    const project = (command: string) =>
      `services: { db: { build: ., command: ${command}, volumes: ['data:/d'] } }\nvolumes: { data: {} }\n`
    files.write('/srv/old/compose.yaml', project('one'))
    await says()
    store.putStatus('Volume', 'old/data', { nodes: [{ node: 'local', state: 'Present', seen: true }] })
    const renamed = async (from: string, to: string, command: string) => {
      files.remove(`/srv/${from}/compose.yaml`)
      files.write(`/srv/${to}/compose.yaml`, project(command))
      return (await says()).filter((line) => line.startsWith('warning: stack'))
    }
    const tail =
      'if it was renamed, its data stays behind in old_data, and the new one begins without it: ' +
      'keep the name, with `name: old` in a Compose file or `namespace: old` in a manifest; or declare it as `data: {external: true, name: old_data}`'
    assert.deepEqual(await renamed('old', 'new', 'two'), [
      `warning: stack new is new, and it has a service with a volume as had old: ${tail}`,
    ])
    const [moved, ...more] = await renamed('new', 'third', 'two')
    assert.match(moved ?? '', /^warning: stack third is new, and its services are those of new: /)
    assert.deepEqual(more, [])
  })

  it('takes no stack for a renamed one that is there beside it', async () => {
    const { files, says } = await two()
    for (const name of ['old', 'new']) {
      files.write(
        `/srv/${name}/compose.yaml`,
        "services: { db: { image: x, volumes: ['data:/d'] } }\nvolumes: { data: {} }\n",
      )
      assert.deepEqual(
        (await says()).filter((line) => line.startsWith('warning: stack')),
        [],
      )
    }
  })

  it('says what is deleted because somebody approved it', async () => {
    const { files, says, store, holds, clock } = await two()
    await says()
    for (const file of ['web', 'db']) files.remove(`/srv/${file}.yaml`)
    await says()
    const [id = ''] = holds()
    approve(store, id, clock.now())
    const [first, ...rest] = await says()
    assert.equal(first, `approved: RootEmptied ${id} of /srv`)
    assert.equal(rest.length, 3)
    for (const line of rest) assert.match(line, new RegExp(`deleted: .* is gone, as approved \\(${id}\\)$`))
  })

  it('says in each life what waits for approval', async () => {
    const { files, says, pass, source, start } = await two()
    for (const file of ['web', 'db']) files.remove(`/srv/${file}.yaml`)
    const isHold = (line: string) => line.includes('reconcile approve')
    assert.equal((await says(600_000)).filter(isHold).length, 1)
    const closed = source.close()
    await pass(10)
    await closed
    start()
    assert.equal((await says(600_000)).filter(isHold).length, 1)
  })

  for (const { it: sentence, mend, wants } of [
    { it: 'valid again', mend: 'write', wants: '/srv/web.yaml: valid again' },
    { it: 'gone', mend: 'remove', wants: '/srv/web.yaml: is gone' },
  ] as const)
    it(`says once what is wrong with a file, and that it is ${sentence}`, async () => {
      const { files, says } = await two()
      await says()
      files.write('/srv/web.yaml', service('web').replace('image', 'imagine'))
      const wrong = await says(300_000)
      assert.equal(wrong.length, 1)
      assert.match(wrong[0] ?? '', /^\/srv\/web\.yaml:9:14: spec\.template\.imagine: /)
      if (mend === 'write') files.write('/srv/web.yaml', service('web'))
      else files.remove('/srv/web.yaml')
      assert.equal((await says(1_000))[0], wants)
    })

  it('says that a directory was away, and that it is back', async () => {
    const { files, says } = await two()
    await says()
    files.fail('/srv', 'EACCES')
    const wrong = await says(300_000)
    assert.equal(wrong.length, 1)
    assert.match(wrong[0] ?? '', /^\/srv: not read completely, so that nothing is deleted/)
    files.fail('/srv', undefined)
    assert.deepEqual(await says(), ['/srv: read completely again'])
  })
})
