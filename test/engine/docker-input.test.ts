import { rejects } from 'node:assert/strict'
import { Duplex } from 'node:stream'
import { realClock } from '../../clock/real.ts'
import { makeCaller } from '../../engine/docker/caller.ts'
import { converse } from '../../engine/docker/converse.ts'
import { anyRun } from './fake-http-engine.ts'

/** What a process on an engine is told, whose connection stays open until somebody breaks it. */
async function tell(stdin: AsyncIterable<Uint8Array>, signal = anyRun.signal): Promise<void> {
  const connection = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  const transport = {
    send: () => Promise.reject(new Error('not asked for')),
    upgrade: () => Promise.resolve(connection),
    dropIdle: () => undefined,
    close: () => false,
  }
  const negotiate = async () => '1.41'
  const caller = makeCaller({ node: 'a', host: 'unix:///run/a.sock', clock: realClock, transport, negotiate })
  const args = { id: 'c1', command: ['cat'], stdin, onOutput: () => undefined }
  const request = { method: 'POST', path: '/exec/e1/start', query: {} } as const
  try {
    await converse(caller, { verb: 'exec', args, run: { ...anyRun, signal } }, { request, resize: () => request })
  } finally {
    caller.close()
  }
}

describe('the input of a command', () => {
  it('that fails is itself why the command is left, and no failure of the engine', async () => {
    const wrong = new TypeError('that is no frame')
    const typed = (async function* () {
      yield Buffer.from('one')
      throw wrong
    })()
    await rejects(tell(typed), (error: unknown) => error === wrong)
  })

  it('that fails as whoever types has left is cancelled', async () => {
    const left = new AbortController()
    const typed = (async function* () {
      yield Buffer.from('one')
      left.abort()
      throw new Error('aborted')
    })()
    await rejects(tell(typed, left.signal), { name: 'EngineError', code: 'Cancelled' })
  })
})
