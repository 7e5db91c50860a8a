import { deepEqual, equal } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketEndpoint } from '../../../api/client/endpoint.ts'
import { beginningOn, connectedTo } from '../../../api/client/listening.ts'
import { installationAt } from '../../../api/client/remote.ts'
import { VERSION_HEADER, VERSION_TEXT } from '../../../api/v1/version-text.ts'
import { until } from '../../support/until.ts'

describe('a connection that a command begins on', () => {
  let dir = ''
  let path = ''
  let server: Server
  let open: Socket[] = []
  let made = 0
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'listening-'))
    path = join(dir, 'a.sock')
    made = 0
    open = []
    server = createServer((_, response) => response.setHeader(VERSION_HEADER, VERSION_TEXT).end('{"version":"1"}'))
    server.on('connection', (socket) => {
      made += 1
      open.push(socket)
      socket.once('close', () => open.splice(open.indexOf(socket), 1))
    })
    await new Promise<void>((resolve) => server.listen(path, resolve))
  })
  afterEach(() => {
    server.close()
    rmSync(dir, { recursive: true })
  })

  async function begun() {
    const socket = await connectedTo(path)
    if (!socket) throw new Error('nobody listens')
    return { socket, installation: installationAt(beginningOn(socket, socketEndpoint(path))) }
  }

  it('is the one of its first request, and of no other', async () => {
    const { installation } = await begun()
    deepEqual(await installation.version(), { version: '1' })
    equal(made, 1)
    await installation.version()
    equal(made, 2)
  })

  it('is taken for another where the other end has left it', async () => {
    const { socket, installation } = await begun()
    await until('it to be accepted', async () => open.length > 0)
    open[0]?.end()
    await until('it to be left', async () => !socket.writable)
    deepEqual(await installation.version(), { version: '1' })
    equal(made, 2)
  })

  it('is taken for another where the other end has given up waiting for a request', async () => {
    const { socket, installation } = await begun()
    await until('it to be accepted', async () => open.length > 0)
    open[0]?.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
    await until('it to be told so', async () => socket.readableLength > 0)
    deepEqual(await installation.version(), { version: '1' })
    equal(made, 2)
  })

  it('ends with the installation where nothing was asked', async () => {
    const { installation } = await begun()
    await until('it to be accepted', async () => open.length > 0)
    await installation.close()
    await until('it to end', async () => open.length === 0)
  })

  it('is none where nobody listens', async () => {
    equal(await connectedTo(join(dir, 'none.sock')), undefined)
  })
})
