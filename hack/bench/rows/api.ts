import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Outcome, Row } from '../row.ts'
import { median, timed } from '../samples.ts'

const PROGRAM = fileURLToPath(new URL('../serve-changes.ts', import.meta.url))
const PATH = '/apis/reconcile.dev/v1/namespaces/bench/configs'
const OBJECTS = 1_000
const WATCHERS = 200
const RATE = 1_000
const CHANGES = 5_000
/** How much the server's memory may grow by 200 watchers and a stalled one, MB. */
const MOST_MB = 200

/** A watcher gives up after this long without an event. */
const PATIENCE_MS = 10_000
/** The time that a change is marked with. */
const MARK = /"bench\/at":"(\d+)"/g

/** The API of `serve` under load, over TCP. */
export const api: readonly Row[] = [
  {
    name: 'api-list',
    what: `${OBJECTS} objects listed`,
    unit: 'ms',
    must: { be: 'at most', value: 50 },
    measure: () => withServer(listed),
  },
  {
    name: 'api-watch',
    what: `${WATCHERS} watchers, ${RATE} changes a second, one more watcher stalled: how late they are, 99th percentile`,
    unit: 'ms',
    must: { be: 'at most', value: 250 },
    measure: () => withServer(watched),
  },
]

interface Server {
  readonly url: string
  readonly token: string
  readonly agent: Agent
  /** Makes `count` changes at `rate` a second; returns the server's peak memory, MB. */
  change(rate: number, count: number): Promise<number>
}

async function withServer(measure: (server: Server) => Promise<Outcome>): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, String(OBJECTS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const agent = new Agent({ keepAlive: true })
  try {
    const said = answersOf(child)
    const { url, token } = (await said()) as { url: string; token: string }
    const change = async (rate: number, count: number) => {
      child.stdin.write(`${rate} ${count}\n`)
      return ((await said()) as { peakMb: number }).peakMb
    }
    return await measure({ url, token, agent, change })
  } finally {
    agent.destroy()
    child.stdin.end()
    await once(child, 'exit')
  }
}

function answersOf({ stdout }: ChildProcess): () => Promise<unknown> {
  if (!stdout) throw new Error('it has no output')
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return async () => JSON.parse((await lines.next()).value as string)
}

async function listed(server: Server): Promise<Outcome> {
  const samples: number[] = []
  for (let round = 0; round < 21; round++) samples.push(Math.round(await timed(() => textOf(server, PATH))))
  return { value: median(samples), samples: { listed: samples } }
}

async function watched(server: Server): Promise<Outcome> {
  const { metadata } = JSON.parse(await textOf(server, PATH)) as { metadata: { resourceVersion: string } }
  const watch = `${PATH}?watch=true&resourceVersion=${metadata.resourceVersion}`
  const before = await server.change(RATE, 0)
  const stalled = (await open(server, watch)).pause()
  const streams = await Promise.all(Array.from({ length: WATCHERS }, () => open(server, watch)))
  const following = streams.map(latenesses)
  const after = await server.change(RATE, CHANGES)
  const late = (await Promise.all(following)).flat().sort((a, b) => a - b)
  for (const stream of [...streams, stalled]) stream.destroy()
  const at = (share: number) => late[Math.floor((late.length - 1) * share)] ?? Number.NaN
  const samples = { median: [at(0.5)], most: [at(1)], 'server MB': [before, after] }
  return { value: at(0.99), samples, ...brokenBy(late.length, after - before) }
}

function brokenBy(seen: number, grownMb: number): Pick<Outcome, 'broken'> {
  if (seen !== WATCHERS * CHANGES) return { broken: `they saw ${seen} changes of ${WATCHERS * CHANGES}` }
  return grownMb > MOST_MB ? { broken: `the server grew by ${grownMb} MB, ${MOST_MB} are allowed` } : {}
}

/** The delay of each change, ms. Resolves after the last change, or when none arrives for PATIENCE_MS. */
async function latenesses(stream: IncomingMessage): Promise<readonly number[]> {
  const late: number[] = []
  let rest = ''
  stream.setEncoding('utf8').socket.setTimeout(PATIENCE_MS, () => stream.destroy())
  try {
    for await (const text of stream.iterator({ destroyOnReturn: false })) {
      const lines = rest + text
      const end = lines.lastIndexOf('\n') + 1
      rest = lines.slice(end)
      const now = Date.now()
      for (const [, at] of lines.slice(0, end).matchAll(MARK)) late.push(now - Number(at))
      if (late.length >= CHANGES) return late
    }
  } catch {
    // The stream was cut off, which shows in the number of changes.
  }
  return late
}

async function textOf(server: Server, path: string): Promise<string> {
  const answer = await open(server, path)
  let text = ''
  for await (const part of answer.setEncoding('utf8')) text += part
  return text
}

function open({ url, token, agent }: Server, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url + path, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      if (answer.statusCode === 200) resolve(answer)
      else reject(new Error(`GET ${path}: ${answer.statusCode}`))
    }).on('error', reject)
  })
}
