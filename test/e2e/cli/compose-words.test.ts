import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { until } from '../../support/until.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    volumes: [data:/data]
  db:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
  tool:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
    profiles: [debug]
volumes: { data: {} }
`

describe("compose's words, on a real engine", function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  it('say what they stand for, and do it', async () => {
    const { cli, docker } = engine
    cli.write('compose.yaml', SHOP)
    mkdirSync(join(cli.dir, 'empty/deep'), { recursive: true })
    const says = ({ exit, out, err }: Ended, command: RegExp) => {
      equal(exit, 0, `${out}\n${err}`)
      match(err, command)
    }
    says(await cli.run('up', '-d', '--profile', 'debug'), /^up: reconcile apply --profile debug\n/)
    const ids = (await docker('ps', '-q', '--no-trunc', '--filter', 'name=shop-web-1')).trim()
    const listed = await cli.run('ps')
    says(listed, /^ps: reconcile get tasks -n shop -o wide\n/)
    match(listed.out, /db-1-[^]*web-1-.* shop-web-1 +busybox:1.36 /)
    says(
      await cli.run('ps', 'web', '-q'),
      /^ps: reconcile get tasks -n shop -l reconcile\.dev\/service=web -o 'jsonpath/,
    )
    equal((await cli.run('ps', 'web', '-q')).out.trim(), ids)

    says(await cli.run('rm', '-sf', 'db'), /^rm: reconcile delete service\/db -n shop\n/)
    equal((await docker('ps', '-aq', '--filter', 'name=shop-db-1')).trim(), '')

    const ofProject = [
      ['exec', 'db', 'ls'],
      ['run', 'db'],
      ['kill', 'db'],
      ['cp', 'db:/a', '.'],
      ['port', 'db'],
      ['logs', 'db'],
    ]
    const refusals = await Promise.all(ofProject.map((words) => cli.run(...words)))
    for (const { err } of refusals) match(err, /there is no service(?: or \w+)* db in stack shop/)
    match(refusals[1]?.err ?? '', /compose\.yaml has it, and it was not applied\n.*reconcile up --scale db=0 db`/)
    says(await cli.run('kill', '-s', 'HUP'), /^$/)

    const wrong = await cli.run('delete', 'service/web', '-n', 'shop', '--profile', 'debug')
    deepEqual([wrong.exit, wrong.err.includes('name it with -f')], [2, true])
    cli.write('debug.env', 'COMPOSE_PROFILES=debug\n')
    says(
      await cli.run('down', '--env-file', 'debug.env'),
      /^down: reconcile delete -f \S*compose\.yaml --env-file debug\.env\n/,
    )
    equal((await docker('ps', '-aq', '--filter', 'name=shop-')).trim(), '')
    match(await docker('volume', 'ls', '-q'), /shop_data/)
    says(await cli.run('up', '-f', 'compose.yaml', '-n', 'shop'), /^up: reconcile apply -f compose\.yaml -n shop\n/)
    says(await cli.run('down', '-n', 'shop', '-v'), /^down: reconcile delete --stack shop --volumes\n/)
    equal((await docker('volume', 'ls', '-q', '--filter', 'name=shop_data')).trim(), '')
  })

  it('bring up single services, as their plan says, and leave the others', async () => {
    const { cli, docker } = engine
    const shop = (seconds: number) =>
      SHOP.replaceAll('sleep 1000', `sleep ${seconds}`).replace(
        '  db:\n',
        '  db:\n    init: true\n    depends_on: [web]\n',
      )
    const running = async () =>
      (await docker('ps', '--format', '{{.Names}} {{.Command}}'))
        .trim()
        .split('\n')
        .sort()
        .join(', ')
        .replaceAll('"', '')
    cli.write('compose.yaml', shop(1000))
    equal((await cli.run('up', 'web')).exit, 0)
    equal(await running(), 'shop-web-1 sleep 1000')
    match((await cli.run('run', '--rm', 'tool', 'true')).err, /profile debug.*\n.*reconcile up --scale tool=0 tool/)
    equal((await cli.run('up', '--scale', 'tool=0', 'tool')).exit, 0, 'its profile comes with its name')
    equal((await cli.run('run', '--rm', 'tool', 'echo', 'ran')).out, 'ran\n')
    equal((await cli.run('up', '--profile', 'debug')).exit, 0)
    await docker('stop', 'shop-tool-1')
    cli.write('compose.yaml', shop(2000))
    const planned = await cli.run('plan', 'db', '--no-deps', '--out', 'plan.json')
    deepEqual([planned.exit, /web-1|tool/.test(planned.out)], [0, false], planned.out)
    equal((await cli.run('apply', 'plan.json')).exit, 0)
    equal(await running(), 'shop-db-1 sleep 2000, shop-web-1 sleep 1000')
    equal((await cli.run('stop', 'web')).exit, 0)
    match((await cli.run('up', 'db')).out, /web started/)
    match(await running(), /^shop-db-1 sleep 2000, .*shop-web-1 sleep 2000$/)
    const ids = async () => (await docker('ps', '-q', '--filter', 'name=shop-db')).trim().split('\n')
    const before = await ids()
    const anew = await cli.run('plan', 'db', '--force-recreate', '--scale', 'db=2', '--out', 'anew.json')
    equal(anew.exit, 0, anew.err)
    equal((await cli.run('apply', 'anew.json')).exit, 0)
    const after = await ids()
    deepEqual([after.length, after.some((id) => before.includes(id))], [2, false])
    const renewed = await cli.run('up', '--no-deps', '--renew-anon-volumes', 'db')
    deepEqual([renewed.exit, (await ids()).some((id) => after.includes(id))], [0, false], renewed.err)
    // What it uses is a matter of it: a network in use can't be made internal.
    cli.write('compose.yaml', `${shop(2000)}networks: { default: { internal: true } }\n`)
    const [foretold, upAsFar] = [await cli.run('plan', 'db'), await cli.run('up', 'db')]
    match(foretold.out, /Network\/shop\/default SpecDiffers/)
    match(upAsFar.err, /Network shop\/default: it is not internal/)
    deepEqual([foretold.exit, upAsFar.exit], [1, 1])
    const unknown = await cli.run('up', 'wob')
    deepEqual([unknown.exit, /no service wob; did you mean web\?/.test(unknown.err)], [1, true], unknown.err)
  })

  it('run commands in containers of their own, which no loop touches', async () => {
    const { cli, docker } = engine
    const web = '    init: true\n    environment: { A: a }\n    volumes'
    const shop = SHOP.replace('    stop_grace_period: 0s\n    volumes', web)
    cli.write('compose.yaml', shop.replace('  db:\n', '  db:\n    depends_on: [web]\n'))
    equal((await cli.run('up')).exit, 0)
    const said = await cli.run('run', '--rm', '-e', 'B=b', 'web', 'sh', '-c', 'echo $A$B; echo kept > /data/f; exit 5')
    deepEqual([said.exit, said.out], [5, 'ab\n'], said.err)
    match((await cli.run('exec', 'web', 'cat', '/data/f')).out, /kept/)
    // docker compose run starts what a service depends on, and the service itself not.
    equal((await cli.run('stop')).exit, 0)
    const begun = await cli.run('run', '--rm', 'db', 'nslookup', 'web')
    deepEqual([begun.exit, /starting web, which was stopped/.test(begun.err)], [0, true], begun.err)
    await until('it has gone', async () => (await docker('ps', '--format', '{{.Names}}')) === 'shop-web-1\n')
    equal((await cli.run('start')).exit, 0)

    const { out } = await cli.run('run', '-d', '--name', 'once', 'db', 'sleep', '1000')
    equal(out, 'once\n')
    const listed = ['label=com.docker.compose.oneoff=True', 'label=com.docker.compose.project=shop']
    const oneOffs = async () =>
      await docker('ps', '-a', ...listed.flatMap((each) => ['--filter', each]), '--format', '{{.Names}} {{.State}}')
    equal(await oneOffs(), 'once running\n')
    match((await cli.run('ps', '-a')).out, /\nonce +db +local +running/)
    match(
      (await cli.run('wait', 'task/once', '--for=delete')).err,
      /once is a one-off container.*\nnext: .*logs -f once -n shop/,
    )
    equal((await cli.run('run', '-dt', '--name', 'typed', 'db', 'sleep', '1000')).exit, 0)
    equal(await docker('inspect', '-f', '{{.Config.Tty}}', 'typed', 'once'), 'true\nfalse\n')
    equal((await cli.run('stop', 'typed')).out, 'Container/shop/typed stopped\nContainer/shop/typed is stopped\n')
    equal(await oneOffs(), 'typed exited\nonce running\n')
    match((await cli.run('kill', 'typed')).err, /typed does not run\nnext: .*reconcile logs -n shop typed/)
    equal((await cli.run('cp', 'typed:/etc/hostname', 'of-it')).exit, 0)
    equal((await cli.run('rm', '-f', 'typed')).out, 'Container/shop/typed deleted\nContainer/shop/typed is deleted\n')
    const id = await docker('ps', '-q', '--no-trunc', '--filter', 'name=once')
    ok((await cli.run('ps', '-aq')).out.endsWith(id))
    match(
      (await cli.run('ps', '-a', '-o', 'name')).err,
      /warning: one-off containers are no objects, and not in -o name: once/,
    )
    equal((await cli.run('exec', 'once', 'sh', '-c', 'echo said > /proc/1/fd/1')).exit, 0)
    equal((await cli.run('logs', 'once')).out, 'said\n')
    cli.write('note', 'copied')
    deepEqual(
      [(await cli.run('cp', 'note', 'once:/tmp')).exit, (await cli.run('exec', 'once', 'cat', '/tmp/note')).out],
      [0, 'copied'],
    )
    match((await cli.run('logs', 'onec')).err, /no service or task onec[^]*the one-off containers are once/)
    equal((await cli.run('plan', '--exit-code')).exit, 0)
    const before = await docker('ps', '-q', '--no-trunc')
    equal((await cli.run('up')).exit, 0)
    equal(await docker('ps', '-q', '--no-trunc'), before)
    const missing = await cli.run('run', '--rm', 'db', 'no-such-program')
    deepEqual([missing.exit, /has no such program/.test(missing.err)], [127, true], missing.err)
    equal(await oneOffs(), 'once running\n')
    const refused = await cli.run('run', '--name', 'once', 'db', 'true')
    deepEqual([refused.exit, /has the name once\nnext: choose another one/.test(refused.err)], [1, true], refused.err)
    equal((await cli.run('run', '-d', '--name', 'again', 'web', 'sleep', '1000')).exit, 0)
    const both = await cli.run('rm', 'db', 'again')
    deepEqual([both.exit, both.err], [0, 'rm: reconcile delete service/db task/again -n shop\n'])
    equal(await oneOffs(), '')
    equal((await cli.run('run', '-d', '--name', 'again', 'web', 'sleep', '1000')).exit, 0)
    const same = await cli.run('delete', 'service/web', 'task/again', '-n', 'shop', '--no-wait')
    deepEqual([same.exit, await oneOffs()], [0, ''], same.err)
    equal((await cli.run('up', 'web')).exit, 0)

    await cli.start('serve').says('serving the installation')
    const left = cli.start('run', 'web', 'sh', '-c', 'trap "exit 7" INT; echo up; while true; do sleep 0.1; done')
    await left.says('up')
    await left.stop('SIGKILL')
    // Its first words may come through before the engine lists it as running.
    await until('it runs on', async () => /^shop-web-run-[0-9a-f]{12} running\n$/.test(await oneOffs()))
    const asked = cli.start(
      'run',
      '--rm',
      'web',
      'sh',
      '-c',
      'trap "exit 7" INT; echo up; while true; do sleep 0.1; done',
    )
    await asked.says('up')
    equal(await asked.stop('SIGINT'), 7)
    equal((await cli.run('down')).exit, 0)
    equal(await oneOffs(), '')
    equal(await docker('network', 'ls', '-q', '--filter', 'name=shop_default'), '')
  })

  it('build what the next apply runs', async () => {
    const { cli } = engine
    cli.write('context/Dockerfile', 'FROM busybox:1.36\nRUN echo built > /built\n')
    const built = '    build: ./context'
    cli.write('compose.yaml', SHOP.replace('    image: busybox:1.36', built))
    const said = await cli.run('build', 'web')
    deepEqual([said.exit, /built 1 image/.test(said.out)], [0, true], said.out + said.err)
    const [, tag = 'none'] = /Built (shop-web:\w+) is sha256:/.exec(said.out) ?? []
    const up = await cli.run('up')
    deepEqual([up.exit, /Building/.test(up.out)], [0, false], up.out + up.err)
    match((await cli.run('images', '-n', 'shop')).out, new RegExp(`web-1-\\S+ +${tag}`))
    equal((await cli.run('build', '--no-cache', 'web')).exit, 0)
    equal((await cli.run('plan', '--exit-code')).exit, 0)
    match((await cli.run('build', 'db')).out, /no build is declared for db/)
    const unknown = await cli.run('build', 'wob')
    deepEqual([unknown.exit, /no service wob; did you mean web\?/.test(unknown.err)], [1, true], unknown.err)
  })

  it('watch sources, and bring running tasks what changes', async () => {
    const { cli, docker } = engine
    const rule = (path: string, rest: string) => `{ path: ./${path}, ${rest} }`
    const rules = [
      rule('src', 'action: sync, target: /srv, ignore: [skipped], initial_sync: true'),
      rule('conf', 'action: sync+restart, target: /etc/conf'),
      rule('context', 'action: rebuild'),
    ]
    const develop = `    build: ./context\n    init: true\n    develop: { watch: [${rules.join(', ')}] }`
    // An exit with 0 at its stop is no outcome of a service that is to start again.
    const trap = `sh -c "trap 'exit 0' TERM; sleep 1000 & wait"`
    const shop = SHOP.replace('sleep 1000', trap).replace('    stop_grace_period: 0s\n', '')
    cli.write('compose.yaml', shop.replace('    image: busybox:1.36', develop))
    cli.write('context/Dockerfile', 'FROM busybox:1.36\n')
    cli.write('context/.dockerignore', 'skipped\n')
    cli.write('conf/a', 'one')
    cli.write('src/a', 'first')
    const watching = cli.start('watch', 'web')
    await watching.says('synced /srv/a')
    const read = async (path: string) => (await docker('exec', 'shop-web-1', 'cat', path)).trim()
    equal(await read('/srv/a'), 'first')
    const beside = await cli.run('up', '--wait', '1s')
    equal(beside.exit, 0, `while it watches: ${beside.out}${beside.err}`)
    cli.write('src/skipped/c', 'no')
    cli.write('context/skipped/c', 'no')
    cli.write('src/b', 'second')
    await watching.says('synced /srv/b')
    const started = async () => await docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}}', 'shop-web-1')
    const [id = '', before] = (await started()).split(' ')
    cli.write('conf/a', 'two')
    await watching.says('web: restarted web-1-')
    await until('it to run again', async () => {
      const [sameId, at] = (await started()).split(' ')
      return sameId === id && at !== before
    })
    deepEqual([await read('/etc/conf/a'), await read('/srv/b')], ['two', 'second'])
    equal(watching.output().includes('rebuilding'), false)
    cli.write('context/Dockerfile', 'FROM busybox:1.36\nRUN echo built > /built\n')
    await watching.says('web: rebuilding')
    await until('the new image to run', async () => (await read('/built').catch(() => '')) === 'built')
    equal(watching.output().includes('skipped'), false)
    equal((await cli.run('down')).exit, 0)
    cli.write('context/Dockerfile', 'FROM busybox:1.36\n')
    await watching.says('warning: web: deleted meanwhile, and not brought back')
    await until('it to end', async () => watching.child.exitCode === 0)
    equal((await docker('ps', '-aq', '--filter', 'name=shop-web')).trim(), '')
    match((await cli.run('watch', 'wob')).err, /there is no service wob; did you mean web\?/)
  })

  it('bring what changes while serve runs, where that was asked for', async () => {
    const { cli, docker } = engine
    const rules = [
      '{ path: ./src, action: sync, target: /srv, ignore: [skipped] }',
      '{ path: ./conf, action: sync+restart, target: /etc/conf }',
      '{ path: ./context, action: rebuild }',
      '{ path: /etc/hostname, action: sync, target: /stolen }',
    ]
    const develop = `    build: ./context\n    init: true\n    develop: { watch: [${rules.join(', ')}] }`
    cli.write('tree/compose.yaml', SHOP.replace('    image: busybox:1.36', `    user: '1000'\n${develop}`))
    cli.write('tree/context/Dockerfile', 'FROM busybox:1.36\n')
    cli.write('tree/conf/a', 'one')
    cli.write('tree/src/a', 'first')
    const serving = cli.start('serve', '--watch', 'tree', '--develop')
    await serving.says('Service/shop/web: watching ')
    const read = async (path: string) => (await docker('exec', 'shop-web-1', 'cat', path).catch(() => '')).trim()
    await until('its task to run', async () => (await docker('ps', '-q', '--filter', 'name=shop-web-1')) !== '')
    cli.write('tree/src/skipped/c', 'no')
    cli.write('tree/src/b', 'second')
    await serving.says('synced /srv/b to web-1-')
    equal(await read('/srv/b'), 'second')
    cli.write('tree/src/made/c', 'third')
    await until('a new directory to be there', async () => (await read('/srv/made/c')) === 'third')
    equal((await docker('exec', 'shop-web-1', 'stat', '-c', '%u', '/srv/made')).trim(), '1000')
    rmSync(join(cli.dir, 'tree/src/made'), { recursive: true })
    await until('it to be gone', async () => (await read('/srv/made/c')) === '')
    cli.write('tree/src/made', 'a file')
    await until('a file to take its place', async () => (await read('/srv/made')) === 'a file')
    rmSync(join(cli.dir, 'tree/src/made'))
    await until('it to be removed from a directory of root', async () => (await read('/srv/made')) === '')
    const beside = await cli.run('watch', '-f', 'tree/compose.yaml')
    deepEqual([beside.exit, /web: serve brings its tasks what changes/.test(beside.out)], [0, true], beside.err)
    match(
      (await cli.run('describe', 'service/web', '-n', 'shop')).out,
      /SourcesSynced[^]*\/etc\/hostname is not watched/,
    )

    const started = async () => await docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}}', 'shop-web-1')
    const [id = '', before] = (await started()).split(' ')
    cli.write('tree/conf/a', 'two')
    await serving.says('restarting web-1-')
    await until('it to run again', async () => {
      const [sameId, at] = (await started()).split(' ')
      return sameId === id && at !== before
    })
    deepEqual([await read('/etc/conf/a'), await read('/srv/a'), await read('/stolen')], ['two', '', ''])
    await docker('rm', '-f', 'shop-web-1')
    await until('the task that follows to have it too', async () => (await read('/srv/b')) === 'second')

    cli.write('tree/context/Dockerfile', 'FROM busybox:1.36\nRUN echo built > /built\n')
    await until('the new image to run', async () => (await read('/built')) === 'built')
    await until('its task to have it too', async () => (await read('/srv/b')) === 'second')
    equal(serving.output().includes('skipped'), false)
    match((await cli.run('audit', '-n', 'shop')).out, /develop[^]*src\/b to \/srv\/b/)
  })

  it('want a project', async () => {
    for (const word of ['up', 'down', 'ps']) {
      const { exit, err } = await engine.cli.run(word)
      equal(exit, 2)
      match(err, /there is no Compose file here or above/)
    }
  })
})
