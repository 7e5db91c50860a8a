import { equal, match, ok } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

describe('serve --log-format json', function () {
  this.timeout(60_000)
  let cli: Cli
  before(buildCli)
  beforeEach(() => {
    cli = startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200', RECONCILE_LOG_FORMAT: 'json' })
  })
  afterEach(() => cli.end())

  it('says all in JSON, a line each, with what it is about', async () => {
    const good = 'name: shop\nservices:\n  web:\n    image: nginx\n'
    cli.write('w/a.yaml', good)
    const serve = cli.start('serve', '--watch', `${cli.dir}/w`)
    await serve.says('NodeLost')
    await serve.says('Service/shop/web')
    cli.write('w/a.yaml', good.replace('nginx', '['))
    await serve.says('SourceUnparsable')
    await serve.stop()
    const lines = serve
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
    for (const { time, level, loop, message } of lines) ok(time && level && loop && message)
    const has = (wanted: Record<string, string>) => {
      const found = lines.find((line) => Object.entries(wanted).every(([name, value]) => line[name] === value))
      ok(found, `${JSON.stringify(wanted)} is not in ${serve.output()}`)
      return found
    }
    has({ level: 'info', loop: 'source', object: 'Service/shop/web' })
    has({ level: 'warning', loop: 'node', object: 'Node/local', node: 'local', reason: 'NodeLost' })
    match(has({ level: 'error', loop: 'source', reason: 'SourceUnparsable' })['message'] ?? '', /\/w\/a\.yaml:\d+:\d+/)
    equal(has({ loop: 'serve', level: 'info' })['reason'], undefined)
  })

  it('has what it waits for as well, before it serves', async () => {
    await cli.start('serve').says('serving the installation')
    const second = cli.start('serve', '--wait', '1m')
    await second.says('which has')
    const { level, message } = JSON.parse(second.output().trim()) as Record<string, string>
    equal(level, 'info')
    match(message ?? '', /^waiting up to 60 s for .*serve.*, which has /)
  })

  it('is refused where it is none', async () => {
    const { exit, err } = await cli.runWith({ RECONCILE_LOG_FORMAT: 'xml' }, 'serve')
    equal(exit, 2)
    match(err, /write text or json/)
  })
})
