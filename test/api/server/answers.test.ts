import { deepEqual } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerLines } from '../../../api/server/answers.ts'

describe('an answer line by line', () => {
  const server = createServer()

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
