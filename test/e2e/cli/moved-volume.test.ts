import { equal, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { BIN } from '../../support/cli.ts'
import { twoEngines } from '../../support/two-engines.ts'

/** The commands of docs/hosts.md that move a volume, after the drain in an editor, as they stand there, for these engines. */
function recipe([old = '', fresh = '']: readonly string[]): string {
  const page = readFileSync('docs/hosts.md', 'utf8')
  const [, block = ''] = /## To move a volume.*?```sh\n(.*?)```/s.exec(page) ?? []
  match(block, /^reconcile edit node\/web2 .*\nreconcile stop db -n shop/)
  return block
    .replace(/^reconcile edit .*\n/, '')
    .replaceAll('tcp://10.0.0.2:2376', `unix://${old}`)
    .replaceAll('tcp://10.0.0.3:2376', `unix://${fresh}`)
    .replaceAll('alpine', 'busybox:1.36')
}

describe('the moving of a volume, as docs/hosts.md says', function () {
  this.timeout(180_000)
  const engines = twoEngines()
  const { does } = engines

  it('brings its data to the other host, where it is ours as it was', async () => {
    const sockets = engines.hosts.map(({ socket }) => socket)
    const node = (name: string, index: number, spec = {}) =>
      engines.cli.write(
        `${name}.yaml`,
        JSON.stringify({
          ...{ apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name } },
          spec: { ...spec, engine: { host: `unix://${sockets[index]}` } },
        }),
      )
    await does('apply', '-f', node('local', 0), '-f', node('web3', 1, { drain: true }))
    await does('apply', '-f', engines.cli.write('shop.yaml', SHOP))
    await does('exec', 'db', '-n', 'shop', '--', 'sh', '-c', 'echo kept > /data/file')
    await does('apply', '-f', node('local', 0, { drain: true }), '-f', node('web3', 1))
    const env = { ...engines.cli.env, PATH: `${dirname(BIN)}:${engines.cli.env['PATH']}` }
    await promisify(execFile)('sh', ['-e', '-c', recipe(sockets)], { cwd: engines.cli.dir, env, timeout: 90_000 })
    match(await does('get', 'tasks', '-n', 'shop', '-o', 'custom-columns=NODE:.spec.node'), /^NODE\nweb3$/m)
    match(await does('exec', 'db', '-n', 'shop', '--', 'cat', '/data/file'), /^kept$/m)
    const conditions = await does('get', 'volume/data', '-n', 'shop', '-o', 'jsonpath={.status.conditions[*].reason}')
    equal(conditions.trim(), 'Present')
  })
})

const SHOP = `
name: shop
services:
  db:
    image: busybox:1.36
    command: ["sh", "-c", "trap exit TERM; sleep 100000 & wait"]
    volumes: ["data:/data"]
volumes: { data: {} }
`
