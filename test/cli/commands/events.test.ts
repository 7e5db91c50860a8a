import { deepEqual, equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('what happened', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200' }))
  })
  afterEach(() => cli.end())

  it('is told by a running serve, the latest last, of one object and of one type', async () => {
    const serve = cli.start('serve')
    await serve.says('NodeLost')
    const file = cli.write('a.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
    equal((await cli.run('apply', '-f', file)).exit, 5)
    const { exit, out } = await cli.run('events')
    equal(exit, 0)
    match(out, /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/)
    match(out, / Normal +RolloutProgressing +Service\/shop\/web +the rollout is Progressing\n/)
    match(out, / Warning +NodeLost +Node\/local +no answer for /)
    const lines = (await cli.run('events', '--for', 'service/web', '--types', 'normal', '-o', 'json')).out
      .trim()
      .split('\n')
    const objects = lines.map((line) => (JSON.parse(line) as { object: string }).object.split('/')[0])
    deepEqual([...new Set(objects)].sort(), ['Service', 'Task'])
    equal((await cli.run('events', '--types', 'warning', '--for', 'service/web')).err, 'No events found.\n')
    const { err } = await cli.run('events', '-n', 'nothing')
    equal(err, 'No events found.\n')
    match((await cli.run('events', '--types', 'bad')).err, /--types bad: not types of events/)
  })

  it('says that without serve nobody keeps it', async () => {
    await cli.run('init')
    match((await cli.run('events')).err, /only a running serve keeps events/)
  })
})
