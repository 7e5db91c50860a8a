import { equal, match, ok } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

const SHOP = 'name: shop\nservices:\n  web:\n    image: nginx\n'

describe('edit', function () {
  this.timeout(60_000)
  let cli: Cli
  before(async () => await buildCli())
  beforeEach(async () => {
    cli = startCli()
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP), '--no-wait')
  })
  afterEach(async () => await cli.end())

  /** Edits with a script that gets the file as `$1`; it counts its calls, and keeps what it was shown. */
  const editing = async (script: string) => {
    const editor = cli.write(
      'my editor',
      `#!/bin/sh\necho x >> ${cli.dir}/calls\ncp "$1" "${cli.dir}/shown"\n${script}\n`,
    )
    chmodSync(editor, 0o755)
    const env = { KUBE_EDITOR: `'${editor}'`, TMPDIR: dirname(cli.write('tmp/.keep', '')) }
    const ended = await cli.runWith(env, 'edit', 'service/web', '-n', 'shop', '--no-wait')
    const left = readdirSync(`${cli.dir}/tmp`).filter((name) => name.startsWith('reconcile-edit-'))
    return { ...ended, left, calls: readFileSync(`${cli.dir}/calls`, 'utf8').length / 2 }
  }
  const image = async () =>
    (await cli.run('get', 'service/web', '-n', 'shop', '-o', 'jsonpath={.spec.template.image}')).out

  it('declares what is saved, and leaves no file', async () => {
    const { exit, out, err, left } = await editing('sed -i s/nginx/nginx:2/ "$1"')
    equal(exit, 0, err)
    match(out, /Service\/shop\/web configured: template.image nginx → nginx:2/)
    equal(await image(), 'nginx:2')
    equal(left.length, 0)
  })

  for (const { it: sentence, script, says } of [
    { it: 'nothing is changed', script: 'true', says: 'edit cancelled, no changes\n' },
    { it: 'the file is emptied', script: ': > "$1"', says: 'edit cancelled, the file was emptied\n' },
  ])
    it(`ends without a change where ${sentence}`, async () => {
      const { exit, out, left } = await editing(script)
      equal(exit, 0)
      equal(out, says)
      equal(left.length, 0)
    })

  it('opens again with what is wrong at the top, until that is mended', async () => {
    const { exit, out, err, calls } = await editing(
      'if grep -q "^#: error:" "$1"; then sed -i s/imege:/image:/ "$1"; else sed -i "s/image: nginx/imege: other/" "$1"; fi',
    )
    equal(exit, 0, err)
    equal(calls, 2)
    match(err, /imege/)
    match(
      readFileSync(`${cli.dir}/shown`, 'utf8'),
      /^#: Service shop\/web, as it was applied.*\n(#:.*\n)*#: error: .*imege/,
    )
    match(out, /configured/)
    equal(await image(), 'other')
  })

  it('gives up where it is saved again with the same errors, and keeps the edit', async () => {
    const { exit, err, calls, left } = await editing('sed -i s/image:/imege:/ "$1"')
    equal(exit, 2)
    equal(calls, 2)
    const [, file = ''] = /your edit is kept in (\S+)/.exec(err) ?? []
    ok(existsSync(file), err)
    equal(err.match(/unknown field/g)?.length ?? err, 1)
    match(readFileSync(file, 'utf8'), /imege: nginx/)
    equal(left.length, 1)
    equal(await image(), 'nginx')
  })

  it('gives up on a script that saves another error each time', async () => {
    const { exit, err, calls, left } = await editing(`echo "imege$(wc -l < ${cli.dir}/calls): 1" >> "$1"`)
    equal(exit, 2, err)
    equal(calls, 5)
    match(err, /^error: saved 5 times, and still wrong; your edit is kept in /m)
    equal(left.length, 1)
  })

  it('keeps the edit of an editor that failed', async () => {
    const { exit, err } = await editing('sed -i s/nginx/other/ "$1"; exit 3')
    equal(exit, 1)
    match(err, /the editor \S+.* ended with 3; your edit is kept in /)
    equal(await image(), 'nginx')
  })

  describe('on a full disk', () => {
    beforeEach(() => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20k', 'edits', dirname(cli.write('tmp/.keep', ''))])
    })
    afterEach(() => void execFileSync('umount', [`${cli.dir}/tmp`]))
    const fill = () => `head -c 30000 /dev/zero > ${cli.dir}/tmp/fill 2> ${cli.dir}/full || true`

    it('tells of no edit before there is one, and leaves no file', async () => {
      cli.write('calls', '')
      execFileSync('sh', ['-c', fill()])
      const { exit, err, left, calls } = await editing('true')
      equal(exit, 1)
      match(err, /ENOSPC/)
      equal(err.includes('your edit'), false, err)
      equal([calls, ...left].join(), '0')
    })
  })

  it('edits the file of a watched directory, through the serve that watches it', async () => {
    const file = cli.write('watched/blog.yaml', '# ours\nname: blog\nservices:\n  web:\n    image: nginx # the first\n')
    const serve = cli.start('serve', '--watch', dirname(file))
    await until(
      'serve has it',
      async () => (await cli.run('get', 'service/web', '-n', 'blog', '-o', 'name')).out !== '',
    )
    const editor = cli.write('editor', '#!/bin/sh\nsed -i s/nginx/caddy/ "$1"\n')
    chmodSync(editor, 0o755)
    const { exit, out, err } = await cli.runWith({ VISUAL: editor }, 'edit', 'service/web', '-n', 'blog', '--no-wait')
    equal(exit, 0, err)
    ok(out.includes(`Service/blog/web configured: template.image nginx → caddy; in ${file}:`), out)
    equal(readFileSync(file, 'utf8'), '# ours\nname: blog\nservices:\n  web:\n    image: caddy # the first\n')
    await serve.stop()
  })

  it('names an editor that is not there', async () => {
    const { exit, err } = await cli.runWith({ EDITOR: '/nowhere/vi' }, 'edit', 'service/web', '-n', 'shop')
    equal(exit, 1)
    match(err, /the editor \/nowhere\/vi can't be run/)
    match(err, /next: set KUBE_EDITOR, VISUAL or EDITOR/)
  })
})
