import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { succeeds } from '../../support/succeeds.ts'
import type { Ground } from './ground.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/coming-from-kamal.md'), 'utf8')
const [, SHOWN = ''] = /```yaml\n([^]*?)```/.exec(PAGE) ?? []

/** Registers a test on an engine that has nginx; it leaves nothing there. */
export function fromKamal(ground: () => Ground): void {
  it('is adopted as it runs, by the file of docs/coming-from-kamal.md', async () => {
    const { hand } = ground()
    const cli = ground().cli()
    await hand.call('POST', '/networks/create', { Name: 'kamal', Driver: 'bridge' })
    const id = await hand.run('app-db', asOfKamal)
    const file = cli.write('compose.yaml', SHOWN.replace('postgres:16', 'nginx:alpine'))
    const planned = await cli.run('plan', '--adopt', '-f', file)
    match(planned.out, /= Service\/app\/db: app-db, as it runs/)
    succeeds(await cli.run('adopt', '-f', file))
    equal((await hand.inspect('app-db')).Id, id)
    succeeds(await cli.run('delete', '--stack', 'app', '--volumes'))
    await hand.call('DELETE', '/networks/kamal')
    deepEqual([await hand.names(), await hand.volumes()], [[], ['app-db-data']])
    await hand.call('DELETE', '/volumes/app-db-data')
  })
}

/** The container that `kamal accessory boot db` makes: its labels, log options, network and restart policy. */
const asOfKamal = {
  Image: 'nginx:alpine',
  Env: ['POSTGRES_USER=app'],
  Labels: { service: 'app-db' },
  HostConfig: {
    Binds: ['app-db-data:/var/lib/postgresql/data'],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
    NetworkMode: 'kamal',
    RestartPolicy: { Name: 'unless-stopped' },
  },
}
