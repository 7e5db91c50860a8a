import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { AttachRequest, LogsRequest } from '../../../api/v1/installation/requests.ts'
import { seededRandom } from '../../../clock/random.ts'
import { LOOKS, oddFrames, oddRequest, VERBS } from './odd-requests.ts'
import { until } from '../../support/until.ts'
import { startServing } from './serving.ts'
import { watchTree } from './watched-tree.ts'
import { inShare } from '../../support/share.ts'

const count = inShare(500, 10_000)
const seed = Number(process.env['RECONCILE_TEST_SEED'] ?? 1)
const AT_ONCE = 8
/** Whether docs/api.md documents this server error: no engine, no room, or a verb that failed and says what to do. */
const isDocumented = (bytes: string, answer: string) =>
  answer.includes('"code":503') || (bytes.includes('/reconcile/') && answer.includes('"remedy":"'))

describe('the API under random and malformed requests', function () {
  this.timeout(Math.max(120_000, count * 100))

  it(`answers ${count} of them, and has neither crashed nor failed (RECONCILE_TEST_SEED=${seed}, S12)`, async () => {
    const serving = await startServing({
      loops: true,
      process: { exec: repeat, attach: async (request) => void (await repeat(request)), logs, backup, converge },
    })
    const tree = await watchTree(serving.core)
    const port = Number(new URL(serving.url).port)
    const random = seededRandom(seed)
    const token = serving.token('admin')
    const faults: string[] = []
    const codes = new Map<number, number>()
    process.on('unhandledRejection', note)
    function note(error: unknown) {
      faults.push(`a promise that nobody awaits: ${error instanceof Error ? error.stack : String(error)}`)
    }
    let left = count
    const worker = async () => {
      while (left-- > 0) {
        const bytes = oddRequest(random, token)
        const answer = await answerTo(port, bytes, oddFrames(random))
        const code = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (code >= 500 && !isDocumented(bytes, answer))
          faults.push(`${bytes.slice(0, 2_000)}\n→ ${answer.slice(0, 1_000)}`)
        if (code >= 400 && !isHeadless(bytes) && !answer.includes('"kind":"Status"'))
          faults.push(`no Status: ${answer}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    await until('the files and the state say the same', async () => tree.differences().length === 0).catch(() => {
      faults.push(...tree.differences())
    })
    await tree.close()
    const { code } = await serving.ask({ path: '/healthz' })
    await serving.end()
    process.off('unhandledRejection', note)
    deepEqual(faults.slice(0, 3), [])
    equal(code, 200)
    // The requests were good enough to reach every kind of answer.
    for (const expected of [101, 200, 201, 400, 404, 405, 409, 422])
      ok(codes.has(expected), `no ${expected}: ${[...codes]}`)
    equal(({} as { a?: unknown }).a, undefined)
  })
})

describe('what is asked for at random', () => {
  it('is all that is documented, and documented', () => {
    const table = readFileSync('docs/api.md', 'utf8').split("## reconcile's own verbs")[1] ?? ''
    const rows = table.split('\n').filter((line) => /^\| `(POST|GET) /.test(line))
    const words = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
    )
    const documented = words.map((word) => word.replace(/^POST \/reconcile\//, '').replace(/^GET /, ''))
    const asked: readonly string[] = [...VERBS, ...LOOKS]
    const others = documented.filter((word) => !asked.includes(word))
    const unsaid = VERBS.filter((verb) => verb !== 'x' && !documented.includes(verb))
    deepEqual({ others, unsaid }, { others: [], unsaid: [] })
    ok(words.length > 20)
  })
})

async function* backup(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('tar')
}

async function* converge(): AsyncGenerator<ProgressEvent> {
  yield { type: 'outcome', exit: 0, message: 'converged' }
}

/** Prints what is typed, in a terminal of any size, until the client is gone. */
async function repeat({ stdin, terminal, onOutput, signal }: AttachRequest): Promise<number> {
  terminal?.onResize(() => void onOutput('stdout', Buffer.from(JSON.stringify(terminal.size()))))
  for await (const bytes of stdin ?? []) await onOutput('stderr', bytes)
  await onOutput('stdout', Buffer.from('over'))
  return signal.aborted ? 1 : 0
}

async function* logs({ tail = 2 }: LogsRequest): AsyncGenerator<LogEntry> {
  for (let line = 0; line < Math.min(tail, 5); line++) yield { source: 'web', stream: 'stdout', text: `${line}` }
}

/** Whether an answer has no body: that of HEAD; a request that was cut off may get no answer at all. */
function isHeadless(bytes: string): boolean {
  return bytes.startsWith('HEAD') || !bytes.includes('\r\n\r\n')
}

/** Returns the first part of the answer, as a stream would go on. A websocket client sends `frames`, and reads until the close. */
function answerTo(port: number, bytes: string, frames: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const isWish = /\r\nupgrade: websocket/i.test(bytes)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      if (!isWish) return void socket.end(bytes)
      socket.write(bytes)
      socket.end(frames)
    })
    const end = () => {
      socket.destroy()
      resolve(text)
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (isWhole(text) && !text.startsWith('HTTP/1.1 101')) end()
    })
    socket.on('end', end)
    socket.on('error', end)
    socket.on('close', end)
  })
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  return length === undefined ? true : text.length >= head + 4 + Number(length)
}
