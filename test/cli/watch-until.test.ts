import { deepEqual, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiServer, serveApi } from '../../api/server/listen.ts'
import type { Served } from '../../api/server/served.ts'
import type { WatchEvent } from '../../api/v1/installation/answers.ts'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import type { Context } from '../../cli/context.ts'
import { watchUntil } from '../../cli/watch-until.ts'

const REF = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const WEB: ObjectOf = {
  ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name: 'web', namespace: 'shop' } },
  spec: { template: { image: 'a' } },
}

describe('a watch whose serve ends', () => {
  let directory = ''
  let path = ''
  let next: Promise<ApiServer> | undefined
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'watch-until-'))
    path = join(directory, 's')
    next = undefined
  })
  afterEach(async () => {
    await (await next)?.close()
    rmSync(directory, { recursive: true, force: true })
  })

  /** Watches until the service is there, which the first serve never says: it ends. `onLook` is called with each look after that. */
  async function watched(signal: AbortSignal, onLook: () => void, once = false) {
    let isClosed = false
    const old = await serveApi(servedThat(hangs), path)
    async function* hangs(): AsyncGenerator<WatchEvent> {
      setImmediate(() => void old.close().then(() => (isClosed = true)))
      yield await new Promise<never>(() => undefined)
    }
    const context = {
      ...{ signal: new AbortController().signal, env: {} },
      get server() {
        if (isClosed) onLook()
        return `unix://${path}`
      },
    } as unknown as Context
    return await watchUntil(context, { find: async () => [REF], isDone: (_, object) => !!object, once, signal })
  }

  function servedThat(watch: () => AsyncIterable<WatchEvent>): Served {
    return { version: async () => ({}), watch, close: async () => undefined } as unknown as Served
  }

  /** Starts the next serve, once: the look that is under way comes too early for it. */
  function takeOver(): void {
    next ??= serveApi(servedThat(present), path)
    async function* present(): AsyncGenerator<WatchEvent> {
      yield { type: 'MODIFIED', object: WEB }
    }
  }

  it('goes on with the serve that answers next', async () => {
    deepEqual(await watched(new AbortController().signal, takeOver), [])
  }).timeout(10_000)

  it('that looks only once ends with it', async () => {
    await rejects(
      watched(new AbortController().signal, () => undefined, true),
      /asking the/,
    )
  }).timeout(10_000)
})
