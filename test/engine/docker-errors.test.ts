import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { realClock } from '../../clock/real.ts'
import { engineRemedy } from '../../cli/engine-remedy.ts'
import { failureOfError } from '../../engine/docker/errors.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import { forbiddenSocket } from '../../engine/docker/socket.ts'
import { type EngineError, type EngineErrorCode, isEngineError } from '../../engine/errors.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from './fake-http-engine.ts'

const errorOf = async (call: Promise<unknown>): Promise<EngineError> => {
  const error = await call.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  )
  assert.ok(isEngineError(error), String(error))
  return error
}

describe('an error of the docker engine', () => {
  let fake: FakeHttpEngine
  beforeEach(async () => {
    fake = await startFakeHttpEngine()
  })
  afterEach(() => fake.close())

  const rows: readonly [number, string, EngineErrorCode][] = [
    [400, 'invalid reference format', 'Invalid'],
    [404, 'No such container: x', 'NotFound'],
    [409, 'Conflict. You cannot remove a running container', 'Conflict'],
    [409, 'remove v: volume is in use - [c1]', 'Busy'],
    [403, 'error while removing network: network n id 1 has active endpoints', 'Busy'],
    [500, 'Bind for 0.0.0.0:80 failed: port is already allocated', 'Busy'],
    [500, 'driver failed programming external connectivity on endpoint web (0a1b): all ports are allocated', 'Busy'],
    [500, 'listen tcp4 192.0.2.9:80: bind: cannot assign requested address', 'Invalid'],
    [500, 'joining network namespace of container: No such container: gone', 'NotFound'],
    [500, 'could not find an available, non-overlapping IPv4 address pool', 'Busy'],
    [500, 'write /x: no space left on device', 'Busy'],
    [500, 'Get "https://r/v2/": dial tcp: lookup r: no such host', 'Busy'],
    [500, 'Get "https://r/v2/a/manifests/1": unauthorized: authentication required', 'Invalid'],
    // GitHub's and GitLab's registries; 20.10 and 28.5 hand it on with these two.
    [500, 'Head "https://r/v2/a/manifests/1": denied: access forbidden', 'Invalid'],
    [403, 'denied: Permission "downloadArtifacts" denied on resource (or it may not exist).', 'Invalid'],
    [404, 'pull access denied for a, repository does not exist or may require docker login', 'NotFound'],
    [400, 'OCI runtime create failed: executable file not found in $PATH', 'Invalid'],
    [
      400,
      'failed to start shim: failed to resolve runtime path: runtime "io.containerd.kata.v2" binary not installed',
      'Invalid',
    ],
    [400, 'client version 1.41 is too old. Minimum supported API version is 1.44', 'Unsupported'],
    [503, 'This node is not a swarm manager', 'Unsupported'],
    [
      500,
      'failed to create task for container: failed to create shim task: OCI runtime create failed: exec: no',
      'Invalid',
    ],
    [500, 'OCI runtime start failed: cannot set memory', 'Invalid'],
    [500, 'Mounts denied: The path /data is not shared from the host', 'Invalid'],
    [500, "error while creating mount source path '/a': mkdir /a: read-only file system", 'Invalid'],
    [500, 'error while mounting volume /v: failed to mount local volume: no such device', 'Invalid'],
    [500, 'error gathering device information while adding custom device "/dev/x": no such file', 'Invalid'],
    [500, 'could not select device driver "" with capabilities: [[gpu]]', 'Invalid'],
    [500, 'failed to initialize logging driver: dial unix /l.sock: no such file', 'Invalid'],
    [500, 'Invalid subnet 10.98.0.0/33 : invalid CIDR address: 10.98.0.0/33', 'Invalid'],
    [500, 'invalid gateway address xx in Ipam configuration', 'Invalid'],
    [500, 'failed to allocate gateway (10.96.0.1): Requested address is out of range', 'Invalid'],
    [500, 'failed to allocate gateway (): No available addresses on this pool', 'Invalid'],
    [500, 'failed to parse com.docker.network.driver.mtu value: abc (strconv.Atoi: invalid syntax)', 'Invalid'],
    [500, 'invalid subinterface vlan name nosuch0, example formatting is eth0.10', 'Invalid'],
    [500, "requested macvlan mode 'x' is not valid, 'bridge' mode is the macvlan driver default", 'Invalid'],
    [403, 'auxiliary address: (a:10.92.0.1) must belong to the master pool: 10.93.0.0/24', 'Invalid'],
    [403, "bridge driver doesn't support multiple subnets", 'Invalid'],
    [403, 'only one instance of "host" network is allowed', 'Invalid'],
    [500, "create v7: invalid size: 'zz'", 'Invalid'],
    [500, 'create v8: quota size requested but no quota support', 'Invalid'],
    [500, 'dial unix /run/containerd/containerd.sock: connect: connection refused: unavailable', 'Unavailable'],
    [
      500,
      'failed to create task for container: failed to start shim: start failed: : pipe2: too many open files',
      'Unavailable',
    ],
    [403, 'endpoint with name shop-web-1 already exists in network shop_default', 'Conflict'],
    [400, 'network shop_front is ambiguous (2 matches found on name)', 'Unavailable'],
    [404, 'get v: error while checking if volume "v" exists in driver "p": plugin "p" not found', 'Unavailable'],
    [404, 'get v: no such volume', 'NotFound'],
    [502, 'bad gateway', 'Unavailable'],
    [503, 'try again', 'Unavailable'],
    [500, 'something else', 'Internal'],
  ]
  for (const [status, message, code] of rows) {
    it(`of ${status} ${message} is ${code}`, async () => {
      fake.answer = (_asked, response) => json(response, status, { message })
      const error = await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))
      assert.equal(error.code, code)
      assert.ok(error.detail.startsWith(message))
      assert.ok(error.message.startsWith('start container web-1 on local: '))
    })
  }

  for (const [message, remedy] of [
    [
      'runc create failed: exec: "/no": stat /no: no such file or directory: unknown',
      /; its image has no such program/,
    ],
    ['runc create failed: exec: "no": executable file not found in $PATH: unknown', /; its image has no such program/],
    [
      'runc create failed: exec: "/data": permission denied: unknown',
      /; the program may not be run: make it executable/,
    ],
    ['Bind for 0.0.0.0:80 failed: port is already allocated', /: free it, or publish another one/],
    ['unable to find user nobdy: no matching entries in passwd file', /; its image has no such user: correct `user`/],
    ['unable to find group no: no matching entries in group file', /no such group: correct `group_add`/],
    ['invalid mount config for type "bind": bind source path does not exist: /x', /; make it on the host/],
    ['write /x: no space left on device', /; free space on the host/],
    [
      'endpoint with name web-1 already exists in network shop_default',
      /; where no container .*: `docker network disconnect -f NETWORK NAME` frees it$/,
    ],
  ] as const)
    it(`says what to do about: ${message}`, async () => {
      fake.answer = (_asked, response) => json(response, 500, { message })
      assert.match((await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))).detail, remedy)
    })

  it('keeps its status and the beginning of words that have no end', async () => {
    const words = `invalid "value" ${'x'.repeat(200_000)}`
    fake.answer = (_asked, response) => json(response, 400, { message: words })
    const { code, detail } = await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))
    assert.equal(code, 'Invalid')
    assert.match(detail, /^invalid "value" x+ …$/)
    assert.ok(detail.length < 20_000)
  })

  it('is Internal for an answer that is not JSON', async () => {
    fake.answer = (_asked, response) => void response.end('<html>')
    const error = await errorOf(fake.engine.info({}, anyRun))
    assert.deepEqual([error.code, error.detail], ['Internal', 'the engine answered what is not JSON: "<html>"'])
  })

  it('is Internal for JSON of another shape', async () => {
    for (const body of [[], null, 'x', {}, { Id: 1, State: 2 }]) {
      fake.answer = (_asked, response) => json(response, 200, body)
      assert.equal((await errorOf(fake.engine.inspectContainer({ id: 'x' }, anyRun))).code, 'Internal')
    }
  })

  const tooMuch = {
    'one answer': [' ', () => fake.engine.info({}, anyRun)],
    'what it remembers of the past': ['\n', () => fake.engine.pastEnds({ until: 1 }, anyRun)],
  } as const
  for (const [what, [filling, ask]] of Object.entries(tooMuch))
    it(`is Internal for ${what} of more than 64 MB, which is not read to its end (S12)`, async () => {
      let sent = 0
      fake.answer = (_asked, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1 << 20, filling))) sent++
          if (response.destroyed) return
          if (sent > 100) return void response.end()
          response.once('drain', more)
        }
        more()
      }
      const error = await errorOf(ask())
      assert.deepEqual([error.code, error.detail], ['Internal', 'the engine answered more than 64 MB'])
      assert.ok(sent < 80)
    })

  it('keeps little of an endless failure', async () => {
    fake.answer = (_asked, response) => {
      response.writeHead(500)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 0x61)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    assert.ok((await errorOf(fake.engine.info({}, anyRun))).detail.length < 100_000)
  })

  it('is Unreachable, after further tries, for a read whose connection breaks', async () => {
    fake.answer = (_asked, response) => void response.destroy()
    assert.equal((await errorOf(fake.engine.info({}, anyRun))).code, 'Unreachable')
    assert.equal(fake.asked.length, 3)
  })

  it('is Unreachable at once for a write whose connection breaks: it may have got through', async () => {
    fake.answer = (_asked, response) => void response.destroy()
    assert.equal((await errorOf(fake.engine.startContainer({ id: 'x' }, anyRun))).code, 'Unreachable')
    assert.equal(fake.asked.length, 1)
  })

  it('is Unreachable for a body that ends early', async () => {
    fake.answer = (_asked, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{')
      setImmediate(() => response.destroy())
    }
    assert.equal((await errorOf(fake.engine.info({}, anyRun))).code, 'Unreachable')
  })

  it('is Cancelled when the run is aborted', async () => {
    const controller = new AbortController()
    fake.answer = () => controller.abort()
    const error = await errorOf(fake.engine.info({}, { ...anyRun, signal: controller.signal }))
    assert.equal(error.code, 'Cancelled')
  })

  it('is Cancelled for calls in flight when the engine is closed', async () => {
    fake.answer = () => fake.engine.close()
    assert.equal((await errorOf(fake.engine.info({}, anyRun))).code, 'Cancelled')
  })
})

describe('an engine that can not be reached', () => {
  const connect = (host: string, clock = realClock) =>
    connectDocker({ node: 'local', host, clock, settings: { callsPerEngine: 6 } })

  it('says where nobody listens', async () => {
    const error = await errorOf((await connect('unix:///nonexistent/docker.sock')).info({}, anyRun))
    assert.equal(error.code, 'Unreachable')
    assert.match(
      error.detail,
      /^no engine listens on unix:\/\/\/nonexistent\/docker.sock; is dockerd running\? \(connect ENOENT/,
    )
  })

  it('is a Timeout when it takes the connection and never answers', async () => {
    const server = createServer((socket) => socket.resume())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    // A clock on which the deadline is over at once.
    const after = (ms: number, run: () => void) => realClock.after(ms > 5000 ? 20 : ms, run)
    let now = 0
    const engine = await connect(`tcp://127.0.0.1:${port}`, { ...realClock, after, now: () => (now += 20_000) })
    const error = await errorOf(engine.info({}, anyRun))
    assert.deepEqual([error.code, error.detail], ['Timeout', 'no answer within 10 s'])
    engine.close()
    server.close()
  })

  it('is Unsupported when its API is too old, or when it is no engine', async () => {
    for (const [version, words] of [
      ['1.40', /its API is 1.40, ours begins at 1.41: upgrade Docker to 20.10 or later/],
      ['x', /not a Docker engine: .*; check its address/],
    ] as const) {
      const fake = await startFakeHttpEngine(version)
      const error = await errorOf(fake.engine.info({}, anyRun))
      await fake.close()
      assert.equal(error.code, 'Unsupported')
      assert.match(error.detail, words)
    }
  })

  it('speaks the highest version that both know', async () => {
    for (const [theirs, used] of [
      ['1.41', 'v1.41'],
      ['1.45', 'v1.45'],
      ['1.52', 'v1.51'],
    ] as const) {
      const fake = await startFakeHttpEngine(theirs)
      fake.answer = (_asked, response) => json(response, 200, [])
      await fake.engine.listContainers({}, anyRun)
      await fake.close()
      assert.equal(fake.asked[0]?.url, `/${used}/containers/json?all=1`)
    }
  })

  for (const code of ['ENOTFOUND', 'EAI_AGAIN'])
    it(`says that a name does not resolve, of ${code}, and what to do`, () => {
      const refused = Object.assign(new Error(`getaddrinfo ${code} far.example`), { code })
      const { detail } = failureOfError(refused, { host: 'tcp://far.example:2375' })
      const words = `the host name in tcp://far.example:2375 does not resolve (getaddrinfo ${code} far.example)`
      assert.equal(detail, words)
      const resolve = 'let this machine resolve that host name (`getent hosts NAME` shows whether it does)'
      const here = 'or choose another one with DOCKER_HOST or a Docker context'
      assert.equal(engineRemedy(detail), `${resolve}, ${here}`)
      assert.equal(engineRemedy(detail, 'far'), `${resolve}, or correct spec.engine in the manifest of node far`)
    })

  it('advises a restart of an engine that takes a connection and never answers', () => {
    const hangs = 'restart the engine, which takes connections and does not answer them'
    const wrong = 'or correct spec.engine in the manifest of node far'
    assert.equal(engineRemedy('inspect image app on far: no answer within 10 s', 'far'), `${hangs}, ${wrong}`)
  })

  it('advises no start of an engine that runs, and is not spoken to as it wants', () => {
    const failure = Object.assign(new Error('unable to verify the first certificate'), {
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
    const plain = Object.assign(new Error('Parse Error: Expected HTTP/'), { code: 'HPE_INVALID_CONSTANT' })
    for (const error of [failure, plain]) {
      const { detail } = failureOfError(error, { host: 'tcp://far.example:2376' })
      assert.match(
        engineRemedy(detail),
        /^set DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH as that engine wants/,
      )
      assert.equal(engineRemedy(detail, 'far'), 'correct spec.engine in the manifest of node far')
    }
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    assert.match(
      engineRemedy(failureOfError(broken, { host: 'tcp://far.example:2376' }).detail, 'far'),
      /^start the engine/,
    )
  })

  for (const [what, about, words] of [
    [
      'those of DOCKER_CERT_PATH',
      { tls: { ca: '/c/ca.pem' } },
      'check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH',
    ],
    [
      'those that a manifest names',
      { isDeclared: true, tls: { ca: '/a/ca.pem', cert: '/a/c.pem', key: '/a/k.pem' } },
      'check spec.engine.tls of its Node: caFile /a/ca.pem; certFile /a/c.pem; keyFile /a/k.pem',
    ],
    [
      'those that a manifest lacks',
      { isDeclared: true, tls: { ca: '/a/ca.pem' } },
      'check spec.engine.tls of its Node: caFile /a/ca.pem; certFile, which is not set; keyFile, which is not set',
    ],
  ] as const)
    it(`says which files to check where TLS fails: ${what}`, () => {
      const host = 'tcp://far.example:2376'
      const refused = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      assert.equal(
        failureOfError(refused, { host, ...about }).detail,
        `TLS with ${host} failed; ${words} (self-signed)`,
      )
      const broken = Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      assert.equal(
        failureOfError(broken, { host, ...about }).detail,
        `the connection to ${host} broke; if it stays so, ${words} (reset)`,
      )
    })

  it('says where TLS is declared for a node that may want it', () => {
    const refused = Object.assign(new Error('bad'), { code: 'HPE_INVALID_CONSTANT' })
    const { detail } = failureOfError(refused, { host: 'tcp://far.example:2376', isDeclared: true })
    assert.match(detail, /if it wants TLS, declare spec\.engine\.tls in its manifest/)
  })

  it('says that an engine which is asked for TLS speaks none, and in one line', async () => {
    const plain = createServer((socket) =>
      socket
        .resume()
        .on('error', () => {})
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const at = `127.0.0.1:${(plain.address() as AddressInfo).port}`
    const tls = { skipVerify: true }
    for (const [host, more, remedy] of [
      [`https://${at}`, {}, 'write http:// in the place of https://'],
      [`tcp://${at}`, { tls }, 'unset DOCKER_TLS_VERIFY'],
      [`tcp://${at}`, { tls, isDeclared: true }, 'take spec.engine.tls out of its manifest'],
    ] as const) {
      const options = { node: 'far', clock: realClock, settings: { callsPerEngine: 1 }, host, ...more }
      const engine = await connectDocker(options)
      const error = await errorOf(engine.info({}, anyRun))
      assert.match(error.detail, new RegExp(`^${host} does not speak TLS; if it is not to, ${remedy} \\(.*\\)$`))
      engine.close()
    }
    await once(plain.close(), 'close')
  })

  it('says which group to join where the socket may not be opened', () => {
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    const { code, detail } = failureOfError(refused, { host: 'unix:///run/docker.sock', group: 'docker' })
    assert.equal(code, 'Unreachable')
    assert.match(
      detail,
      /permission denied on unix:\/\/\/run\/docker\.sock: join its group with `usermod -aG docker USER`/,
    )
  })

  it('says who may open it where nobody but root can', () => {
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    assert.match(
      failureOfError(refused, { host: 'unix:///s' }).detail,
      /permission denied on unix:\/\/\/s: run as root/,
    )
  })

  it('says before any call that the socket may not be opened, and nothing of one that is not there', () => {
    const refusing = (code: string) => () => {
      throw Object.assign(new Error(code), { code })
    }
    assert.match(
      forbiddenSocket('unix:///s', refusing('EACCES')) ?? '',
      /^permission denied on unix:\/\/\/s: run as root/,
    )
    assert.equal(forbiddenSocket('unix:///s', refusing('ENOENT')), undefined)
    assert.equal(forbiddenSocket('unix:///nowhere/s'), undefined)
    assert.equal(forbiddenSocket('tcp://h:2376', refusing('EACCES')), undefined)
    // An apply corrects them.
    assert.equal(forbiddenSocket('ssh://h'), undefined)
    assert.equal(forbiddenSocket('tcp://h:99999'), undefined)
  })
})
