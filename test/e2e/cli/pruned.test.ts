import { deepEqual, equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { handAt } from '../../support/hand.ts'

// Another home than the one that applied a service, as a CI runner has: --prune is what takes away what its files lost since.
describe('what another home applied and the files lost, on a real engine', function () {
  this.timeout(180_000)
  let lab: Lab
  let cli: Cli

  before(async () => {
    ;[lab] = await Promise.all([startLab(), buildCli()])
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
    cli = inProcess(startCli(lab.hosts[0].socket, { TOKEN: 'hush' }))
  })
  after(async () => {
    await cli.end()
    await lab.down()
  })

  const from = (home: string, ...args: readonly string[]) =>
    cli.runWith({ RECONCILE_HOME: join(cli.dir, home) }, ...args)
  const names = async (path: string) => {
    const list = (await handAt(lab.hosts[0].socket).call('GET', path)) as { Names?: string[]; Name?: string }[]
    return list.map(({ Names, Name }) => Names?.[0] ?? Name ?? '').sort()
  }
  const containers = () => names('/containers/json?all=1')
  const networks = async () => (await names('/networks')).filter((name) => name.startsWith('shop_'))

  it('stays and is named, goes as its plan says with --prune, and leaves its data', async () => {
    const debug = { profiles: ['debug'], pre_start: [{ command: ['true'] }] }
    const full = cli.write('full.yaml', stack({ web: { networks: ['back'], secrets: ['token'] }, old: OLD, debug }))
    const less = cli.write('less.yaml', stack({ web: {}, debug }))
    equal((await from('one', 'apply', '-f', full, '--profile', 'debug')).exit, 0)

    const left = await from('two', 'apply', '-f', less)
    equal(left.exit, 0, left.err)
    match(left.err, /warning: shop-old-1 on local of Service\/shop\/old stays as it is.*with --prune.*removes it/)
    equal((await containers()).length, 4)

    const planned = await from('three', 'plan', '-f', less, '--prune', '--exit-code', '--out', 'kept.json')
    equal(planned.exit, 3, planned.err)
    match(planned.out, /- Service\/shop\/old\n +nothing that was applied now declares it \(.*full\.yaml did\)/)
    match(planned.out, /DELETE \/containers\/shop-old-1\?force=1/)
    const applied = await from('three', 'apply', 'kept.json')
    equal(applied.exit, 0, applied.err)
    match(applied.out, /Volume\/shop\/data forgotten: .*`docker volume rm shop_data` there deletes it/)
    deepEqual(await containers(), ['/shop-debug-1', '/shop-debug-pre-start-1-1', '/shop-web-1'])
    deepEqual(await networks(), ['shop_default'])
    const { Volumes } = (await handAt(lab.hosts[0].socket).call('GET', '/volumes')) as { Volumes: { Name: string }[] }
    equal(
      Volumes.some(({ Name }) => Name === 'shop_data'),
      true,
    )

    const again = await from('four', 'up', '-f', less, '--remove-orphans')
    equal(again.exit, 0, again.err)
    deepEqual(await containers(), ['/shop-debug-1', '/shop-debug-pre-start-1-1', '/shop-web-1'])
  })

  it('is deleted by its files or its stack with --prune, from a home that never saw it', async () => {
    const full = cli.write('full.yaml', stack({ web: { networks: ['back'], secrets: ['token'] }, old: OLD }))
    const less = cli.write('less.yaml', stack({ web: {} }))
    equal((await from('one', 'apply', '-f', full)).exit, 0)
    const refused = await from('seven', 'delete', '-f', less)
    equal(refused.exit, 1)
    match(refused.err, /never worked on Service\/shop\/web.*[^]*--prune with -f FILE or --stack STACK/)
    const some = await from('seven', 'delete', '-f', less, '--prune')
    equal(some.exit, 0, some.err)
    deepEqual(await containers(), ['/shop-old-1'])
    deepEqual(await networks(), ['shop_back'])
    const rest = await from('eight', 'down', '-n', 'shop', '--remove-orphans', '-v')
    equal(rest.exit, 0, rest.err)
    deepEqual(await containers(), [])
    deepEqual(await networks(), [])
    const { Volumes } = (await handAt(lab.hosts[0].socket).call('GET', '/volumes')) as { Volumes: { Name: string }[] }
    deepEqual(Volumes, [])
    equal((await from('nine', 'delete', '--stack', 'shop', '--prune')).exit, 1)
  })

  it('waits for approval where it is much', async () => {
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, {}]))
    equal((await from('six', 'apply', '-f', cli.write('many.yaml', stack({ web: {}, ...many })))).exit, 0)
    const less = cli.write('less.yaml', stack({ web: {} }))
    const { exit, err } = await from('five', 'apply', '-f', less, '--prune')
    equal(exit, 6)
    equal((await containers()).length, 7)
    const id = /To allow it: reconcile approve ([0-9a-f]+)/.exec(err)?.[1] ?? ''
    match((await from('five', 'approve', id)).out, /the next apply of the same files does it/)
    equal((await from('five', 'apply', '-f', less, '--prune')).exit, 0)
    deepEqual(await containers(), ['/shop-web-1'])
  })
})

const OLD = { networks: ['back'], volumes: ['data:/d'], secrets: ['token'] }

function stack(services: Readonly<Record<string, object>>): string {
  const base = { image: 'busybox:1.36', command: ['sleep', '100000'], stop_grace_period: '0s' }
  const all = Object.entries(services).map(([name, service]) => [name, { ...base, ...service }])
  const hasOld = 'old' in services
  const beside = { networks: { back: {} }, volumes: { data: {} }, secrets: { token: { environment: 'TOKEN' } } }
  return JSON.stringify({ name: 'shop', services: Object.fromEntries(all), ...(hasOld ? beside : {}) })
}
