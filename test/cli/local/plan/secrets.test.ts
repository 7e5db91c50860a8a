import { equal, match, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Core } from '../../../../cli/local/open/core.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { listObjects } from '../../../../cli/local/look.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { describeLines } from '../../../../cli/output/describe.ts'
import { paint } from '../../../../cli/output/paint.ts'
import { all, aCore, aRequest, serviceText } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

const VALUES = ['hunter2', 'npm_abc', 'me:pw@db', 'c1fs', 'arg5ecret']

describe('what plan says', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'plan-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('needs no room on the disk: it writes nothing', async () => {
    const core = aCore(home)
    const store = { ...core.store, durable: () => Promise.reject(new Error('no space left on device')) }
    declareNodes(core, 'a')
    const engines = async () => new Map([['a', anEmptyHost()]])
    const answer = await plan({ ...core, store, engines }, aRequest(home, serviceText('web'), {}))
    ok('changes' in answer && answer.changes > 0, JSON.stringify(answer))
  })

  /** A stack with secrets in every place that takes them unasked. */
  const careless = () => {
    const context = join(home, 'app')
    mkdirSync(context)
    writeFileSync(join(context, 'Dockerfile'), 'FROM busybox')
    return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  template:
    build:
      context: ${JSON.stringify(context)}
      dockerfile: Dockerfile
      args: [{ name: NPM_TOKEN, value: npm_abc }, { name: MODE, value: fast }]
    env:
      - { name: DB_PASSWORD, value: hunter2 }
      - { name: DATABASE_URL, value: "postgres://me:pw@db/x" }
      - { name: LANG, value: C }
    command: [serve, --api-token, arg5ecret]
    args: [sh, -c, "TOKEN=arg5ecret exec serve"]
    mounts: [{ type: Volume, source: data, target: /data }]
---
apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop }
spec: { driverOpts: { type: cifs, device: //nas/data, o: "addr=nas,username=me,password=c1fs,vers=3.0" } }
`
  }

  it('has the names of variables and build arguments, and no secret value (S9)', async () => {
    const text = careless()
    const core: Core = { ...aCore(home), engines: async () => new Map([['a', anEmptyHost()]]) }
    declareNodes(core, 'a')
    const answer = await plan(core, { ...aRequest(home, text, {}) })
    ok('calls' in answer, JSON.stringify(answer))
    equal(answer.errors.join(), '')
    const json = JSON.stringify(answer)
    saysNoValue(json)
    match(json, /"DB_PASSWORD=\*\*\*"/)
    match(json, /"LANG=C"/)
    match(json, /addr=nas,username=me,password=\*\*\*,vers=3.0/)
    match(decodeURIComponent(answer.text.join('\n')), /buildargs=\{"MODE":"fast","NPM_TOKEN":"\*\*\*"\}/)
  })

  it('has none of a build either that the engine would refuse (S9)', async () => {
    const core: Core = { ...aCore(home), engines: async () => new Map([['a', anEmptyHost()]]) }
    declareNodes(core, 'a')
    const taken = 'ssh: [default]\n      cacheTo: ["type=s3,secret_access_key=hunter2"]'
    const text = careless().replace('dockerfile: Dockerfile', `dockerfile: Dockerfile\n      ${taken}`)
    const answer = await plan(core, aRequest(home, text, {}))
    ok('calls' in answer, JSON.stringify(answer))
    saysNoValue(JSON.stringify(answer))
    match(answer.failures.map(({ message }) => message).join(), /the engine would refuse BUILD .*takes BuildKit/)
  })

  it('is as much as get, describe and apply say (S9)', async () => {
    const core = aCore(home)
    const text = careless()
    const said = await all(apply(core, aRequest(home, text, {})))
    said.push(...(await all(apply(core, aRequest(home, text.replace('vers=3.0', 'vers=2.1,pass=c1fs'), {})))))
    const objects = (['Service', 'Volume'] as const).flatMap((kind) => [...listObjects(core.store, kind, {}).items])
    equal(objects.length, 2)
    const described = objects.flatMap((object) =>
      describeLines(
        { object, related: [], events: [], places: [] },
        { now: Date.now(), paint: paint(false), since: true },
      ),
    )
    const shown = `${JSON.stringify(objects)} ${JSON.stringify(said)} ${described.join('\n')}`
    saysNoValue(shown)
    match(shown, /driverOpts\.o .*vers=3\.0 → .*vers=2\.1,pass=\*\*\*/)
  })
})

function saysNoValue(said: string): void {
  for (const value of VALUES)
    for (const form of [value, encodeURIComponent(value), btoa(value)]) ok(!said.includes(form), form)
}
