import { deepEqual, equal, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sh -c 'mkdir -p /site/sub; echo in > /site/index; echo below > /site/sub/file; ln -s index /site/link; ln -s /site /way; exec sleep 1000'
    user: "0"
    stop_grace_period: 0s
    deploy: { replicas: 2 }
`

describe('cp, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  for (const served of waysToServe(false))
    it(`lays files where docker cp lays them, ${served ? 'with serve' : 'without serve'}`, async () => {
      const { cli, docker } = engine
      const serve = served ? cli.start('serve') : undefined
      await serve?.says('serving the installation')
      equal((await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))).exit, 0)
      // Docker's own command line sees its engine's directory, and not ours.
      const shared = mkdtempSync(join(dirname(engine.socket), 'cp-'))
      const [ours, theirs] = [join(cli.dir, 'ours'), join(shared, 'theirs')]
      const below = (dir: string) =>
        execFileSync('find', ['.', '-printf', '%P %y %m %l\n'], { cwd: dir, encoding: 'utf8' }).split('\n').sort()
      for (const dir of [ours, theirs]) {
        mkdirSync(join(dir, 'there'), { recursive: true })
        writeFileSync(join(dir, 'file'), 'before')
        writeFileSync(join(dir, 'other'), 'before')
        symlinkSync('other', join(dir, 'to-other'))
        symlinkSync('made', join(dir, 'to-made'))
        symlinkSync('there', join(dir, 'to-there'))
      }
      for (const [from, to] of [
        ['/site/index', 'new'],
        ['/site/index', 'file'],
        ['/site/index', 'there'],
        ['/site', 'there'],
        ['/site', 'whole'],
        ['/site/.', 'contents'],
        ['/site/link', 'link'],
        ['/way/.', 'way'],
        ['/site/sub/file', 'to-other'],
        ['/site/index', 'to-made'],
        ['/site/sub', 'to-there'],
      ] as const) {
        const { exit, err } = await cli.run('cp', `web:${from}`, `ours/${to}`)
        equal(exit, 0, `${from} ${to}: ${err}`)
        await docker('cp', `shop-web-1:${from}`, `${theirs}/${to}`)
        deepEqual(below(ours), below(theirs), `${from} to ${to}`)
      }
      equal(readFileSync(join(ours, 'there/site/sub/file'), 'utf8'), 'below\n')
      writeFileSync(join(cli.dir, 'to-all'), 'all')
      equal((await cli.run('cp', 'to-all', 'web:/')).exit, 0)
      equal((await cli.run('cp', '--index', '2', 'to-all', 'web:/two')).exit, 0)
      const exists = async (index: string, path: string) =>
        (await cli.run('exec', '--index', index, 'web', 'cat', path)).out
      deepEqual([await exists('1', '/to-all'), await exists('2', '/to-all')], ['all', 'all'])
      deepEqual([await exists('1', '/two'), await exists('2', '/two')], ['', 'all'])
      equal(readFileSync(join(ours, 'other'), 'utf8'), 'below\n')
      execFileSync('mkfifo', [join(ours, 'pipe')])
      match((await cli.run('cp', 'web:/site/index', 'ours/pipe')).err, /ours\/pipe: that is no regular file/)
      equal(lstatSync(join(ours, 'pipe')).isFIFO(), true)
      rmSync(join(ours, 'pipe'))
      equal((await cli.run('cp', 'web:/site', 'ours/file')).exit, 1)
      equal((await cli.run('cp', 'web:/site/index', 'ours/nowhere/file')).exit, 1)
      match((await cli.run('cp', 'web:/nothing', 'x')).err, /there is no \/nothing in web/)

      cpSync(ours, join(shared, 'ours'), { recursive: true, verbatimSymlinks: true })
      const inside = async (replica: number, path: string) =>
        (await docker('exec', `shop-web-${replica}`, 'sh', '-c', `cd ${path} && find . | sort`)).trim().split('\n')
      for (const [from, to] of [
        ['ours/whole', '/put'],
        ['ours/whole', '/put'],
        ['ours/whole/.', '/put'],
        ['ours/file', '/put/renamed'],
        ['ours/file', '/way/linked'],
      ] as const) {
        const { exit, err } = await cli.run('cp', from, `web:${to}`, '--index', '2')
        equal(exit, 0, `${from} ${to}: ${err}`)
        await docker('cp', join(shared, from), `shop-web-1:${to}`)
      }
      deepEqual(await inside(2, '/put'), await inside(1, '/put'))
      deepEqual(await inside(2, '/site'), await inside(1, '/site'))

      const shell = (line: string) =>
        execFileSync('sh', ['-c', line], {
          cwd: cli.dir,
          env: { ...cli.env, PATH: process.env['PATH'] },
          encoding: 'utf8',
        })
      equal(shell(`${join(process.cwd(), 'bin/reconcile')} cp web:/site/sub - | tar t | sort`), 'sub/\nsub/file\n')
      shell(`tar c -C ours file | ${join(process.cwd(), 'bin/reconcile')} cp - web:/put/sub`)
      equal((await docker('exec', 'shop-web-1', 'cat', '/put/sub/file')).trim(), 'in')
      equal(existsSync(join(cli.dir, 'file')), false)
      for (const [from, to, missing] of [
        ['ours/file', '/not/there/', '/not/there'],
        ['ours/file', '/not/there', '/not'],
        ['ours/whole', '/not/there/', '/not'],
      ] as const) {
        const { exit, err } = await cli.run('cp', from, `web:${to}`, '--index', '1')
        equal(exit, 1)
        const make = new RegExp(
          `there is no directory ${missing} in .*\\nnext: make it with .*-- mkdir -p ${missing}\``,
        )
        match(err, make)
      }
      for (const below of ['/etc/passwd/below', '/etc/passwd/below/', '/etc/passwd/far/below']) {
        const { exit, err } = await cli.run('cp', 'ours/file', `web:${below}`, '--index', '1')
        equal(exit, 1)
        match(err, /: \/etc\/passwd in web-1-\w+ is no directory: nothing can lie below it\nnext: name another place/)
      }
      equal((await cli.run('cp', 'web:/a', 'web:/b')).exit, 2)
      await serve?.stop()
    })
})
