import { deepEqual, equal } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { type ChannelOptions, type ChannelSocket, channelSocket } from '../../../api/server/channel-socket.ts'
import { Refusal } from '../../../api/server/refusal.ts'
import { until } from '../../support/until.ts'
import { openRemote } from './remote-client.ts'

const NEVER = 3_600_000

describe('the websocket of a client that does nothing', () => {
  let server: Server
  let websockets: WebSocketServer
  let url = ''
  let options: ChannelOptions
  let channels: ChannelSocket | undefined

  beforeEach(async () => {
    channels = undefined
    server = createServer()
    websockets = new WebSocketServer({ server, handleProtocols: () => 'v5.channel.k8s.io' })
    websockets.on('connection', (socket) => (channels = channelSocket(socket, options)))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => {
    websockets.clients.forEach((client) => client.terminate())
    server.closeAllConnections()
    server.close()
  })

  it('is cut off where it answers no ping', async () => {
    options = { stdin: false, pingMs: 20, idleMs: NEVER }
    const client = await openRemote(url, { autoPong: false })
    deepEqual(await client.ended(), { status: undefined, code: 1006 })
    await until('who serves it knows', () => channels?.signal.aborted)
  })

  it('is let go where nothing comes or goes', async () => {
    options = { stdin: false, pingMs: 0, idleMs: 20 }
    await openRemote(url)
    const refusal = await until('it is let go', () => channels?.signal.aborted && (channels.signal.reason as unknown))
    equal(refusal instanceof Refusal && refusal.code, 408)
  })
})
