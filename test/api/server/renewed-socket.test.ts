import { deepEqual, equal, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isServed } from '../../../api/client/listening.ts'
import { remoteInstallation } from '../../../api/client/remote.ts'
import { serveApi, type SocketServer } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'

const { signal } = new AbortController()
const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const

describe("the API's socket that is taken away", () => {
  let home = ''
  let path = ''
  let server: SocketServer
  let begun = () => {}
  let end = () => {}

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'api-'))
    path = join(home, 'reconcile.sock')
    const exec = async () => {
      begun()
      await new Promise<void>((resolve) => (end = resolve))
      return 7
    }
    server = await serveApi({ exec } as unknown as Served, path)
  })
  afterEach(async () => {
    await server.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('is for its owner alone as soon as it is there, and no mode of what takes its place is changed', async () => {
    await server.close()
    const other = join(home, 'other')
    writeFileSync(other, '', { mode: 0o644 })
    const begun = serveApi({} as Served, path)
    const made = lstatSync(path)
    deepEqual([made.isSocket(), made.mode & 0o777], [true, 0o600])
    rmSync(path)
    symlinkSync(other, path)
    server = await begun
    equal(statSync(other).mode & 0o777, 0o644)
  })

  it('is made anew for its owner alone, as often as that happens; what is under way goes on', async () => {
    const isUnderWay = new Promise<void>((resolve) => (begun = resolve))
    const exit = remoteInstallation(path).exec({ ref, command: ['ls'], onOutput: () => {}, signal })
    await isUnderWay
    for (let time = 0; time < 3; time++) {
      rmSync(path)
      equal(await server.renew(), true)
      equal(await isServed(path), true)
      equal(statSync(path).mode & 0o777, 0o600)
      equal(await server.renew(), false)
    }
    end()
    equal(await exit, 7)
    await server.close()
    deepEqual([await server.renew(), readdirSync(home)], [false, []])
  })

  it('is left alone, then and at the end, where another one has put its own there', async () => {
    rmSync(path)
    const other = createServer().listen(path)
    await once(other, 'listening')
    equal(await server.renew(), false)
    await server.close()
    deepEqual([await isServed(path), readdirSync(home)], [true, ['reconcile.sock']])
    other.close()
  })

  for (const [what, put] of [
    ['a file', () => writeFileSync(path, 'mine')],
    ['a directory', () => mkdirSync(path)],
    ['a link to nothing', () => symlinkSync('nothing', path)],
  ] as const)
    it(`says that ${what} is no socket, leaves that alone, and is made anew once it is gone`, async () => {
      rmSync(path)
      put()
      const there = lstatSync(path).ino
      await rejects(server.renew(), /reconcile\.sock is no socket: serve can be asked there once that is moved away$/)
      await rejects(serveApi({} as unknown as Served, path), /is no socket/)
      renameSync(path, `${path}.other`)
      equal(await server.renew(), true)
      equal(await isServed(path), true)
      rmSync(path)
      renameSync(`${path}.other`, path)
      await server.close()
      equal(lstatSync(path).ino, there)
    })

  it('is made anew once its directory is there again, and no attempt before that leaves anything', async () => {
    const warnings: Error[] = []
    const warned = (warning: Error) => warnings.push(warning)
    process.on('warning', warned)
    rmSync(home, { recursive: true })
    for (let time = 0; time < 12; time++) await rejects(server.renew(), /listen/)
    mkdirSync(home)
    equal(await server.renew(), true)
    equal(await isServed(path), true)
    process.off('warning', warned)
    deepEqual(warnings, [])
  })
})
