import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { addressOf, resolveEndpoint } from '../../engine/docker/endpoint.ts'

const idOf = (name: string) => createHash('sha256').update(name).digest('hex')
const contextFile = (name: string) => `/home/u/.docker/contexts/meta/${idOf(name)}/meta.json`
const tlsFile = (name: string, file: string) => `/home/u/.docker/contexts/tls/${idOf(name)}/docker/${file}.pem`
const meta = (host: string, more = {}) => JSON.stringify({ Endpoints: { docker: { Host: host, ...more } } })

const files: Record<string, string> = {
  [contextFile('far')]: meta('tcp://far:2376'),
  [tlsFile('far', 'ca')]: 'ca',
  [tlsFile('far', 'key')]: 'key',
  [contextFile('lax')]: meta('tcp://lax', { SkipTLSVerify: true }),
  [contextFile('shell')]: meta('ssh://me@far'),
  [contextFile('broken')]: '{',
  '/certs/ca.pem': 'ca',
  '/certs/cert.pem': 'cert',
  '/certs/key.pem': 'key',
}

const resolveWith = (env: Record<string, string>, more: Record<string, string> = {}) =>
  resolveEndpoint({ env, home: '/home/u', read: (path) => ({ ...files, ...more })[path] })

describe('the endpoint of the engine', () => {
  it('is the default socket where nothing is said', () => {
    assert.deepEqual(resolveWith({}), { host: 'unix:///var/run/docker.sock' })
    const empty = { '/home/u/.docker/config.json': '' }
    assert.deepEqual(resolveWith({}, empty), { host: 'unix:///var/run/docker.sock' })
  })

  it('is DOCKER_HOST, whatever the context', () => {
    const env = { DOCKER_HOST: 'unix:///tmp/x.sock', DOCKER_CONTEXT: 'far' }
    assert.deepEqual(resolveWith(env), { host: 'unix:///tmp/x.sock' })
  })

  it('fills in the port of TCP', () => {
    assert.deepEqual(resolveWith({ DOCKER_HOST: 'tcp://h' }), { host: 'tcp://h:2375' })
    assert.deepEqual(resolveWith({ DOCKER_HOST: 'tcp://[::1]' }), { host: 'tcp://[::1]:2375' })
  })

  it('takes the certificates of DOCKER_CERT_PATH when TLS is wanted', () => {
    const env = { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }
    const tls = { ca: '/certs/ca.pem', cert: '/certs/cert.pem', key: '/certs/key.pem' }
    assert.deepEqual(resolveWith(env), { host: 'tcp://h:2376', tls })
  })

  it('refuses TLS without an authority', () => {
    const env = { DOCKER_HOST: 'tcp://h', DOCKER_TLS_VERIFY: '1' }
    assert.throws(() => resolveWith(env), /\/home\/u\/\.docker\/ca\.pem is missing; set DOCKER_CERT_PATH/)
  })

  it('is the context of DOCKER_CONTEXT, with its certificates', () => {
    const tls = { ca: tlsFile('far', 'ca'), key: tlsFile('far', 'key') }
    assert.deepEqual(resolveWith({ DOCKER_CONTEXT: 'far' }), { host: 'tcp://far:2376', tls })
  })

  it('is the current context of config.json', () => {
    const config = { '/home/u/.docker/config.json': JSON.stringify({ currentContext: 'lax' }) }
    assert.deepEqual(resolveWith({}, config), { host: 'tcp://lax:2376', tls: { skipVerify: true } })
  })

  it('looks in DOCKER_CONFIG in place of ~/.docker', () => {
    assert.throws(() => resolveWith({ DOCKER_CONFIG: '/etc/d', DOCKER_CONTEXT: 'far' }), /\/etc\/d\/contexts\/meta/)
  })

  it('is a place over ssh, which has no certificates', () => {
    assert.deepEqual(resolveWith({ DOCKER_CONTEXT: 'shell' }), { host: 'ssh://me@far' })
    assert.deepEqual(resolveWith({ DOCKER_HOST: 'ssh://h', DOCKER_TLS_VERIFY: '1' }), { host: 'ssh://h' })
  })

  const refusals: readonly [Record<string, string>, RegExp][] = [
    [{ DOCKER_CONTEXT: 'nope' }, /context "nope" not found .*docker context ls/],
    [{ DOCKER_CONTEXT: 'broken' }, /not JSON/],
    [{ DOCKER_HOST: 'ssh://-oProxyCommand=id' }, /not an address for ssh; write ssh:\/\//],
    [{ DOCKER_HOST: 'ssh://me:word@h' }, /\/\/\*\*\*@h: not an address for ssh; .*without a password/],
    [{ DOCKER_HOST: 'ssh://h/run/%h.sock' }, /not an address for ssh/],
    [{ DOCKER_HOST: 'ssh://h/run/a:b' }, /not an address for ssh/],
    [{ DOCKER_HOST: 'ssh://h:0' }, /not an address for ssh/],
    [{ DOCKER_HOST: 'npipe:////./pipe/docker' }, /npipe:\/\/ is not supported/],
    [{ DOCKER_HOST: 'localhost:2375' }, /not an engine's address/],
    [{ DOCKER_HOST: 'tcp://h:99999' }, /not an address/],
    [{ DOCKER_HOST: 'unix://relative' }, /not an engine's address/],
  ]
  for (const [env, words] of refusals) {
    it(`refuses ${JSON.stringify(env)} and says what to do`, () => {
      assert.throws(() => resolveWith(env), words)
    })
  }

  it('reads addresses', () => {
    assert.deepEqual(addressOf('tcp://[fe80::1]:1234'), { kind: 'tcp', host: 'fe80::1', port: 1234 })
    const to = { user: 'me', host: 'h', port: 2222, socket: '/run/user/1000/docker.sock' }
    assert.deepEqual(addressOf('ssh://me@h:2222/run/user/1000/docker.sock'), { kind: 'ssh', to })
    assert.deepEqual(addressOf('https://h'), { kind: 'tcp', host: 'h', port: 2376, tls: {} })
  })
})
