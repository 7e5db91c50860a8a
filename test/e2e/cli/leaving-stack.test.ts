import { equal, match } from 'node:assert/strict'
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'
import { loadImages } from '../../support/images.ts'
import { startLab, type Lab } from '../../support/lab.ts'
import { handAt } from '../../support/hand.ts'

describe('a stack that left its watched directory, on a real engine', function () {
  this.timeout(180_000)
  let lab: Lab
  let cli: Cli

  before(async () => {
    ;[lab] = await Promise.all([startLab(), buildCli()])
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
    cli = inProcess(startCli(lab.hosts[0].socket, { RECONCILE_SETTINGS: 'stackHoldMs=8000' }))
  })
  after(async () => {
    await cli.end()
    await lab.down()
  })

  it('is shown with its time, stays when it is put back, and goes without its data', async () => {
    for (const name of ['shop', 'blog']) cli.write(`tree/${name}.yaml`, stack(name))
    const serve = cli.start('serve', '--watch', 'tree')
    const reaches = async (type: string, reason: string) => {
      const goal = `--for=jsonpath={.status.conditions[?(@.type=="${type}")].reason}=${reason}`
      const { exit, out, err } = await cli.run('wait', 'stack/blog', goal)
      equal(exit, 0, out + err)
    }
    await serve.says('serving the installation')
    equal((await cli.run('wait', 'stack/blog', '--for=create')).exit, 0)
    await reaches('Ready', 'AllReady')

    symlinkSync('.', join(cli.dir, 'tree/again')) // a plan walks the tree as serve does, who follows it once
    const planned = await cli.run('plan', '-f', 'tree', '--exit-code')
    equal(planned.exit, 0, planned.out + planned.err)

    rmSync(join(cli.dir, 'tree/blog.yaml'))
    await reaches('DeletionPending', 'MissingFromFiles')
    const { out } = await cli.run('describe', 'stack/blog')
    match(out, /DeletionPending +True .*serve deletes it at \d{4}-\d\d-\d\dT[\d:]+Z \(volumes keep their data\)/)
    match(out, /To keep it, put it back into a file before that/)
    cli.write('tree/blog.yaml', stack('blog'))
    await reaches('Ready', 'AllReady')

    rmSync(join(cli.dir, 'tree/blog.yaml'))
    await serve.says('Volume/blog/data forgotten: ')
    match(
      serve.output(),
      /; its data stays as the volume blog_data on local: `docker volume rm blog_data` there deletes it/,
    )
    equal((await cli.run('wait', 'stack/blog', '--for=delete')).exit, 0)
    const { Volumes } = (await handAt(lab.hosts[0].socket).call('GET', '/volumes')) as { Volumes: { Name: string }[] }
    equal(
      Volumes.some(({ Name }) => Name === 'blog_data'),
      true,
    )
  })
})

function stack(name: string): string {
  const web = { image: 'busybox:1.36', command: ['sleep', '100000'], stop_grace_period: '0s', volumes: ['data:/d'] }
  return JSON.stringify({ name, services: { web }, volumes: { data: {} } })
}
