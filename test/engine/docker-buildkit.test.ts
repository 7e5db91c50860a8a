import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secretValue } from '../../api/v1/redact/secret-value.ts'
import { type BuildKeys, keyNeed } from '../../engine/build/buildkit-needs.ts'
import { allowances, bakeFile } from '../../engine/docker/build/bake-file.ts'
import { readBuildkitOutput } from '../../engine/docker/build/buildkit-output.ts'
import { buildxOf, usableBuildx } from '../../engine/docker/build/buildx.ts'
import type { BuildArgs } from '../../engine/types/build.ts'
import type { Progress } from '../../engine/types/progress.ts'
import { requestOf, targetOf } from '../../engine/requests.ts'
import { until } from '../support/until.ts'
import { anyRun, startFakeHttpEngine } from './fake-http-engine.ts'

const args: BuildArgs = { tags: ['a:1'], context: '/srv/a', contentHash: 'sha256:0' }
const definition = (more: Partial<BuildArgs>) =>
  JSON.parse(bakeFile({ ...args, ...more }, { secretFile: ({ id }) => `/shm/${id}`, empty: '/shm/empty' })).target

describe('a build that takes BuildKit', () => {
  const needs: readonly [BuildKeys, string | undefined][] = [
    [{ cacheFrom: ['a:last'], secrets: [], ssh: [], additionalContexts: {}, provenance: 'false' }, undefined],
    [{ cacheFrom: ['type=registry,ref=a:cache'] }, 'cacheFrom'],
    [{ cacheTo: ['type=inline'] }, 'cacheTo'],
    [{ additionalContexts: { base: '/srv/base' } }, 'additionalContexts'],
    [{ secrets: [{ secret: 'token' }] }, 'secrets'],
    [{ ssh: ['default'] }, 'ssh'],
    [{ privileged: true }, 'privileged'],
    [{ privileged: false, sbom: 'true' }, 'sbom'],
    [{ provenance: 'mode=max' }, 'provenance'],
    [{ entitlements: ['network.host'] }, 'entitlements'],
    [{ noCacheFilter: ['run'] }, 'noCacheFilter'],
    [{ context: 'https://git.example/a.git' }, 'context'],
    [{ context: 'https://git.example/a.git', ssh: ['default'] }, 'ssh'],
  ]
  for (const [build, need] of needs)
    it(`${need ?? 'none'} is the key that asks for it in ${JSON.stringify(build)}`, () => equal(keyNeed(build), need))

  const attest = ['type=provenance,disabled=true', 'type=sbom,disabled=true']
  const plain = { context: '/srv/a', dockerfile: '/srv/a/Dockerfile', attest, tags: ['a:1'], output: ['type=docker'] }
  const definitions: [string, Partial<BuildArgs>, Record<string, unknown>][] = [
    ['nothing else', {}, plain],
    ['a Dockerfile elsewhere', { dockerfile: '../D' }, { ...plain, dockerfile: '/srv/D' }],
    [
      'what looks like an expression',
      { buildArgs: { A: '${x} $y $$ %{if}' }, labels: { '${l}': '$${z}' } },
      { ...plain, args: { A: '$${x} $y $$ %%{if}' }, labels: { '$${l}': '$$${z}' } },
    ],
    [
      'proxies, but where an argument has the name of one',
      { buildArgs: { NO_PROXY: 'own' }, proxies: { NO_PROXY: 'x', no_proxy: 'x' } },
      { ...plain, args: { NO_PROXY: 'own', no_proxy: 'x' } },
    ],
    [
      'limits, hosts and a platform',
      {
        ...{
          shmSizeBytes: 65_536,
          ulimits: [
            { name: 'nofile', soft: 1, hard: 2 },
            { name: 'core', hard: 0 },
          ],
        },
        ...{ extraHosts: ['db:10.0.0.2', 'six=::1', 'db=10.0.0.3'], platform: 'linux/amd64', target: 'run' },
      },
      {
        ...{ ...plain, target: 'run', platforms: ['linux/amd64'], 'shm-size': '65536' },
        ...{ ulimits: ['nofile=1:2', 'core=0:0'], 'extra-hosts': { db: '10.0.0.2,10.0.0.3', six: '::1' } },
      },
    ],
    [
      'secrets, keys and caches',
      {
        ...{
          secrets: [{ id: 'a,b', secret: 'a', value: secretValue('hunter2') }],
          ssh: ['default', 'k=/k'],
          noCache: true,
          pull: true,
        },
        ...{ cacheFrom: ['a:last'], cacheTo: ['type=inline'], noCacheFilter: ['run'] },
      },
      {
        ...{ ...plain, secret: ['"id=a,b","src=/shm/a,b"'], ssh: ['default', 'k=/k'], 'no-cache': true, pull: true },
        ...{ 'cache-from': ['a:last'], 'cache-to': ['type=inline'], 'no-cache-filter': ['run'] },
      },
    ],
    [
      'rights and attestations',
      { privileged: true, network: 'host', provenance: 'mode=max', sbom: 'true' },
      {
        ...{ ...plain, network: 'host', entitlements: ['security.insecure', 'network.host'] },
        attest: ['type=provenance,mode=max', 'type=sbom'],
      },
    ],
  ]
  const { dockerfile: _, ...inline } = { ...plain, context: '/shm/empty', 'dockerfile-inline': 'FROM x' }
  definitions.push(['no files for an inline Dockerfile alone', { context: '', dockerfileInline: 'FROM x' }, inline])
  for (const [what, more, target] of definitions)
    it(`is defined with ${what}`, () => deepEqual(definition(more), { image: target }))

  it('has the builds of services that are its contexts beside it, which make no image', () => {
    const base = { ...args, tags: ['base:1'], context: '/srv/base', dockerfileInline: 'FROM x', network: 'host' }
    const more = {
      additionalContexts: { base: 'service:my.base', docs: '/srv/docs' },
      serviceContexts: { 'my.base': base },
    }
    const { tags: _t, output: _o, dockerfile: _d, ...bare } = plain
    deepEqual(definition(more), {
      image: { ...plain, contexts: { base: 'target:context-0', docs: '/srv/docs' } },
      'context-0': {
        ...{ ...bare, context: '/srv/base', 'dockerfile-inline': 'FROM x', network: 'host' },
        entitlements: ['network.host'],
      },
    })
    const layered = { base, top: { ...base, additionalContexts: { below: 'service:base' } } }
    deepEqual(definition({ ...more, serviceContexts: layered })['context-1'].contexts, { below: 'target:context-0' })
    deepEqual(allowances({ ...args, ...more, ssh: ['default'] }), ['ssh', 'network.host'])
  })

  it('is a row of its own in a plan, with the names of its secrets and no byte of them', () => {
    const secrets = [{ id: 'token', secret: 'token', value: secretValue('hunter2') }]
    const request = requestOf('buildImage', { ...args, secrets, ssh: ['default'], buildkit: 'build.secrets' })
    deepEqual(
      [request.method, targetOf(request), request.archive],
      ['BUILD', '/build?secretids=token&ssh=default&t=a%3A1', { digest: 'sha256:0' }],
    )
  })

  it('tells where a frontend of a # syntax= line is not to be had that the line may go', () => {
    const output = readBuildkitOutput({})
    for (const line of [
      'Dockerfile:1',
      '--------------------',
      '   1 | >>> # syntax=docker/dockerfile:1.7',
      '   2 |     FROM busybox',
      '--------------------',
      'ERROR: failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:1.7: no route to host',
    ])
      output.take(line)
    match(
      output.failure().detail,
      /^failed to resolve .*no route to host \(Dockerfile line 1\): the image of its `# syntax=` line is not/,
    )
  })

  for (const [line, code] of [
    ['failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF', 'Unavailable'],
    ['Unavailable: error reading from server: EOF', 'Unavailable'],
    ['failed to solve: r/x: failed to do request: Head "https://r/v2/x": dial tcp: connect: no route to host', 'Busy'],
    [
      'failed to solve: process "/bin/sh -c transport is closing" did not complete successfully: exit code: 1',
      'Invalid',
    ],
    ['failed to solve: failed to compute cache key: "/none": not found', 'Invalid'],
  ] as const)
    it(`fails as ${code} where it says ${line}`, () => {
      const output = readBuildkitOutput({})
      output.take(`ERROR: ${line}`)
      deepEqual(output.failure(), { code, detail: line.replace('failed to solve: ', '') })
    })

  it('tells its steps, and at its failure why, where and what was written last, and hides its secrets', () => {
    const told: Progress[] = []
    const secrets = [{ id: 'token', secret: 'token', value: secretValue('hunter2\nabc') }]
    const key = [{ id: 'key', secret: 'key', value: secretValue('of a context') }]
    const serviceContexts = { base: { ...args, secrets: key } }
    const output = readBuildkitOutput({ secrets, serviceContexts, onProgress: (progress) => told.push(progress) })
    const lines = [
      '#0 building with "default" instance using docker driver',
      '',
      '#5 [build 2/3] RUN make',
      '#5 0.150 a hunter2 b',
      '#5 12.001 no such file of a context',
      '#5 ERROR: process "make" did not complete successfully: exit code: 2',
      '#6 DONE 0.1s',
      '#5 ...',
      'WARNING: The "x" variable is not set.',
      'Dockerfile:12',
      '--------------------',
      'ERROR: failed to solve: process "make" did not complete successfully: exit code: 2',
    ]
    for (const line of lines) output.take(line)
    deepEqual(told.slice(0, 3), [
      { step: '[build 2/3] RUN make', done: 2, total: 3 },
      { step: 'a *** b' },
      { step: 'no such file ***' },
    ])
    equal(
      output.failure().detail,
      'process "make" did not complete successfully: exit code: 2 (Dockerfile line 12); its last output: a *** b | no such file ***',
    )
  })

  it('hides a secret that begins as another one does, and one that was indented, whole', () => {
    const secretOf = (id: string, text: string) => ({ id, secret: id, value: secretValue(text) })
    const secrets = [secretOf('a', 'hunter2'), secretOf('b', 'hunter2-of-production\n  indented')]
    const told: Progress[] = []
    const output = readBuildkitOutput({ secrets, onProgress: (progress) => told.push(progress) })
    for (const line of ['#5 0.1 key hunter2-of-production', '#5 0.2 then indented']) output.take(line)
    deepEqual(told, [{ step: 'key ***' }, { step: 'then ***' }])
  })

  it('hides an argument that looks secret, and what is set in passing', () => {
    const buildArgs = { NPM_TOKEN: 'hunter2-2', MODE: 'release-1' }
    const told: Progress[] = []
    const output = readBuildkitOutput({ buildArgs, onProgress: (progress) => told.push(progress) })
    for (const text of ['login as hunter2-2 in release-1', '//r/:_authToken=hunter3']) output.take(`#5 0.1 ${text}`)
    deepEqual(told, [{ step: 'login as *** in release-1' }, { step: '//r/:_authToken=***' }])
  })

  it('hides arguments that look secret, of its contexts too, and the passwords of addresses', () => {
    const told: string[] = []
    const output = readBuildkitOutput({
      buildArgs: { NPM_TOKEN: 'hunter2-2', STAGE: 'production' },
      serviceContexts: { base: { ...args, buildArgs: { BASE_URL: 'https://me:hunter3@h/' } } },
      onProgress: ({ step }) => told.push(step),
    })
    for (const line of ['#5 0.1 hunter2-2 in production', '#5 0.2 GET https://me:hunter3@h/', '#5 0.3 git://u:pw4@h/a'])
      output.take(line)
    deepEqual(told, ['*** in production', 'GET ***', 'git://u:***@h/a'])
  })

  describe('on a machine', () => {
    let configDirectory: string
    const install = (version: string, directory = join(configDirectory, 'cli-plugins')) => {
      mkdirSync(directory, { recursive: true })
      const path = join(directory, 'docker-buildx')
      writeFileSync(path, `#!/bin/sh\necho github.com/docker/buildx ${version} abc\n`)
      chmodSync(path, 0o755)
      return path
    }
    beforeEach(() => {
      configDirectory = mkdtempSync(join(tmpdir(), 'docker-config-'))
    })
    afterEach(() => rmSync(configDirectory, { recursive: true, force: true }))

    it('finds buildx as docker does: in the directories of config.json first, then among the plugins', async () => {
      const buildx = buildxOf({ env: { PATH: '/bin', AWS_TOKEN: 'x' }, configDirectory })
      const plugin = install('v0.17.0')
      equal(await buildx.find(), plugin)
      const extra = join(configDirectory, 'extra')
      writeFileSync(join(configDirectory, 'config.json'), JSON.stringify({ cliPluginsExtraDirs: [extra] }))
      equal(await buildx.find(), plugin)
      equal(await buildx.find(), plugin)
      const path = install('v0.17.0', extra)
      equal(await buildx.find(), path)
      deepEqual(buildx.env, { PATH: '/bin' }, 'and it has nothing of ours that it does not need')
    })

    it('is looked for where somebody would know what builds for an engine, and not with each heartbeat', async () => {
      const path = install('v0.17.0')
      const fake = await startFakeHttpEngine('1.41', undefined, buildxOf({ env: {}, configDirectory }))
      fake.answer = (_asked, response) => void response.end('{}')
      const [heartbeat, plan] = [await fake.engine.info({}, anyRun), await fake.engine.info({ builder: true }, anyRun)]
      deepEqual([heartbeat.buildx, plan.buildx], [undefined, path])
      await fake.close()
    })

    it('waits for no directory, and for no program, that does not answer', async () => {
      const pipe = join(configDirectory, 'pipe')
      const path = install('v0.17.0')
      execFileSync('mkfifo', [pipe])
      // Each waits in a thread until somebody writes, so that no other call to a file system has one.
      const hung = Array.from({ length: 4 }, () => readFile(pipe))
      const find = () => buildxOf({ env: {}, configDirectory, patienceMs: 1 }).find()
      deepEqual([await find(), await find()], [undefined, undefined])
      let areRead = false
      const all = Promise.all(hung).then(() => (areRead = true))
      // One that a thread takes up only now waits anew.
      await until('all are read', () => {
        closeSync(openSync(pipe, 'r+'))
        return areRead
      })
      await all
      writeFileSync(path, '#!/bin/sh\nexec sleep 1000')
      const hangs = usableBuildx({ env: {}, find: async () => path }, anyRun.signal, 20)
      deepEqual((await hangs).path, undefined)
      match(
        ((await hangs) as { why: string }).why,
        /^does not run \(.*docker-buildx: did not tell its version within 0.02 s\)$/,
      )
    })

    it('refuses at once to forward an ssh agent that it runs without, with what to do', async () => {
      install('v0.17.0')
      const fake = await startFakeHttpEngine('1.41', undefined, buildxOf({ env: {}, configDirectory }))
      const build = fake.engine.buildImage({ ...args, dockerfileInline: 'FROM a', ssh: ['k=/k', 'default'] }, anyRun)
      await rejects(build, { code: 'Unsupported', message: /SSH_AUTH_SOCK is not set\): start .* or name a key/ })
      deepEqual(fake.asked.length, 0)
      await fake.close()
    })

    it('refuses one that is too old, or does not run, by its path, before anything is sent', async () => {
      const path = install('0.13.1+ds1')
      const buildx = buildxOf({ env: {}, configDirectory })
      const fake = await startFakeHttpEngine('1.41', undefined, buildx)
      const build = () =>
        fake.engine.buildImage({ ...args, dockerfileInline: 'FROM a\nRUN --mount=type=cache x' }, anyRun)
      await rejects(build(), {
        code: 'Unsupported',
        message:
          /RUN --mount .* takes BuildKit, and docker buildx is too old: .*docker-buildx is 0\.13\.1, and 0\.17 is/,
      })
      writeFileSync(path, 'no program')
      await rejects(build(), { code: 'Unsupported', message: /docker buildx does not run \(.*docker-buildx/ })
      deepEqual([fake.asked.length, readdirSync('/dev/shm').filter(isOurs)], [0, []])
      await fake.close()
    })
  })
})

function isOurs(name: string): boolean {
  return name.startsWith(`reconcile-build-${process.pid}-`)
}
