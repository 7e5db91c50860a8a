import { deepEqual, equal, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'

describe('serve --listen', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => (cli = startCli()))
  afterEach(() => cli.end())

  it('serves who has a token, over TLS, until the token is deleted', async () => {
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-subj', '/CN=localhost', '-days', '2']
    const files = [
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
    ]
    execFileSync('openssl', ['req', '-x509', '-nodes', ...files, ...names], { cwd: cli.dir, stdio: 'ignore' })
    const serving = cli.start('serve', '--listen', '127.0.0.1:0', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem')
    await serving.says('and nobody has: reconcile token create NAME --role view')
    await serving.says('serving the installation')
    const [, url = ''] = /listening on (https:\S+)/.exec(serving.output()) ?? []
    const { out, err } = await cli.run('token', 'create', 'ci', '--role', 'view')
    match(err, /token ci may view; it is shown this once/)
    const ca = readFileSync(join(cli.dir, 'cert.pem'))
    const ask = (method = 'GET') => statusOf(`${url}/apis/reconcile.dev/v1/services`, { ca, method, token: out.trim() })
    deepEqual([await ask(), await ask('POST')], [200, 403])
    match((await cli.run('token', 'list')).out, /^NAME +ROLE +AGE\nci +view +\d+s$/m)
    equal((await cli.run('token', 'delete', 'ci')).exit, 0)
    equal(await ask(), 401)
    equal(await serving.stop(), 0)
  })

  it('works on no host where its address is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { exit, err, out } = await cli.run('serve', '--listen', `127.0.0.1:${port}`)
    other.close()
    equal(exit, 1, err)
    match(err, /listening on 127.0.0.1:\d+: .*EADDRINUSE.*\nnext: name another address, or end what listens there/)
    equal(out, '')
    equal(existsSync(join(cli.dir, 'home/state/content-key')), false, 'the loops began')
  })

  for (const { args, words } of [
    {
      args: ['serve', '--listen', '0.0.0.0:0'],
      words: /in the clear\nnext: give --tls-cert and --tls-key, or listen on 127/,
    },
    { args: ['serve', '--listen', ':8443'], words: /is no address/ },
    { args: ['serve', '--listen', '127.0.0.1:99999'], words: /is no address/ },
    { args: ['serve', '--tls-cert', 'a.pem'], words: /are for --listen/ },
    { args: ['serve', '--listen', '127.0.0.1:0', '--tls-cert', 'a.pem'], words: /without its key/ },
    { args: ['serve', '--listen', '127.0.0.1:0', '--tls-cert', 'a.pem', '--tls-key', 'b'], words: /a\.pem: ENOENT/ },
    {
      args: ['serve', '--listen', '127.0.0.1:0', '--tls-cert', '/dev/null', '--tls-key', '/dev/null'],
      words: /--tls-cert \/dev\/null: .*\nnext: name a file in PEM/,
    },
    { args: ['token', 'create', 'ci', '--role', 'king'], words: /king is no role/ },
    { args: ['token', 'create', 'ci'], words: /required option '--role/ },
    { args: ['token', 'create', '../ci', '--role', 'view'], words: /no name of a token/ },
  ])
    it(`refuses ${args.join(' ')}`, async () => {
      const { exit, err } = await cli.run(...args)
      equal(exit, 2, err)
      match(err, words)
    })

  it('makes one token of a name, and says which it can not delete', async () => {
    equal((await cli.run('token', 'create', 'ci', '--role', 'edit')).exit, 0)
    const again = await cli.run('token', 'create', 'ci', '--role', 'edit')
    equal(again.exit, 2)
    match(again.err, /reconcile token delete ci/)
    const { exit, err } = await cli.run('token', 'delete', 'other')
    equal(exit, 1)
    match(err, /there is no token other/)
  })
})

interface Asked {
  readonly ca: Buffer
  readonly method: string
  readonly token: string
}

function statusOf(url: string, { ca, method, token }: Asked): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    const sent = request(url, { ca, method, headers, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject)
    sent.end()
  })
}
