import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { remoteInstallation } from '../../api/client/remote.ts'
import { type ApiServer, serveApi } from '../../api/server/listen.ts'
import type { Served } from '../../api/server/served.ts'
import type { V1Condition, V1Service, V1ServiceStatus } from '../../api/v1/generated/types.ts'
import type { WatchEvent } from '../../api/v1/installation/answers.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { Context } from '../../cli/context.ts'
import { follow } from '../../cli/follow.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'reconcile', name: 'serve' }] as const

function serveThat(
  state: 'Progressing' | 'Completed' | 'Stalled',
  ready: 'True' | 'False',
  { message, reason = 'R' }: { readonly message?: string; readonly reason?: string } = {},
): V1Service {
  const status: V1ServiceStatus = {
    observedGeneration: 1,
    conditions: [conditionOf(ready, reason)],
    rollout: { state, ...(message === undefined ? {} : { message }) },
  }
  const metadata = { name: 'serve', namespace: 'reconcile', generation: 1 }
  return { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'a' } }, status }
}

function conditionOf(status: 'True' | 'False', reason: string): V1Condition {
  return { type: 'Ready', status, reason, message: 'paused by ada', lastTransitionTime: '2026-01-01T00:00:00Z' }
}

describe('a command whose serve restarts itself', () => {
  let directory = ''
  let path = ''
  let servers: ApiServer[] = []
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'successor-'))
    path = join(directory, 's')
    servers = []
  })
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()))
    rmSync(directory, { recursive: true, force: true })
  })

  function contextOf(tell: (...lines: string[]) => void): Context {
    const terminal = { print: tell, complain: tell, live: false }
    return { terminal, signal, now: () => 0, env: {}, server: `unix://${path}` } as unknown as Context
  }

  /**
   * Serves a restart that is cut off as that serve hands over; then `after` is what the next one sees, if there is one, and `beside` what
   * else there is.
   */
  async function restarted(after: readonly V1Service[], timeoutMs = 60_000, beside: readonly ObjectOf[] = []) {
    const told: string[] = []
    const tell = (...lines: string[]) => void told.push(...lines)
    const context = contextOf(tell)
    const old = await serveApi({ restart: handsOver } as unknown as Served, path)
    async function* handsOver(): AsyncGenerator<ProgressEvent> {
      yield { type: 'resource', object: 'Service/reconcile/serve', change: 'restarted' }
      yield { type: 'state', object: 'Service/reconcile/serve', state: 'Progressing', at: 0 }
      setImmediate(() => void old.close().then(takeOver))
      await new Promise(() => undefined)
    }
    async function* watch(): AsyncGenerator<WatchEvent> {
      for (const object of after) yield { type: 'MODIFIED', object }
    }
    async function takeOver() {
      const next = {
        ...{ version: async () => ({}), watch, close: async () => undefined, describe: async () => undefined },
        get: async ({ kind }: ObjectRef) => [...beside, ...after.slice(-1)].find((each) => each.kind === kind),
        list: async () => ({ metadata: {}, items: [] }),
      } as unknown as Served
      if (after.length > 0) servers.push(await serveApi(next, path))
    }
    const asked = remoteInstallation(path)
    const exit = await follow(context, () => asked.restart({ refs, wait: true, signal }), {
      ...{ format: 'text', served: true, timeoutMs },
    })
    return { exit, told: told.join('\n') }
  }

  it('ends as that ended with the serve that took over', async () => {
    const { exit, told } = await restarted([serveThat('Progressing', 'True'), serveThat('Completed', 'True')])
    equal(exit, 0, told)
    match(told, /the serve that was asked is gone: the one that answers in its place is asked on/)
    match(told, /converged, with the serve that took over$/)
  }).timeout(10_000)

  it('has all of a time that is longer than timers take', async () => {
    const { exit, told } = await restarted([serveThat('Completed', 'True')], 30 * 86_400_000)
    equal(exit, 0, told)
  }).timeout(10_000)

  for (const isCutOff of [true, false])
    it(`is sent anew what only follows, and ${isCutOff ? 'was cut off' : 'came when the first had ended'}`, async () => {
      const old = await serveApi({ converge: ends } as unknown as Served, path)
      async function* ends(): AsyncGenerator<ProgressEvent> {
        setImmediate(() => void old.close())
        yield await new Promise<never>(() => undefined)
      }
      async function* converge(): AsyncGenerator<ProgressEvent> {
        yield { type: 'outcome', exit: 0, message: 'converged: 1 service' }
      }
      const next = { version: async () => ({}), converge, close: async () => undefined } as unknown as Served
      const takeOver = async () => void servers.push(await serveApi(next, path))
      const tell = (line: string) => void (line.includes('is gone') && takeOver())
      if (!isCutOff) await old.close()
      const start = () => remoteInstallation(path).converge({ directory: '/d', head: 'a', timeoutMs: 1_000, signal })
      equal(await follow(contextOf(tell), start, { format: 'text', served: true, onlyFollows: true }), 0)
      equal(servers.length, 1)
    }).timeout(10_000)

  it('fails where its successor did, with why', async () => {
    const { exit, told } = await restarted([
      serveThat('Progressing', 'True'),
      serveThat('Stalled', 'False', { message: 'it died' }),
    ])
    equal(exit, 1)
    match(told, /Service reconcile\/serve: it died\nnext: see it with `reconcile describe service\/serve -n reconcile`/)
  }).timeout(10_000)

  it('waits for an approval no longer than its command does, and names it', async () => {
    const waiting = serveThat('Progressing', 'False', { reason: 'WaitingForVolume' })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    const mounting = { ...waiting, spec: { template: { image: 'a', mounts } } }
    const status = { conditions: [{ ...conditionOf('False', 'VolumeLost'), message: 'it is gone' }] }
    const metadata = { name: 'data', namespace: 'reconcile' }
    const volume = { apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {}, status } as const
    const { exit, told } = await restarted([mounting], 60_000, [volume])
    equal(exit, 6, told)
    match(
      told,
      /Volume reconcile\/data: it is gone\nnext: `reconcile approve volume\/data -n reconcile`, if that is meant/,
    )
  }).timeout(10_000)

  it('ends with what waits for an approval of a service that is up', async () => {
    const up = serveThat('Completed', 'True')
    const held = {
      ...conditionOf('True', 'LossesNeedApproval'),
      type: 'ApprovalNeeded',
      message: 'reconcile would be deleted: `reconcile approve 1a2b`',
    }
    const { conditions = [] } = up.status ?? {}
    const { exit, told } = await restarted([{ ...up, status: { ...up.status, conditions: [...conditions, held] } }])
    equal(exit, 6, told)
    match(told, /Service reconcile\/serve: reconcile would be deleted: `reconcile approve 1a2b`\nnext: approve it/)
  }).timeout(10_000)

  it('fails where the service is paused, with who did that', async () => {
    const { exit, told } = await restarted([serveThat('Progressing', 'False', { reason: 'RolloutPaused' })])
    equal(exit, 1, told)
    match(told, /Service reconcile\/serve: paused by ada\nnext: look at it with `reconcile describe service\/serve /)
  }).timeout(10_000)

  it('says what it knows where nobody answers in its time', async () => {
    const { exit, told } = await restarted([], 300)
    deepEqual([exit, /what was asked for was accepted, and is kept/.test(told)], [1, true], told)
  })
})
