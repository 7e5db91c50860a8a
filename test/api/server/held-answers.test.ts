import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { handler, serverOptions } from '../../../api/server/handler.ts'
import { heldAnswers } from '../../../api/server/held-answers.ts'
import { Refusal } from '../../../api/server/refusal.ts'
import type { Served } from '../../../api/server/served.ts'

const LARGE = 100_000

describe('answers that clients have still to take', () => {
  const { signal } = new AbortController()
  const large = () => Buffer.alloc(LARGE)

  it('are made at once while there is room, and one of them may go beyond it', async () => {
    const held = heldAnswers({ mostBytes: LARGE + 1, patienceMs: 60_000 })
    for (const answer of [held.hold(large, signal), held.hold(large, signal)]) equal((await answer).bytes.length, LARGE)
  })

  it('wait for room in the order in which they were asked for', async () => {
    const held = heldAnswers({ mostBytes: LARGE, patienceMs: 60_000 })
    const begun: string[] = []
    const ask = async (name: string) => {
      const answer = await held.hold(large, signal)
      begun.push(name)
      return answer
    }
    const [first, second, third] = [ask('first'), ask('second'), ask('third')]
    ;(await first).letGo()
    const { letGo } = await second
    deepEqual(begun, ['first', 'second'])
    letGo()
    await third
  })

  it('are refused where there is no room for long, and may be asked for again', async () => {
    const held = heldAnswers({ mostBytes: LARGE, patienceMs: 5 })
    const { letGo } = await held.hold(large, signal)
    await rejects(held.hold(large, signal), (error) => error instanceof Refusal && error.code === 429)
    letGo()
    ;(await held.hold(large, signal)).letGo()
  })

  it('are waited for no longer once the client has left', async () => {
    const held = heldAnswers({ mostBytes: LARGE, patienceMs: 60_000 })
    const [gone, first] = [new AbortController(), await held.hold(large, signal)]
    const left = held.hold(large, gone.signal)
    gone.abort()
    await rejects(left)
    await rejects(held.hold(large, gone.signal))
    first.letGo()
    await held.hold(large, signal)
  })

  it('fail alone where they can be made no more, and leave their room to the next', async () => {
    const held = heldAnswers({ mostBytes: LARGE, patienceMs: 60_000 })
    const first = await held.hold(large, signal)
    let made = 0
    const failing = held.hold(() => {
      if (made++ > 0) throw new RangeError('Invalid string length')
      return large()
    }, signal)
    const next = held.hold(large, signal)
    first.letGo()
    await rejects(failing, /Invalid string length/)
    equal((await next).bytes.length, LARGE)
  })

  it('go at once where they are small', async () => {
    const held = heldAnswers({ mostBytes: LARGE, patienceMs: 60_000 })
    await held.hold(large, signal)
    equal((await held.hold(() => Buffer.from('{}'), signal)).bytes.length, 2)
  })
})

describe('a listener whose clients take none of their answers', () => {
  it('refuses more large ones as Kubernetes does, answers small ones, and goes on once they have left', async () => {
    // More than the kernel takes off the server's hands.
    const message = 'x'.repeat(30_000_000)
    const served = {
      notes: async () => ({ holds: [], pending: [], problems: [], state: { reason: 'x', message } }),
      version: async () => ({ version: '1.2.3' }),
    } as unknown as Served
    const server = createServer(serverOptions, handler(served, { held: { mostBytes: 1_000_000, patienceMs: 20 } }))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    try {
      const slow = connect(port, '127.0.0.1').pause()
      slow.write('GET /reconcile/notes HTTP/1.1\r\nhost: x\r\n\r\n')
      await once(slow, 'readable')
      const refused = await get('/reconcile/notes')
      deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1'])
      const { reason, message: words, details } = (await refused.json()) as Record<string, Record<string, unknown>>
      deepEqual([reason, details?.['retryAfterSeconds'], details?.['exit']], ['TooManyRequests', 1, 1])
      match(String(words), /take their answers slowly.*ask again later/)
      equal((await get('/version')).status, 200)
      slow.destroy()
      let status = 429
      while (status === 429) ({ status } = await get('/reconcile/notes'))
      equal(status, 200)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
