import assert from 'node:assert/strict'
import type { EngineErrorCode } from '../../engine/errors.ts'
import { errorOf } from './error-of.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from './fake-http-engine.ts'

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
    [
      500,
      "Error starting userland proxy: cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80' to /etc/sysctl.conf (currently 1024), or choose a larger port number (>= 1024): listen tcp4 0.0.0.0:80: bind: permission denied",
      'Invalid',
    ],
    [500, 'listen tcp4 192.0.2.9:80: bind: cannot assign requested address', 'Invalid'],
    [500, 'joining network namespace of container: No such container: gone', 'NotFound'],
    [500, 'could not find an available, non-overlapping IPv4 address pool', 'Busy'],
    [500, 'write /x: no space left on device', 'Busy'],
    [500, 'Get "https://r/v2/": dial tcp: lookup r: no such host', 'Busy'],
    [500, 'Get "https://r/v2/a/manifests/1": unauthorized: authentication required', 'Denied'],
    // From GitHub's and GitLab's registries; 20.10 and 28.5 pass it on with these two statuses.
    [500, 'Head "https://r/v2/a/manifests/1": denied: access forbidden', 'Denied'],
    [403, 'denied: Permission "downloadArtifacts" denied on resource (or it may not exist).', 'Denied'],
    [500, 'unexpected status from HEAD request to https://r/v2/a/manifests/1: 401 Unauthorized', 'Denied'],
    [404, 'No such container: shop-unauthorized-1', 'NotFound'],
    [
      400,
      'COPY failed: file not found in build context: stat errors/unauthorized.html: file does not exist',
      'Invalid',
    ],
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
    [
      500,
      'Cannot update container 13222dcad4cf: runc did not terminate successfully: exit status 1: unable to set memory limit to 16777216 (current usage: 63541248, peak usage: 65163264)',
      'Conflict',
    ],
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
    ['could not select device driver "nvidia" with capabilities: [[gpu]]', /for nvidia the NVIDIA Container Toolkit/],
    [
      'path / is mounted on / but it is not a shared or slave mount',
      /; share it on the host with `mount --make-rshared/,
    ],
    ['Bind for 0.0.0.0:80 failed: port is already allocated', /: free it, or publish another one/],
    ['unable to find user nobdy: no matching entries in passwd file', /; its image has no such user: correct `user`/],
    ['unable to find group no: no matching entries in group file', /no such group: correct `group_add`/],
    ['invalid mount config for type "bind": bind source path does not exist: /x', /; make it on the host/],
    [
      'cannot join network namespace of a non running container: container other is exited',
      /; start that container, or name another one \(`network_mode`/,
    ],
    ['write /x: no space left on device', /; free space on the host/],
    ['all predefined address pools have been fully subnetted', /`docker network prune`, give it a `subnet` of its own/],
    ["no available IPv4 addresses on this network's address pools: n (1)", /; its network has no address left/],
    ['failed to initialize logging driver: journald is not enabled on this host', /; where it states no `logging`/],
    [
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      /; put the registry's CA into/,
    ],
    [
      'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-29',
      /; renew the certificate of the registry, or set the clock of the host$/,
    ],
    [
      'x509: certificate is valid for other.example, not registry.example',
      /; name the registry as its certificate does/,
    ],
    [
      "x509: cannot validate certificate for 192.0.2.1 because it doesn't contain any IP SANs",
      /; name the registry as its certificate does/,
    ],
    [
      'x509: certificate relies on legacy Common Name field, use SANs instead',
      /; name the registry as its certificate does/,
    ],
    [
      'Get "https://r:5000/v2/": http: server gave HTTP response to HTTPS client',
      /; it speaks no TLS: .* in `insecure-registries` of/,
    ],
    [
      "cannot share the host's network namespace when user namespaces are enabled",
      /; the engine remaps users .*`userns_mode: host`/,
    ],
    [
      'privileged mode is incompatible with user namespaces.  You must run the container in the host namespace',
      /; the engine remaps users .*`userns_mode: host`/,
    ],
    ['get: no such volume', /; a container that `volumes_from` names has .*: write that as `tmpfs:` there$/],
    [
      'endpoint with name web-1 already exists in network shop_default',
      /; where no container .*: `docker network disconnect -f NETWORK NAME` frees it$/,
    ],
  ] as const)
    it(`says what to do about: ${message}`, async () => {
      fake.answer = (_asked, response) => json(response, 500, { message })
      assert.match((await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))).detail, remedy)
    })

  it('of a port has the same words at each attempt', async () => {
    const message = `driver failed programming external connectivity on endpoint web (${'0a'.repeat(32)}): cannot expose privileged port 80`
    fake.answer = (_asked, response) => json(response, 500, { message })
    const { detail } = await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))
    assert.equal(
      detail,
      'driver failed programming external connectivity on endpoint web: cannot expose privileged port 80',
    )
  })

  for (const [path, told] of [
    [`overlay2/${'0a'.repeat(32)}-init/link`, 'overlay2/…/link'],
    ['tmp/GetImageBlob3019283746', 'tmp/…'],
    [`overlay2/${'0a'.repeat(32)}/.tmp-link1338611804`, 'overlay2/…/…'],
    [`containers/${'0a'.repeat(32)}/.tmp-resolv.conf.hash522813853`, 'containers/…/…'],
    ['volumes/shop_data/_data', 'volumes/shop_data/_data'],
  ] as const)
    it(`of a full disk has the same words at each attempt: ${told}`, async () => {
      const message = `write /var/lib/docker/${path}: no space left on device`
      fake.answer = (_asked, response) => json(response, 500, { message })
      const { detail } = await errorOf(fake.engine.startContainer({ id: 'web-1' }, anyRun))
      assert.ok(detail.startsWith(`write /var/lib/docker/${told}: no space left on device; free space`), detail)
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
