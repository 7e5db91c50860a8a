import { equal, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { AuditedChange } from '../../../api/v1/installation/audit-record.ts'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('who changed what', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli())
  })
  afterEach(() => cli.end())

  it('is told of commands and of files, the latest last', async () => {
    const file = cli.write('a.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
    equal((await cli.run('apply', '--no-wait', '-f', file)).exit, 0)
    cli.write('w/b.yaml', 'name: blog\nservices:\n  web:\n    image: nginx\n')
    const serve = cli.start('serve', '--watch', `${cli.dir}/w`)
    await Promise.all([serve.says('serving the installation'), serve.says('Service/blog/web created')])
    equal((await cli.run('scale', '-n', 'shop', 'web=3', '--no-wait')).exit, 0)
    await serve.stop()
    const { exit, out } = await cli.run('audit', '--for', 'service/web')
    equal(exit, 0)
    const [head, ...rows] = out.trim().split('\n')
    match(head ?? '', /^TIME +BY +WHAT +OBJECT +DETAILS$/)
    const wanted = [
      / apply +Service\/shop\/web +created$/,
      /\/w\/b\.yaml +sync +Service\/blog\/web +created$/,
      /Z +(?!socket)\S.* scale +Service\/shop\/web +scaled; replicas 1 → 3$/,
    ]
    equal(rows.length, wanted.length, out)
    for (const [index, row] of rows.entries()) match(row, wanted[index] as RegExp)
    const last = await cli.run('audit', '--tail', '1', '-o', 'json', '--for', 'service/web')
    equal((JSON.parse(last.out) as { verb: string }).verb, 'scale')
    equal((await cli.run('audit', '--by', 'nobody-of-that-name')).out, '')
    match((await cli.run('audit', '--tail', 'some')).err, /--tail some: not a number of records/)
  })

  it('is told of tokens, beside a serve and without one', async () => {
    const serve = cli.start('serve')
    await serve.says('serving the installation')
    equal((await cli.run('token', 'create', 'ci', '--role', 'admin')).exit, 0)
    await serve.stop()
    equal((await cli.run('token', 'delete', 'ci', 'none')).exit, 1)
    const { out } = await cli.run('audit', '--for', 'ci')
    const [, ...rows] = out.trim().split('\n')
    equal(rows.length, 2, out)
    match(rows[0] ?? '', / token create +Token\/ci +created; role admin$/)
    match(rows[1] ?? '', / token delete +Token\/ci +deleted$/)
  })

  it('is told of a push that no serve takes', async () => {
    const repository = `${cli.dir}/stacks`
    equal((await cli.run('init', '--git', repository)).exit, 0)
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: cli.dir, env: { ...cli.env, ...AUTHOR }, stdio: 'pipe' })
    git('clone', '-q', repository, 'clone')
    cli.write('clone/a.yaml', 'name: shop\nservices:\n  web:\n    image: nginx\n')
    git('-C', 'clone', 'add', '.')
    git('-C', 'clone', 'commit', '-q', '-m', 'web')
    const head = git('-C', 'clone', 'rev-parse', 'HEAD').toString().trim()
    git('-C', 'clone', 'push', '-q', 'origin', 'HEAD')
    const { out } = await cli.run('audit', '--type', 'change', '-o', 'json')
    const records = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditedChange)
    const push = records.find(({ verb }) => verb === 'push')
    equal(push?.details?.[0], `commit ${head}`)
    equal(push?.by.kind, 'push')
  })
})

const AUTHOR = {
  ...{ GIT_AUTHOR_NAME: 'anna', GIT_AUTHOR_EMAIL: 'a@example.com' },
  ...{ GIT_COMMITTER_NAME: 'anna', GIT_COMMITTER_EMAIL: 'a@example.com' },
}
