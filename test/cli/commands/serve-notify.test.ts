import { equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NoticeMessage } from '../../../cli/notices/message.ts'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

describe('serve --notify', function () {
  this.timeout(60_000)
  const messages: NoticeMessage[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    messages.push(JSON.parse(Buffer.concat(chunks).toString()) as NoticeMessage)
    response.end()
  })
  let cli: Cli
  before(async () => {
    await buildCli()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  beforeEach(() => {
    cli = startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200,notifyAfterMs=300,notifyCalmMs=300' })
  })
  afterEach(() => cli.end())

  it('tells of an engine that does not answer, and of a broken file until it is mended', async () => {
    const url = cli.write('url', `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook\n`)
    const good = 'name: shop\nservices:\n  web:\n    image: nginx\n'
    cli.write('w/a.yaml', good)
    const serve = cli.start('serve', '--watch', `${cli.dir}/w`, '--notify', `@${url}`)
    await serve.says('Service/shop/web created')
    cli.write('w/a.yaml', good.replace('nginx', '['))
    const told = (state: string, reason: string) =>
      until(
        `${reason} is ${state}`,
        () => messages.flatMap(({ notices }) => notices).find((each) => each.reason === reason && each.state === state),
        { instead: () => JSON.stringify(messages) },
      )
    equal((await told('failed', 'NodeLost')).object, 'Node/local')
    const { object, message } = await told('failed', 'SourceUnparsable')
    equal(object, `${cli.dir}/w`)
    match(message, /\/w\/a\.yaml:\d+:\d+: /)
    cli.write('w/a.yaml', good)
    ok((await told('recovered', 'SourceUnparsable')).until !== undefined)
  })

  it('is refused before anything is opened where it is no address', async () => {
    const { exit, err } = await cli.run('serve', '--notify', 'ftp://x')
    equal(exit, 2)
    match(err, /--notify URL: no http or https address/)
  })
})
