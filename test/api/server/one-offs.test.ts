import { deepEqual, equal, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { remoteInstallation } from '../../../api/client/remote.ts'
import { serveApi } from '../../../api/server/listen.ts'
import type { Served } from '../../../api/server/served.ts'
import type { RunRequest } from '../../../api/v1/installation/one-off.ts'

const ONE_OFF = { stack: 'shop', service: 'web', name: 'shop-web-run-1', node: 'local', state: 'created', image: 'web' }
const { signal } = new AbortController()

describe('one-off containers over the API', () => {
  const dir = mkdtempSync(join(tmpdir(), 'one-offs-'))
  const socket = join(dir, 'sock')
  const asked: unknown[] = []
  const served: Partial<Served> = {
    async *makeOneOff({ signal: _, ...request }) {
      asked.push(request)
      yield { type: 'step', message: 'pulling web' }
      yield { type: 'made', oneOff: ONE_OFF }
    },
    async startOneOff({ oneOff, detach, stdin, terminal, onOutput }) {
      const chunks: Uint8Array[] = []
      for await (const chunk of stdin ?? []) chunks.push(chunk)
      asked.push({ oneOff, detach, stdin: Buffer.concat(chunks).toString(), terminal: terminal?.size() })
      await onOutput('stderr', Buffer.from('heard'))
      return 7
    },
    async endOneOff({ signal: _, ...request }) {
      asked.push(request)
    },
    async *kill({ signal: _, ...request }) {
      asked.push(request)
      yield { type: 'outcome', exit: 0, message: 'sent' }
    },
    oneOffs: async ({ stack = 'all', name = '' }) => [{ ...ONE_OFF, stack, service: name }],
  }
  let server: Awaited<ReturnType<typeof serveApi>>
  before(async () => {
    server = await serveApi(served as Served, socket)
  })
  beforeEach(() => asked.splice(0))
  after(async () => {
    await server.close()
    rmSync(dir, { recursive: true })
  })

  const request: Omit<RunRequest, 'signal'> = {
    ref: { kind: 'Service', namespace: 'shop', name: 'web' },
    command: ['ls', '-l'],
    entrypoint: ['sh', '-c'],
    env: ['A=1'],
    labels: ['a=b'],
    volumes: ['data:/srv'],
    publish: ['80'],
    user: 'nobody',
    workingDir: '/srv',
    name: 'once',
    tty: true,
    terminalSize: { columns: 91, rows: 17 },
    stdin: true,
    remove: true,
    noDeps: true,
    servicePorts: true,
    useAliases: true,
    pull: 'always',
  }

  it('are made as they are asked for, step by step', async () => {
    const events: unknown[] = []
    for await (const event of remoteInstallation(socket).makeOneOff({ ...request, signal })) events.push(event)
    deepEqual(asked, [request])
    deepEqual(events, [
      { type: 'step', message: 'pulling web' },
      { type: 'made', oneOff: ONE_OFF },
    ])
  })

  it('are spoken with from their start, with a terminal and without, or left', async () => {
    const installation = remoteInstallation(socket)
    const out: string[] = []
    const speaking = {
      oneOff: ONE_OFF,
      onOutput: (stream: string, bytes: Uint8Array) => void out.push(`${stream}: ${Buffer.from(bytes)}`),
      signal,
    }
    const stdin = async function* () {
      yield Buffer.from('in')
    }
    const terminal = { size: () => ({ columns: 9, rows: 5 }), onResize: () => () => {} }
    equal(await installation.startOneOff({ ...speaking, stdin: stdin() }), 7)
    equal(await installation.startOneOff({ ...speaking, stdin: stdin(), terminal }), 7)
    equal(await installation.startOneOff({ ...speaking, detach: true }), 7)
    const oneOff = { stack: 'shop', name: 'shop-web-run-1' }
    deepEqual(asked, [
      { oneOff, detach: undefined, stdin: 'in', terminal: undefined },
      { oneOff, detach: undefined, stdin: 'in', terminal: { columns: 9, rows: 5 } },
      { oneOff, detach: true, stdin: '', terminal: undefined },
    ])
    deepEqual(out, ['stderr: heard', 'stderr: heard', 'stderr: heard'])
  })

  it('are ended by a signal, and listed', async () => {
    const installation = remoteInstallation(socket)
    await installation.endOneOff({ oneOff: ONE_OFF, signalName: 'SIGINT', signal })
    deepEqual(asked, [{ oneOff: { stack: 'shop', name: 'shop-web-run-1' }, signalName: 'SIGINT' }])
    deepEqual(await installation.oneOffs({ stack: 'blog', signal }), [{ ...ONE_OFF, stack: 'blog', service: '' }])
    deepEqual(await installation.oneOffs({ name: 'a b', signal }), [{ ...ONE_OFF, stack: 'all', service: 'a b' }])
  })

  it('and tasks are sent signals', async () => {
    const { ref } = request
    for await (const { type } of remoteInstallation(socket).kill({ refs: [ref], signalName: 'HUP', signal }))
      equal(type, 'outcome')
    deepEqual(asked, [{ refs: [ref], signalName: 'HUP' }])
  })

  for (const [what, sent] of [
    ['a policy that is none', { ...request, pull: 'daily' }],
    ['a list that is none', { ...request, env: 'A=1' }],
  ] as const)
    it(`are refused with ${what}`, async () => {
      const events = remoteInstallation(socket).makeOneOff({ ...(sent as unknown as RunRequest), signal })
      await rejects(events[Symbol.asyncIterator]().next(), /must be/)
      deepEqual(asked, [])
    })
})
