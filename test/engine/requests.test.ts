import assert from 'node:assert/strict'
import type { Verb, Verbs } from '../../engine/engine.ts'
import type { BuildArgs } from '../../engine/types/build.ts'
import { isWrite } from '../../engine/is-write.ts'
import { type EngineRequest, requestOf, targetOf } from '../../engine/requests.ts'

type Row = { [V in Verb]: readonly [V, Parameters<Verbs[V]>[0], string, unknown?] }[Verb]

const build: BuildArgs = { tags: ['shop/web:1', 'shop/web:2'], context: '/src/web', contentHash: 'sha256:c0' }

const rows: readonly Row[] = [
  ['info', {}, 'GET /info'],
  ['listContainers', {}, 'GET /containers/json?all=1'],
  [
    'listContainers',
    { labels: ['a=b', 'c'], ids: ['x'] },
    'GET /containers/json?all=1&filters=%7B%22id%22%3A%5B%22x%22%5D%2C%22label%22%3A%5B%22a%3Db%22%2C%22c%22%5D%7D',
  ],
  ['inspectContainer', { id: 'c1' }, 'GET /containers/c1/json'],
  [
    'pastEnds',
    { until: 1_500.7 },
    'GET /events?filters=%7B%22event%22%3A%5B%22die%22%2C%22kill%22%5D%2C%22type%22%3A%5B%22container%22%5D%7D&until=1.500',
  ],
  ['createContainer', { name: 'web-1', body: { Image: 'i' } }, 'POST /containers/create?name=web-1', { Image: 'i' }],
  [
    'createContainer',
    { name: 'web-1', body: { Image: 'i' }, platform: 'linux/arm64' },
    'POST /containers/create?name=web-1&platform=linux%2Farm64',
    { Image: 'i' },
  ],
  ['startContainer', { id: 'c1' }, 'POST /containers/c1/start'],
  ['stopContainer', { id: 'c1' }, 'POST /containers/c1/stop'],
  ['stopContainer', { id: 'c1', timeoutSeconds: 0, signal: 'INT' }, 'POST /containers/c1/stop?signal=INT&t=0'],
  ['killContainer', { id: 'c1', signal: 'HUP' }, 'POST /containers/c1/kill?signal=HUP'],
  ['unpauseContainer', { id: 'c1' }, 'POST /containers/c1/unpause'],
  ['renameContainer', { id: 'c1', name: 'new' }, 'POST /containers/c1/rename?name=new'],
  ['updateContainer', { id: 'c1', body: { Memory: 1 } }, 'POST /containers/c1/update', { Memory: 1 }],
  ['removeContainer', { id: 'c1' }, 'DELETE /containers/c1'],
  ['removeContainer', { id: 'c1', force: true, volumes: true }, 'DELETE /containers/c1?force=1&v=1'],
  ['removeContainer', { id: 'c1', force: false }, 'DELETE /containers/c1'],
  ['listNetworks', {}, 'GET /networks'],
  ['inspectNetwork', { id: 'n1' }, 'GET /networks/n1'],
  ['createNetwork', { body: { Name: 'n' } }, 'POST /networks/create', { Name: 'n', CheckDuplicate: true }],
  ['removeNetwork', { id: 'n1' }, 'DELETE /networks/n1'],
  [
    'connectNetwork',
    { id: 'n1', container: 'c1', endpoint: { Aliases: ['web'] } },
    'POST /networks/n1/connect',
    { Container: 'c1', EndpointConfig: { Aliases: ['web'] } },
  ],
  [
    'disconnectNetwork',
    { id: 'n1', container: 'c1' },
    'POST /networks/n1/disconnect',
    { Container: 'c1', Force: false },
  ],
  ['listVolumes', { labels: ['a'] }, 'GET /volumes?filters=%7B%22label%22%3A%5B%22a%22%5D%7D'],
  ['inspectVolume', { name: 'v' }, 'GET /volumes/v'],
  ['createVolume', { body: { Name: 'v' } }, 'POST /volumes/create', { Name: 'v' }],
  ['removeVolume', { name: 'v', force: true }, 'DELETE /volumes/v?force=1'],
  ['inspectImage', { name: 'host:5000/a/b:1' }, 'GET /images/host:5000/a/b:1/json'],
  ['resolveImage', { image: 'redis' }, 'GET /distribution/redis:latest/json'],
  ['pullImage', { image: 'redis' }, 'POST /images/create?fromImage=redis&tag=latest'],
  ['pullImage', { image: 'host:5000/a:1' }, 'POST /images/create?fromImage=host%3A5000%2Fa&tag=1'],
  [
    'pullImage',
    { image: `a:1@sha256:${'0'.repeat(64)}` },
    `POST /images/create?fromImage=a&tag=sha256%3A${'0'.repeat(64)}`,
  ],
  [
    'pullImage',
    { image: 'a/b', platform: 'linux/amd64' },
    'POST /images/create?fromImage=a%2Fb&platform=linux%2Famd64&tag=latest',
  ],
  ['buildImage', build, 'POST /build?forcerm=1&rm=1&t=shop%2Fweb%3A1&t=shop%2Fweb%3A2'],
  [
    'buildImage',
    { ...build, tags: ['a'], buildArgs: { no_proxy: 'own' }, proxies: { no_proxy: 'x', NO_PROXY: 'x' } },
    'POST /build?buildargs=%7B%22NO_PROXY%22%3A%22x%22%2C%22no_proxy%22%3A%22own%22%7D&forcerm=1&rm=1&t=a',
  ],
  [
    'buildImage',
    { ...build, tags: ['a'], buildArgs: { B: '2', A: '1' }, target: 'prod', noCache: true, extraHosts: ['x:1'] },
    'POST /build?buildargs=%7B%22A%22%3A%221%22%2C%22B%22%3A%222%22%7D&extrahosts=x%3A1&forcerm=1&nocache=1&rm=1&t=a&target=prod',
  ],
  [
    'buildImage',
    { ...build, tags: ['a'], dockerfile: '../Dockerfile' },
    'POST /build?dockerfile=.reconcile.Dockerfile&forcerm=1&rm=1&t=a',
  ],
  [
    'buildImage',
    { ...build, tags: ['a'], dockerfile: '/src/web/docker/Dockerfile' },
    'POST /build?dockerfile=docker%2FDockerfile&forcerm=1&rm=1&t=a',
  ],
  [
    'buildImage',
    { ...build, tags: ['a'], context: 'https://git.example/a.git#main' },
    'POST /build?forcerm=1&remote=https%3A%2F%2Fgit.example%2Fa.git%23main&rm=1&t=a',
  ],
  ['tagImage', { name: 'a:1', tag: 'host:5000/b' }, 'POST /images/a:1/tag?repo=host%3A5000%2Fb'],
  ['tagImage', { name: 'a:1', tag: 'host:5000/b:2' }, 'POST /images/a:1/tag?repo=host%3A5000%2Fb&tag=2'],
  ['removeImage', { name: 'a/b:1' }, 'DELETE /images/a/b:1'],
  [
    'importImage',
    { image: 'a:1', tar: new Uint8Array(), labels: { b: '$x', a: 'y' } },
    'POST /images/create?changes=LABEL+%22a%22%3D%22y%22+%22b%22%3D%22%5C%24x%22&fromSrc=-&repo=a&tag=1',
  ],
  ['putArchive', { id: 'c1', path: '/etc/a b', tar: new Uint8Array() }, 'PUT /containers/c1/archive?path=%2Fetc%2Fa+b'],
  ['getArchive', { id: 'c1', path: '/' }, 'GET /containers/c1/archive?path=%2F'],
  ['statPath', { id: 'c1', path: '/etc' }, 'HEAD /containers/c1/archive?path=%2Fetc'],
  ['copyOut', { id: 'c1', path: '/etc', onBytes: () => {} }, 'GET /containers/c1/archive?path=%2Fetc'],
  [
    'copyIn',
    { id: 'c1', path: '/etc', tar: none(), asItsUser: true },
    'PUT /containers/c1/archive?copyUIDGID=1&noOverwriteDirNonDir=1&path=%2Fetc',
  ],
  [
    'copyIn',
    { id: 'c1', path: '/', tar: none(), asItsUser: true, replaces: true },
    'PUT /containers/c1/archive?copyUIDGID=1&path=%2F',
  ],
  [
    'listSwarmServices',
    { labels: ['com.docker.stack.namespace=shop'] },
    'GET /services?filters=%7B%22label%22%3A%5B%22com.docker.stack.namespace%3Dshop%22%5D%7D',
  ],
  ['listSwarmTasks', { services: ['s1'] }, 'GET /tasks?filters=%7B%22service%22%3A%5B%22s1%22%5D%7D'],
  ['listSwarmConfigs', { ids: ['c1'] }, 'GET /configs?filters=%7B%22id%22%3A%5B%22c1%22%5D%7D'],
  [
    'updateSwarmService',
    { id: 's1', version: 7, spec: { Name: 'a' } },
    'POST /services/s1/update?version=7',
    { Name: 'a' },
  ],
  ['stats', { id: 'c1' }, 'GET /containers/c1/stats?stream=0'],
  [
    'logs',
    { id: 'c1', follow: true, tail: 10, since: 1500, onLine: () => {} },
    'GET /containers/c1/logs?follow=1&since=1.500&stderr=1&stdout=1&tail=10',
  ],
  ['waitContainer', { id: 'c1' }, 'POST /containers/c1/wait?condition=next-exit'],
  ['attach', { id: 'c1', onOutput: () => {} }, 'POST /containers/c1/attach?stderr=1&stdout=1&stream=1'],
  [
    'attach',
    { id: 'c1', stdin: (async function* () {})(), onOutput: () => {} },
    'POST /containers/c1/attach?stderr=1&stdin=1&stdout=1&stream=1',
  ],
  [
    'exec',
    {
      id: 'c1',
      command: ['sh'],
      terminal: { size: () => ({ columns: 91, rows: 17 }), onResize: () => () => {} },
      onOutput: () => {},
    },
    'POST /containers/c1/exec',
    { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: true, ConsoleSize: [17, 91], Cmd: ['sh'] },
  ],
  [
    'exec',
    { id: 'c1', command: ['ls'], user: 'root', onOutput: () => {} },
    'POST /containers/c1/exec',
    { AttachStdin: false, AttachStdout: true, AttachStderr: true, Cmd: ['ls'], User: 'root' },
  ],
]

describe('the request of a verb', () => {
  for (const [verb, args, text, body] of rows) {
    it(`${verb} is ${text}`, () => {
      const request = (requestOf as (verb: Verb, args: unknown) => EngineRequest)(verb, args)
      assert.equal(`${request.method} ${targetOf(request)}`, text)
      assert.deepEqual(request.body, body)
    })
  }

  it('sorts its query', () => {
    for (const [verb, args] of rows) {
      const names = Object.keys((requestOf as (verb: Verb, args: unknown) => EngineRequest)(verb, args).query)
      assert.deepEqual(names, [...names].sort())
    }
  })

  it('is there for every verb', () => {
    assert.equal(new Set(rows.map(([verb]) => verb)).size, 43)
  })

  it('names the digest of a build in place of its archive, and none for a context that the engine fetches', () => {
    assert.deepEqual(requestOf('buildImage', build).archive, { digest: 'sha256:c0' })
    assert.equal(requestOf('buildImage', { ...build, context: 'https://x/y.git' }).archive, undefined)
  })

  it('writes exactly where the host changes', () => {
    // Waiting for a container is a POST, but changes nothing.
    const looks = ([verb, , text]: (typeof rows)[number]) => verb === 'waitContainer' || /^(GET|HEAD) /.test(text)
    assert.deepEqual(
      rows.filter((row) => isWrite(row[0]) === looks(row)),
      [],
    )
  })
})

async function* none(): AsyncGenerator<Uint8Array> {}
