import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

describe('who changed what', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = startCli()
  })
  afterEach(() => cli.end())

  it('is told of commands and of files, the latest last', async () => {
    const file = cli.write('a.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
    equal((await cli.run('apply', '--no-wait', '-f', file)).exit, 0)
    cli.write('w/b.yaml', 'name: blog\nservices:\n  web:\n    image: nginx\n')
    const serve = cli.start('serve', '--watch', `${cli.dir}/w`)
    await serve.says('Service/blog/web created')
    equal((await cli.run('scale', '-n', 'shop', 'web=3', '--no-wait')).exit, 0)
    await serve.stop()
    const { exit, out } = await cli.run('audit', '--for', 'service/web')
    equal(exit, 0)
    const [head, ...rows] = out.trim().split('\n')
    match(head ?? '', /^TIME +BY +WHAT +OBJECT +DETAILS$/)
    const wanted = [
      / apply +Service\/shop\/web +created$/,
      /\/w\/b\.yaml +sync +Service\/blog\/web +created$/,
      / scale +Service\/shop\/web +scaled; replicas 1 → 3$/,
    ]
    equal(rows.length, wanted.length, out)
    for (const [index, row] of rows.entries()) match(row, wanted[index] as RegExp)
    const last = await cli.run('audit', '--tail', '1', '-o', 'json', '--for', 'service/web')
    equal((JSON.parse(last.out) as { verb: string }).verb, 'scale')
    equal((await cli.run('audit', '--by', 'nobody-of-that-name')).out, '')
    match((await cli.run('audit', '--tail', 'some')).err, /--tail some: not a number of records/)
  })
})
