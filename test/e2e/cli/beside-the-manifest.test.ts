import { deepEqual, equal, match } from 'node:assert/strict'
import { twoEngines } from '../../support/two-engines.ts'

describe('a project that writes to a directory beside it, where another host has less to do', function () {
  this.timeout(180_000)
  const engines = twoEngines()
  const { does } = engines

  const nodesOf = async (stack: string) => {
    const out = await does('get', 'tasks', '-n', stack, '-o', 'jsonpath={.items[*].spec.node}')
    return out.trim().split(' ').sort()
  }

  it('runs on this machine, and is found with what it wrote by an update, and after it was taken down', async () => {
    const spec = { engine: { host: `tcp://${engines.hosts[1]?.tcp}` } }
    const far = { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name: 'far' }, spec }
    await does('apply', '-f', engines.cli.write('far.yaml', JSON.stringify(far)))
    await does(
      'apply',
      '-f',
      engines.cli.write('load.yaml', project('load', { replicas: 3, constraint: 'node.name==local' })),
    )
    const file = (replicas: number, revision = '1') =>
      engines.cli.write('shop.yaml', project('shop', { replicas, revision }))
    const { calls } = JSON.parse(await does('plan', '-f', file(2), '-o', 'json'))
    deepEqual([...new Set(calls.map(({ node }: { node: string }) => node))], ['local'])
    await does('apply', '-f', file(2))
    deepEqual(await nodesOf('shop'), ['local', 'local'])
    await does('exec', 'web', '-n', 'shop', '--', 'sh', '-c', 'echo kept > /data/file')
    await does('apply', '-f', file(1, '2'))
    await does('delete', '--stack', 'shop')
    await does('apply', '-f', file(1))
    deepEqual(await nodesOf('shop'), ['local'])
    match(await does('exec', 'web', '-n', 'shop', '--', 'cat', '/data/file'), /^kept$/m)
  })

  it('stays where it wrote, if that was elsewhere, and says what a move leaves', async () => {
    const app = (of: Parameters<typeof project>[1]) => engines.cli.write('app.yaml', project('app', of))
    await does('apply', '-f', app({ constraint: 'node.name==far' }))
    await does('apply', '-f', app({ revision: '2' }))
    deepEqual(await nodesOf('app'), ['far'])
    const { exit, err } = await engines.cli.run('apply', '-f', app({ constraint: 'node.name==local', revision: '3' }))
    equal(exit, 0)
    match(err, /goes to local; what was written to \S+\/data on far is not there, unless the hosts share that/)
  })
})

/** A project whose service writes to `data` beside it, in this revision; with a constraint, if one is given. */
function project(name: string, { replicas = 1, constraint = '', revision = '1' }): string {
  const placement = constraint === '' ? '' : `, placement: { constraints: ["${constraint}"] }`
  return `
name: ${name}
services:
  web:
    image: busybox:1.36
    command: ["sh", "-c", "trap exit TERM; sleep 100000 & wait"]
    deploy: { replicas: ${replicas}${placement} }
    volumes: ["./data:/data"]
    network_mode: none
    environment: { REVISION: "${revision}" }
`
}
