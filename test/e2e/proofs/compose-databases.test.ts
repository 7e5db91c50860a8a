import { equal, match, ok } from 'node:assert/strict'
import { join } from 'node:path'
import type { Cli, Ended } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { pageOf } from './compose-examples.suite.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { inShare } from '../../support/share.ts'

const EXAMPLES = join(import.meta.dirname, '../../../examples/compose')
const fileOf = (name: string) => join(EXAMPLES, name, 'compose.yaml')

/** Only RECONCILE_TEST_ALL=1 runs these, as their images are large. */
for (const release of inShare([], releases))
  describe(`examples of Compose files with databases, as they stand (${release})`, function () {
    this.timeout(300_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release, images: ['mariadb:10.11', 'wordpress:6', 'postgres:15', 'adminer:4'] })
      cli = ground.cli()
    })
    after(() => ground?.end())

    const succeeds = (ended: Ended) => equal(ended.exit, 0, ended.out + ended.err)
    const at = (port: number, path = '') => `http://${ground.host.address}:${port}/${path}`

    it('WordPress with MariaDB: its passwords come as files, and what is written outlives its containers', async () => {
      const file = fileOf('wordpress')
      succeeds(await cli.run('apply', '-f', file))
      match(await pageOf(at(8083, 'wp-admin/install.php')), /five-minute WordPress installation/)
      const password = 'correct horse battery'
      const answer = await fetch(at(8083, 'wp-admin/install.php?step=2'), {
        method: 'POST',
        body: new URLSearchParams({
          ...{ weblog_title: 'Of what was written', user_name: 'editor', admin_email: 'editor@example.com' },
          ...{ admin_password: password, admin_password2: password, pw_weak: '1', blog_public: '0' },
        }),
      })
      match(await answer.text(), /Success!/)
      match(await pageOf(at(8083)), /<title>Of what was written/)

      const { Env } = (await ground.hand.inspect('wordpress-db-1')).Config
      ok(!Env.some((each) => each.includes('change this')), Env.join(' '))
      succeeds(await cli.run('restart', 'stack/wordpress'))
      match(await pageOf(at(8083)), /<title>Of what was written/)
      succeeds(await cli.run('plan', '-f', file, '--exit-code'))
      succeeds(await cli.run('delete', '-f', file))
      succeeds(await cli.run('apply', '-f', file))
      match(await pageOf(at(8083)), /<title>Of what was written/)
      succeeds(await cli.run('delete', '-f', file, '--volumes'))
    })

    it('PostgreSQL with Adminer: each is always restarted, and Adminer shows what is in the database', async () => {
      const file = fileOf('postgres')
      succeeds(await cli.run('apply', '-f', file))
      const database = 'postgres-db-1'
      /** The output of a query; empty while the database starts. */
      const query = (sql: string) =>
        ground.hand
          .exec(database, 'psql', '-U', 'postgres', '-d', 'shop', '-P', 'pager=off', '-tAc', sql)
          .catch(() => '')
      await until('the table is made', async () => (await query('CREATE TABLE of_orders (id int)')).includes('CREATE'))
      await until('Adminer shows the table', async () => (await tablesIn(at(8084))).includes('of_orders'))

      await ground.host.run('sh', '-c', `kill -9 ${await pidOf(database)}`)
      await until('it runs again, with its data', async () =>
        (await query("SELECT 'table ' || tablename FROM pg_tables WHERE tablename = 'of_orders'")).includes(
          'table of_',
        ),
      )
      succeeds(await cli.run('plan', '-f', file, '--exit-code'))
      succeeds(await cli.run('delete', '-f', file, '--volumes'))
    })

    async function pidOf(name: string): Promise<number> {
      return ((await ground.hand.call('GET', `/containers/${name}/json`)) as { State: { Pid: number } }).State.Pid
    }
  })

/** The database's page in Adminer, after a login. */
async function tablesIn(url: string): Promise<string> {
  const body = new URLSearchParams({
    ...{ 'auth[driver]': 'pgsql', 'auth[server]': 'db', 'auth[db]': 'shop' },
    ...{ 'auth[username]': 'postgres', 'auth[password]': 'example' },
  })
  const login = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  const cookie = login.headers.getSetCookie().map((each) => each.split(';')[0])
  const page = await fetch(new URL(login.headers.get('location') ?? '', url), {
    headers: { cookie: cookie.join('; ') },
  })
  return await page.text()
}
