import type { Random } from '../../../clock/random.ts'
import { between, chance, pick } from '../../support/draw.ts'

const ROOT = '/apis/reconcile.dev/v1'
const PLURALS = [
  'services',
  'tasks',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'nodes',
  'stacks',
  'revisions',
  'pods',
]
const KINDS = ['Service', 'Network', 'Volume', 'Secret', 'Config', 'Node', 'Task', 'Pod']
const NAMES = ['a', 'b', 'web', 'x'.repeat(300), '..', '%2e%2e%2f', '%ff', 'A B', '__proto__', '%00', 'ü']
/** A stack from which nothing was applied, and one that a watched directory declares. */
const OWN = ['shop', 'tree']
const STACKS = ['shop', 'db', '..', '%2f', '', 'SHOP']
const METHODS = ['GET', 'GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']
const TYPES = [
  'application/json',
  'application/json',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain; charset=x',
  '',
]
/** The last parts of the `/reconcile/…` paths that take a POST. */
export const VERBS = [
  'pull',
  'build',
  'kill',
  'images-prune',
  'apply',
  'delete',
  'scale',
  'retry',
  'undo',
  'restart',
  'stop',
  'start',
  'rollout-pause',
  'rollout-resume',
  'approve',
  'pause',
  'resume',
  'converge',
  'logs',
  'plan',
  'describe',
  'exec',
  'edit',
  'editable',
  'revealed',
  'secret',
  'backup',
  'stat-path',
  'swarm-stack',
  'copy-out',
  'copy-in',
  'run',
  'run-start',
  'run-end',
  'x',
]
/** The paths that take only a GET. */
export const LOOKS = [
  ...['/healthz', '/livez', '/readyz', '/version', '/metrics', '/reconcile/version', '/reconcile/events'],
  ...['/reconcile/notes', '/reconcile/usage', '/reconcile/images', '/reconcile/one-offs'],
  ...['/api', '/api/v1', '/apis', '/apis/reconcile.dev', ROOT, '/api/v1/events', '/api/v1/namespaces/shop/events'],
  ...['/api/v1/namespaces/shop', '/api/v1/namespaces/%ff'],
]
const OTHER = [...LOOKS, '/', '//x', '/..']
const QUERIES = [
  ...[
    'watch=true',
    'watch=1&resourceVersion=1',
    'resourceVersion=x',
    'labelSelector=a%3Db',
    'labelSelector=((',
    'limit=1',
  ],
  ...['fieldSelector=metadata.name%3Da', 'fieldSelector=%3D', 'dryRun=All', 'dryRun=x', 'fieldValidation=Warn'],
  ...[
    'fieldValidation=Ignore',
    'fieldValidation=x',
    'continue=x',
    'timeoutSeconds=0',
    'timeoutSeconds=-1',
    'pretty=%zz',
    '&&=&',
  ],
  ...['watch=true&sendInitialEvents=true&allowWatchBookmarks=true', 'propagationPolicy=Orphan', 'stack=%00'],
]

const COMMANDS = [
  'command=ls&stdout=true',
  'command=sh&stdin=1&stdout=1&stderr=1&tty=1&container=x',
  'command=%ff&command=&stdout=true',
  'stdout=true&stdin=true',
  'stdout=x',
  'follow=true&tailLines=3',
  'tailLines=-1&previous=true',
  'sinceSeconds=1e9&limitBytes=0',
  'sinceTime=x&sinceSeconds=1',
  '',
]
const PROTOCOLS = ['v5.channel.k8s.io', 'v5.channel.k8s.io, v4.channel.k8s.io', 'v4.channel.k8s.io', 'x', ',', '']

/** A request before it is damaged. */
interface Sent {
  /** The headers of a protocol upgrade. */
  readonly wish?: readonly string[]
  readonly method: string
  readonly target: string
  readonly type?: string
  readonly body: unknown
}

/** One request as bytes: mostly right, with something odd in path, query, headers or body, or cut off. */
export function oddRequest(random: Random, token: string): string {
  const wild = chance(random, 0.3) ? taskRequest : wildRequest
  const { method, target, type, body, wish } = chance(random, 0.5) ? likelyRequest(random) : wild(random)
  const text = body === undefined ? '' : oddText(random, body)
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: x`,
    ...(chance(random, 0.97) ? [`Authorization: Bearer ${token}`] : []),
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ...(chance(random, 0.95) ? [`Content-Length: ${lengthOf(random, text)}`] : ['Transfer-Encoding: chunked']),
    ...(wish ?? ['Connection: close']),
  ]
  return damaged(random, `${head.join('\r\n')}\r\n\r\n${text}`)
}

/** A request for a task's process, mostly an upgrade to websocket. */
function taskRequest(random: Random): Sent {
  const name = chance(random, 0.8) ? 'web-1' : pick(random, NAMES)
  const tasks = chance(random, 0.8) ? `${ROOT}/namespaces/shop/tasks` : '/api/v1/namespaces/shop/pods'
  const target = `${tasks}/${name}/${pick(random, ['exec', 'attach', 'log'])}?${pick(random, COMMANDS)}`
  const method = chance(random, 0.9) ? 'GET' : pick(random, METHODS)
  if (chance(random, 0.2)) return { method, target, body: undefined }
  return { method, target, body: undefined, wish: oddWish(random) }
}

/** The headers of an upgrade to websocket, some of them odd. */
function oddWish(random: Random): readonly string[] {
  const key = chance(random, 0.9) ? 'dGhlIHNhbXBsZSBub25jZQ==' : pick(random, ['', 'x', 'x'.repeat(300)])
  const wish = [
    `Upgrade: ${chance(random, 0.9) ? 'websocket' : pick(random, ['h2c', 'SPDY/3.1', 'websocket, h2c', ''])}`,
    `Connection: ${chance(random, 0.9) ? 'Upgrade' : pick(random, ['close', 'close, upgrade', 'x'])}`,
    `Sec-WebSocket-Key: ${key}`,
    `Sec-WebSocket-Version: ${chance(random, 0.95) ? '13' : '99'}`,
    `Sec-WebSocket-Protocol: ${chance(random, 0.8) ? PROTOCOLS[0] : pick(random, PROTOCOLS)}`,
    ...(chance(random, 0.05) ? [`Origin: ${pick(random, ['null', 'http://x', 'https://evil.example', '://'])}`] : []),
  ]
  return [...wish, ...(chance(random, 0.1) ? ['Connection: close'] : [])]
}

/** Messages of a websocket client: masked frames, some of them broken. */
export function oddFrames(random: Random): Buffer {
  const frames = Array.from({ length: between(random, 0, 6) }, () => {
    const channel = pick(random, [0, 0, 1, 3, 4, 4, 5, 255, 255, 128])
    const payload = pick(random, ['', '\0', 'ls\n', '{"Width":80,"Height":24}', '{"Width":-1}', '[', 'x'.repeat(120)])
    const bytes = Buffer.concat([Buffer.from([channel]), Buffer.from(payload)])
    const first = chance(random, 0.9) ? 0x82 : between(random, 0, 255)
    const second = bytes.length | (chance(random, 0.95) ? 0x80 : 0)
    return Buffer.concat([Buffer.from([first, second, 0, 0, 0, 0]), bytes])
  })
  const all = Buffer.concat(frames)
  return chance(random, 0.1) ? all.subarray(0, between(random, 0, all.length)) : all
}

/** A read or write of an object that makes sense as a whole. */
function likelyRequest(random: Random): Sent {
  const kind = pick(random, ['Service', 'Service', 'Service', 'Config', 'Network', 'Secret', 'Volume'])
  const namespace = pick(random, OWN)
  const collection = `${ROOT}/namespaces/${namespace}/${kind.toLowerCase()}s`
  const name = pick(random, ['a', 'b', 'web'])
  const query = chance(random, 0.3) ? `?${pick(random, QUERIES)}` : ''
  const target = `${collection}/${name}${query}`
  const whole = mutated(random, { ...API, kind, metadata: { name, namespace }, spec: specOf(random, kind) }, 0)
  const json = { type: 'application/json' }
  const merge = { type: 'application/merge-patch+json' }
  return pick<Sent>(random, [
    { method: 'POST', target: `${collection}${query}`, ...json, body: whole },
    { method: 'POST', target: `${collection}${query}`, ...json, body: whole },
    { method: 'PUT', target, ...json, body: whole },
    { method: 'PATCH', target, ...merge, body: mutated(random, { spec: specOf(random, kind) }, 0) },
    { method: 'PATCH', target, type: 'application/json-patch+json', body: mutated(random, jsonPatch(random), 0) },
    {
      method: 'PATCH',
      target: `${collection}/${name}/scale`,
      ...merge,
      body: mutated(random, { spec: { replicas: 3 } }, 0),
    },
    { method: 'DELETE', target, body: undefined },
    { method: 'GET', target: chance(random, 0.5) ? target : `${collection}${query}`, body: undefined },
  ])
}

function wildRequest(random: Random): Sent {
  if (chance(random, 0.1)) return verbRequest(random)
  const [method, target] = [pick(random, METHODS), oddTarget(random)]
  const verb = /^\/reconcile\//.test(target) && chance(random, 0.9)
  // Only paths of tasks can be upgraded.
  if (!verb && chance(random, 0.03)) return { method: 'GET', target, body: undefined, wish: oddWish(random) }
  if (!verb && chance(random, 0.3)) return { method, target, body: undefined }
  const body = mutated(random, pick(random, BODIES)(random), 0)
  return { method: verb ? 'POST' : method, target, type: pick(random, TYPES), body }
}

/** Mostly the right length; with one that is too short, the rest of the bytes is no request. */
function lengthOf(random: Random, body: string): number {
  const length = Buffer.byteLength(body)
  return chance(random, 0.02) ? between(random, 0, length) : length
}

function oddTarget(random: Random): string {
  const query = chance(random, 0.4) ? `?${pick(random, QUERIES)}` : ''
  if (chance(random, 0.15)) return `/reconcile/${pick(random, VERBS)}${query}`
  if (chance(random, 0.1)) return `${pick(random, OTHER)}${query}`
  const within = chance(random, 0.85) ? `/namespaces/${chance(random, 0.8) ? 'shop' : pick(random, STACKS)}` : ''
  const name = chance(random, 0.6)
    ? `/${chance(random, 0.7) ? pick(random, ['a', 'b', 'web']) : pick(random, NAMES)}`
    : ''
  const part = name !== '' && chance(random, 0.2) ? `/${pick(random, ['status', 'scale', 'log', ''])}` : ''
  return `${ROOT}${within}/${pick(random, PLURALS)}${name}${part}${query}`
}

function oddText(random: Random, body: unknown): string {
  const text = JSON.stringify(body) ?? ''
  if (chance(random, 0.03)) return text.slice(0, between(random, 0, text.length))
  if (!chance(random, 0.02)) return text
  return pick(random, ['', '\0\0', '[]', '"x"', '1e999', '['.repeat(20_000), `{"a":${'['.repeat(9)}`])
}

const API = { apiVersion: 'reconcile.dev/v1' }
const ref = (random: Random) => ({
  kind: pick(random, KINDS),
  namespace: pick(random, OWN),
  name: pick(random, ['a', 'b', 'web']),
})
const object = (random: Random): unknown => ({
  ...API,
  kind: pick(random, KINDS),
  metadata: { name: pick(random, ['a', 'b', 'web']), namespace: 'shop', labels: { a: 'b' }, resourceVersion: '3' },
  spec: pick(random, SPECS),
})
const specOf = (random: Random, kind: string): object =>
  kind === 'Service' ? pick(random, SPECS.slice(0, 3)) : pick(random, OTHER_SPECS[kind] ?? [{}])
const OTHER_SPECS: Readonly<Record<string, readonly object[]>> = {
  Config: [{ content: 'a' }, { file: '/etc/hostname' }],
  Secret: [{ environment: 'HOME' }, { file: '/nowhere' }],
}
const jsonPatch = (random: Random) => [
  {
    op: pick(random, ['add', 'replace', 'test', 'copy', 'move', 'x']),
    path: '/spec/replicas',
    from: '/spec/x',
    value: 3,
  },
]
const SPECS: readonly object[] = [
  { replicas: 2, template: { image: 'a', env: [{ name: 'A_TOKEN', value: 'b' }], networks: [{ network: 'a' }] } },
  {
    template: { image: 'a', ports: [{ containerPort: 80, hostPort: 80 }], mounts: [{ target: '/d' }] },
    mode: 'Global',
  },
  { template: { image: 'a' } },
  { content: 'a' },
  { environment: 'HOME' },
  {},
]
const manifest = (random: Random) => ({
  sources: [{ file: '/shop/a.yaml', text: JSON.stringify(object(random)) }],
  ...{ cwd: '/', wait: false, variables: {} },
})

const of = (random: Random) => ({ refs: [ref(random)] })
const acting = (random: Random) => ({ ...of(random), wait: false, steal: true, timeoutMs: 1 })
const pathOf = (random: Random) => ({ ref: ref(random), path: pick(random, ['/', '/etc', 'x', '/..']) })

/** Verbs with a body that each of them takes. */
const verbBodies: readonly (readonly [readonly string[], (random: Random) => unknown])[] = [
  [['apply'], manifest],
  [['retry', 'restart', 'stop', 'start'], acting],
  [['restart'], (random) => ({ ...acting(random), pull: true, noPull: pick(random, [true, false]) })],
  [['undo'], (random) => ({ ...acting(random), toRevision: 1 })],
  [['scale'], (random) => ({ ...of(random), replicas: 2, wait: false })],
  [['delete'], (random) => ({ ...of(random), volumes: true, wait: false, manifests: manifest(random) })],
  [['approve'], (random) => ({ subjects: [pick(random, ['abc', 'volume/a', 'node/x', '/'])], stack: 'shop' })],
  [['describe', 'editable'], ref],
  [['exec'], (random) => ({ ref: ref(random), command: ['ls'], stdin: false })],
  [['edit'], (random) => ({ ref: ref(random), text: '{}', version: 'x', wait: false })],
  [['stat-path', 'copy-out'], pathOf],
  [['pause'], (random) => ({ ...of(random), until: 1, reason: 'x' })],
  [['resume', 'rollout-resume'], of],
  [['rollout-pause'], (random) => ({ ...of(random), reason: 'x' })],
  [['converge'], () => ({ directory: '/srv', head: 'abc', timeoutMs: 1 })],
  [['secret'], (random) => ({ stack: pick(random, OWN), name: pick(random, ['a', 'b', '../x']), base64: 'YQ==' })],
  [['logs'], (random) => ({ ...of(random), follow: false, timestamps: true, tail: 3, since: 1, previous: true })],
  [['plan'], (random) => ({ ...manifest(random), seed: 3, simulate: true, timeline: ['at 1s node:x=down'] })],
  [['plan'], (random) => ({ ...manifest(random), directories: ['/srv'] })],
  [['plan'], (random) => ({ ...manifest(random), staged: { directory: '/srv', at: '/nowhere' } })],
]

/** A request of a verb that makes sense as a whole. */
function verbRequest(random: Random): Sent {
  const [verbs, body] = pick(random, verbBodies)
  const target = `/reconcile/${pick(random, verbs)}`
  return { method: 'POST', target, type: 'application/json', body: mutated(random, body(random), 0) }
}

/** The bodies of requests, each of which is then changed. */
const BODIES: readonly ((random: Random) => unknown)[] = [
  object,
  object,
  object,
  (random) => ({ spec: pick(random, SPECS) }),
  (random) => [
    {
      op: pick(random, ['add', 'remove', 'test', 'copy', 'move', 'x']),
      path: '/spec/replicas',
      from: '/spec',
      value: 3,
    },
  ],
  () => ({ spec: { replicas: 3 } }),
  () => ({ propagationPolicy: 'Background', preconditions: { uid: 'x' } }),
  ...verbBodies.map(([, body]) => body),
]

const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    -1,
    0,
    1e21,
    1.5,
    '',
    '***',
    'x'.repeat(2_000),
    '${A}',
    '<<',
    '\u0000',
    '__proto__',
    [],
    {},
    [[[[]]]],
    [null],
  ],
  { constructor: { prototype: 1 } },
  JSON.parse('{"__proto__":{"a":1}}'),
]

/** The value with about one of its parts in a hundred changed, gone or doubled. */
function mutated(random: Random, value: unknown, depth: number): unknown {
  if (chance(random, depth === 0 ? 0.02 : 0.04)) return pick(random, ODD)
  if (Array.isArray(value)) {
    const items = value.map((item) => mutated(random, item, depth + 1))
    return chance(random, 0.05) ? [...items, ...items] : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(() => !chance(random, 0.03))
  if (chance(random, 0.05))
    entries.push([pick(random, ['x', '', '__proto__', 'status', 'spec', '$ref']), pick(random, ODD)])
  return Object.fromEntries(entries.map(([key, inner]) => [key, mutated(random, inner, depth + 1)]))
}

/** A few requests are cut or changed so that they are none. */
function damaged(random: Random, request: string): string {
  if (!chance(random, 0.04)) return request
  const at = between(random, 0, request.length)
  return pick(random, [
    request.slice(0, at),
    `${request.slice(0, at)}\0${request.slice(at)}`,
    request.replace('HTTP/1.1', 'HTTP/9'),
    request.replaceAll('\r\n', '\n'),
    request.replace('Host: x', `X: ${'y'.repeat(20_000)}`),
  ])
}
