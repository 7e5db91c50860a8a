import type { Served } from '../../../api/server/served.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'

export const WEB: ObjectOf = {
  apiVersion: API_VERSION,
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { image: 'nginx' } },
}
export const LIST = { metadata: { resourceVersion: '5' }, items: [WEB] }

/** An installation that notes what it is asked, and answers as if there were one service, web. */
export function fakeInstallation(asked: Record<string, unknown>[]): Served {
  async function* verb({ signal: _, ...request }: { signal: AbortSignal }): AsyncGenerator<ProgressEvent> {
    asked.push(request)
    yield { type: 'warning', message: 'mind' }
    yield { type: 'outcome', exit: 0, message: 'done' }
  }
  const isWeb = (name: string) => name === 'web'
  return {
    list: async () => LIST,
    revealed: async () => LIST,
    get: async ({ name }) => (isWeb(name) ? WEB : undefined),
    async *watch(_kind, { signal }) {
      yield { type: 'ADDED', object: WEB }
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      asked.push({ ended: true })
    },
    describe: async ({ name }) => (isWeb(name) ? { object: WEB, related: [], events: [], places: [] } : undefined),
    events: async () => [
      {
        type: 'Normal',
        reason: 'Running',
        message: 'it runs',
        firstAt: 0,
        lastAt: 1,
        count: 2,
        object: 'Task/shop/web-1',
      },
    ],
    notes: async (stack = 'all') => ({
      holds: [],
      pending: [],
      problems: [{ reason: 'SourceInvalid', message: `a.yaml:1:1: bad (${stack})` }],
    }),
    apply: verb,
    pull: verb,
    build: verb,
    delete: verb,
    scale: verb,
    editable: async () => ({ text: 'kind: Service\n', version: '1' }),
    edit: verb,
    retry: verb,
    undo: verb,
    restart: verb,
    stop: verb,
    start: verb,
    kill: verb,
    pauseRollout: verb,
    resumeRollout: verb,
    pause: verb,
    resume: verb,
    approve: verb,
    converge: verb,
    storeSecret: verb,
    pruneImages: verb,
    async *backup() {
      yield Buffer.from('all of')
      yield Buffer.from(' it')
    },
    plan: async () => {
      throw new InstallationError(exits.unreachable, 'nobody answers', { remedy: 'start it' })
    },
    async *logs() {},
    async *makeOneOff() {},
    startOneOff: async () => 0,
    endOneOff: async () => undefined,
    oneOffs: async () => [],
    swarmStack: async ({ stack }) => ({
      ...{ stack, node: 'local', swarmNode: 'n', hasMoreNodes: false, services: [], networks: [], configs: [] },
      anonymous: [],
    }),
    usage: async ({ stack = 'all' }) => ({
      tasks: [{ stack, service: 'web', task: 'web-1', node: 'local', cpus: 0.5 }],
      nodes: [],
    }),
    images: async ({ stack = 'all' }) => [
      { stack, service: 'web', task: 'web-1', node: 'local', image: 'nginx', id: 'sha256:a' },
    ],
    async exec({ command, stdin, onOutput }) {
      void onOutput('stderr', Buffer.from(command.join(' ')))
      const chunks: Uint8Array[] = []
      for await (const chunk of stdin ?? []) chunks.push(chunk)
      void onOutput('stdout', Buffer.concat(chunks))
      return 7
    },
    attach: async () => undefined,
    statPath: async ({ path }) => (path === '/etc' ? { name: 'etc', type: 'directory', size: 1 } : undefined),
    async *copyOut({ path }) {
      yield Buffer.from(`the tar of ${path}`)
    },
    async copyIn({ signal: _, tar, ...request }) {
      const chunks: Uint8Array[] = []
      for await (const chunk of tar) chunks.push(chunk)
      asked.push({ ...request, tar: Buffer.concat(chunks).toString() })
    },
    createObject: async () => ({ object: WEB, warnings: [] }),
    changeObject: async () => ({ object: WEB, warnings: ['shop.yaml is not committed: why'] }),
    deleteObject: async () => ({ warnings: ['shop.yaml is not committed: why'] }),
    version: async () => ({ version: '1.2.3', installation: 'test', home: '/home', pid: 1 }),
    close: async () => undefined,
  }
}
