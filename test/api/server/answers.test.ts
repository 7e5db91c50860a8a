import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isFailure, refusalOf } from '../../../api/client/request.ts'
import { answerLines, answerRaw } from '../../../api/server/answers.ts'
import { Refusal } from '../../../api/server/refusal.ts'
import { StorageError } from '../../../store/storage/storage.ts'

describe('an answer line by line', () => {
  const server = createServer()

  it('ends with a Status where it fails in the middle: its end says what happened', async () => {
    async function* act(): AsyncGenerator<object> {
      yield { step: 1 }
      throw new StorageError('Full', 'writing the state in /home/state: no space left')
    }
    const other = createServer((_request, response) => void answerLines(response, act()))
    try {
      await once(other.listen(0, '127.0.0.1'), 'listening')
      const answer = await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)
      const [first, last] = (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      deepEqual(first, { step: 1 })
      ok(isFailure(last))
      equal(refusalOf(last).message, 'writing the state in /home/state: no space left')
      equal(refusalOf(last).exit, 1)
      match(refusalOf(last).remedy ?? '', /make room on the disk of RECONCILE_HOME/)
    } finally {
      other.close()
    }
  })

  it('is read to its end where who asked has gone, as an act is done as a whole', async () => {
    const done: number[] = []
    let gone = (): void => {}
    const hasGone = new Promise<void>((resolve) => (gone = resolve))
    async function* act(): AsyncGenerator<number> {
      for (const step of [1, 2, 3]) {
        done.push(step)
        yield step
        await hasGone
      }
    }
    const answered = new Promise<void>((resolve, reject) => {
      server.on('request', (_request, response) => {
        response.on('close', gone)
        answerLines(response, act()).then(resolve, reject)
      })
    })
    try {
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const request = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
      const [response] = await once(request, 'response')
      await once(response, 'data')
      request.destroy()
      await answered
      deepEqual(done, [1, 2, 3])
    } finally {
      server.close()
    }
  })
})

describe('an answer to a connection that is no request any more', () => {
  for (const [code, header] of [
    [429, 'Retry-After: 1'],
    [401, 'WWW-Authenticate: Bearer'],
  ] as const)
    it(`has the header of any other ${code}: ${header}`, async () => {
      const socket = new PassThrough()
      answerRaw(socket, new Refusal(code, 'No', 'not now'))
      ok((await text(socket)).includes(`\r\n${header}\r\n`))
    })
})
