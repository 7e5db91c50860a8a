import assert from 'node:assert/strict'
import { type Random, seededRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { noHistory } from '../../../store/source/acceptance/losses.ts'
import { planAcceptance } from '../../../store/source/acceptance/plan.ts'
import { readFileOf } from '../../../store/source/reading/read-file.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import type { EntryStat, SourceFiles } from '../../../store/source/disk/source-files.ts'
import { fileError } from '../../../store/file-error.ts'
import { service } from './world.ts'
import { costsAtMost } from '../../support/processor-time.ts'
import { inShare } from '../../support/share.ts'

const most = 20_000
const count = inShare(1_000, most)
const seed = Number(process.env['RECONCILE_TEST_SEED'] ?? 1)

const rich = `apiVersion: reconcile.dev/v1
kind: Service
metadata:
  name: web
  namespace: shop
  labels: {tier: "front", "a.b/c": d}
spec:
  mode: Replicated
  replicas: 3
  updateStrategy: {parallelism: 2, order: StopFirst}
  template:
    image: "nginx:1.25"
    command: [nginx, -g, 'daemon off;']
    env:
      - name: LANG
        value: C.UTF-8
      - {name: MODE, value: "on"}
    user: "1000:1000"
    ports:
      - containerPort: 80
        hostPort: 8080
        hostPortEnd: 8089
    healthcheck:
      test: ["CMD", "true"]
---
apiVersion: reconcile.dev/v1
kind: Network
metadata: &meta {name: back, namespace: shop}
spec: {}
`
const compose = `name: shop
x-base: &base
  image: busybox:\${TAG:-1}
  restart: unless-stopped
services:
  web:
    <<: *base
    ports: ["80", "127.0.0.1:5300-5309:53/udp"]
    environment:
      A: "1"
      B: \${HOME}
    depends_on: {db: {condition: service_healthy}}
    deploy:
      replicas: 2
      resources: {limits: {memory: 64m}}
  db:
    image: redis
    volumes: ["data:/data", "./conf:/etc/conf:ro"]
    healthcheck: {test: redis-cli ping, interval: 5s}
volumes: {data: }
`
const originals = [
  rich,
  compose,
  service('web'),
  JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'reconcile.dev/v1', kind: 'Volume', metadata: { name: 'v', namespace: 'shop' }, spec: {} }],
    },
    null,
    1,
  ),
]

const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    '- ',
    '? ',
    '\n',
    '\n\n',
    '\t',
    '  ',
    '"',
    "'",
    '|\n',
    '>-\n',
    '#',
    '&a ',
    '*a',
    '<<: *base',
    '!!int ',
    '!reset ',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\u0000',
    '\ufeff',
    '\u2028',
    '💥',
    '__proto__',
    'constructor',
    '-1',
    '1e400',
    '0777',
    '.nan',
    'null',
    'true',
    '~',
  ],
  ...[
    '9'.repeat(40),
    'x'.repeat(3_000),
    '['.repeat(300),
    '${',
    '${A:?no}',
    '${A:-${B:-${C}}}',
    '$$',
    'spec',
    'kind: Task\n',
    'metadata:\n',
  ],
]

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.next() * from.length)] as T

/** One to three changes: cuts, doubled and swapped lines, tokens put in, bytes changed. */
function mutate(random: Random): Buffer {
  let text = pick(random, originals)
  for (let left = 1 + Math.floor(random.next() * 3); left > 0; left -= 1) text = pick(random, textChanges)(text, random)
  const bytes = Buffer.from(text)
  if (random.next() < 0.1 && bytes.length > 0)
    bytes[Math.floor(random.next() * bytes.length)] = Math.floor(random.next() * 256)
  return bytes
}

const textChanges: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, at(text, random)),
  (text, random) =>
    text
      .split('\n')
      .slice(0, -1 - Math.floor(random.next() * 3))
      .join('\n'),
  (text, random) => text.replace(/\w+$/m, (word) => `${word}${Math.floor(random.next() * 10)}`),
  (text, random) => text.replace(/\d/, () => String(Math.floor(random.next() * 10))),
  (text, random) => text.slice(at(text, random)),
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + text.slice(from + 1 + Math.floor(random.next() * 8))
  },
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + pick(random, tokens) + text.slice(from)
  },
  (text, random) => {
    const lines = text.split('\n')
    lines.splice(Math.floor(random.next() * lines.length), 0, pick(random, lines))
    return lines.join('\n')
  },
  (text, random) => {
    const lines = text.split('\n')
    const from = Math.floor(random.next() * lines.length)
    lines[from] = pick(random, lines)
    return lines.join('\n')
  },
  (text, random) => text.replace(pick(random, ['name', ' ', '\n', ':', '1', 'web', '"']), pick(random, tokens)),
]

function at(text: string, random: Random): number {
  return Math.floor(random.next() * (text.length + 1))
}

function readBytes(bytes: Uint8Array): Promise<FileReading> {
  const stat: EntryStat = { kind: 'file', size: bytes.length, mtimeMs: 0, ctimeMs: 0, ino: 1 }
  const absent = (path: string) => Promise.reject(fileError('ENOENT', path))
  const files: SourceFiles = {
    list: absent,
    realpath: absent,
    stat: (path) => (path === '/srv/f.yaml' ? Promise.resolve(stat) : absent(path)),
    read: (path) => (path === '/srv/f.yaml' ? Promise.resolve(bytes) : absent(path)),
    mountTable: () => Promise.resolve(''),
    watch: () => ({ also: () => {}, close: () => Promise.resolve() }),
  }
  const options = { files, clock: realClock, readers: [composeReader], variable: () => undefined }
  return readFileOf(options, { path: '/srv/f.yaml', stat, cached: undefined }).then(({ reading }) => reading)
}

function checkAnswer(reading: FileReading): void {
  for (const { place, message } of reading.errors) {
    assert.ok(place.file.startsWith('/srv/') && place.line >= 1 && place.column >= 1 && message !== '')
    assert.doesNotMatch(message, /fault of reconcile/)
  }
  if (reading.manifests.length === 0) assert.ok(reading.errors.length > 0 || reading.foreign)
  const { actions } = planAcceptance({
    root: '/srv',
    reading: { files: new Map([[reading.file, reading]]), committed: false },
    accepted: new Map(),
    history: noHistory,
    approvals: new Set(),
    mayDelete: true,
    now: 0,
    settings: defaultSettings,
  })
  if (reading.errors.length > 0) assert.ok(actions.every((action) => action.do === 'keep'))
}

describe('S12: a mutated manifest', () => {
  it('comes from one that is right', async () => {
    for (const text of originals) assert.deepEqual((await readBytes(Buffer.from(text))).errors, [])
  })

  it(`of ${count} is accepted, or refused with file and line, within a second (RECONCILE_TEST_SEED=${seed})`, async function () {
    this.timeout(600_000)
    const outcomes = { accepted: 0, refused: 0, foreign: 0 }
    for (let index = 1; index <= count; index += 1) {
      const bytes = mutate(seededRandom((seed - 1) * most + index))
      let reading: FileReading
      try {
        reading = await costsAtMost(1_000, async () => {
          const read = await readBytes(bytes)
          checkAnswer(read)
          return read
        })
      } catch (error) {
        throw new Error(`RECONCILE_TEST_SEED=${seed}, file ${index}: ${JSON.stringify(bytes.toString('utf8'))}`, {
          cause: error,
        })
      }
      outcomes[reading.errors.length > 0 ? 'refused' : reading.manifests.length > 0 ? 'accepted' : 'foreign'] += 1
    }
    assert.ok(outcomes.accepted > count / 20 && outcomes.refused > count / 5, JSON.stringify(outcomes))
  })
})
