import { deepEqual, equal, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { dockerCompose, dockerComposeOne } from '../../compose/oracle.ts'
import type { Ended } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { pageOf } from './compose-examples.suite.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { startRowWriter } from './row-writer.ts'
import { inShare } from '../../support/share.ts'

const EXAMPLES = join(import.meta.dirname, '../../../examples/compose')

interface Example {
  readonly project: string
  readonly file?: string
  readonly page?: number
  /** The service to which a client writes all the time; the commands that add a row and that count the rows. */
  readonly data?: { readonly service: string; readonly add: readonly string[]; readonly count: readonly string[] }
  /** How many containers there are; `scale` sets more than one of a service by hand. */
  readonly containers: number
  readonly scale?: readonly string[]
  /** Services whose containers are replaced: Compose binds the files of secrets and configs, and here they are delivered. */
  readonly replaced?: readonly string[]
}

const psql = (sql: string) => ['psql', '-U', 'postgres', '-d', 'shop', '-P', 'pager=off', '-tAc', sql]
const mariadb = (sql: string) => ['mariadb', '-uroot', '-pchange this too', 'wordpress', '-sNe', sql]
const table = (of: (sql: string) => readonly string[]) => ({
  add: of("CREATE TABLE IF NOT EXISTS written (id INT); INSERT INTO written VALUES (1); SELECT 'added'"),
  count: of("SELECT 'rows', count(*) FROM written"),
})
const counter = {
  service: 'redis',
  add: ['sh', '-c', 'redis-cli INCR written | grep -q "^[0-9]" && echo added'],
  count: ['sh', '-c', 'echo rows $(redis-cli GET written)'],
}

const one: readonly Example[] = [
  { project: 'links', page: 8081, containers: 3, data: counter },
  { project: 'version-2', page: 8082, containers: 2, data: counter },
  { project: 'version-3', page: 4000, containers: 5, scale: ['--scale', 'web=5'] },
]
const today: readonly Example[] = [
  ...one.slice(1).map(({ scale: _, ...each }) => each),
  { project: 'today', file: 'compose.yaml', page: 8085, containers: 2, replaced: ['web'] },
  {
    ...{ project: 'wordpress', file: 'compose.yaml', page: 8083, containers: 2, replaced: ['db', 'wordpress'] },
    data: { service: 'db', ...table(mariadb) },
  },
  {
    ...{ project: 'postgres', file: 'compose.yaml', page: 8084, containers: 2 },
    data: { service: 'db', ...table(psql) },
  },
]

const composers = [
  { name: 'docker-compose 1', program: dockerComposeOne(), examples: one },
  { name: 'docker compose 2', program: dockerCompose(), examples: today },
]

/** Each example is run by Compose and then adopted while a client uses it. Only RECONCILE_TEST_ALL=1 runs these. */
for (const release of inShare([], releases))
  describe(`the examples as docker compose runs them are adopted (${release})`, function () {
    this.timeout(300_000)
    let ground: Ground

    before(async () => {
      const small = ['busybox:1.36', 'nginx:alpine', 'python:3.11', 'redis:7'] as const
      ground = await startGround({
        release,
        images: [...small, 'mariadb:10.11', 'wordpress:6', 'postgres:15', 'adminer:4'],
      })
    })
    afterEach(async () => {
      await ground.wipe()
      // Images that one Compose built would otherwise be reused by the next.
      const images = (await ground.hand.call('GET', '/images/json')) as readonly {
        RepoTags: readonly string[] | null
      }[]
      const built = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => /^(version-2|links)[-_]/.test(tag))
      for (const tag of built) await ground.hand.call('DELETE', `/images/${tag}?force=1`)
    })
    after(() => ground?.end())

    const succeeds = ({ exit, out, err }: Ended) => equal(exit, 0, out + err)
    const running = async () => {
      const listed = (await ground.hand.containers()).filter(({ State }) => State === 'running')
      const all = await Promise.all(listed.map(({ Id }) => ground.hand.inspect(Id)))
      return new Map(all.map(({ Id, State, Config }) => [Id, { State, service: serviceOf(Config.Labels) }]))
    }
    const containerOf = async (service: string) =>
      [...(await running())].find(([, each]) => each.service === service)?.[0] ?? 'none'

    for (const { name, program, examples } of composers)
      for (const example of examples)
        it(`${example.project}, by ${name}: nothing is lost, and ${example.replaced?.join(' and ') ?? 'nothing'} replaced`, async function () {
          if (program === undefined) return this.skip()
          const { project, containers, page, scale = [], replaced = [], data } = example
          // A directory that the engine sees as well, as Compose binds the files of secrets.
          const cwd = join(dirname(ground.host.socket), project)
          cpSync(join(EXAMPLES, project), cwd, { recursive: true })
          const file = join(cwd, example.file ?? 'docker-compose.yml')
          const cli = ground.cli()
          const env = { PATH: process.env['PATH'], HOME: cli.dir, DOCKER_BUILDKIT: '0' }
          const args = ['-f', file, '-p', project, 'up', '-d', ...scale]
          await promisify(execFile)(program, args, {
            cwd,
            env: { ...env, DOCKER_HOST: `unix://${ground.host.socket}` },
          })
          await pageOf(`http://${ground.host.address}:${page}/`)
          await until('all run', async () => (await running()).size === containers)
          const writer = data && (await startRowWriter(ground.hand, () => containerOf(data.service), data))
          const before = await running()

          const planned = await cli.run('plan', '--adopt', '-f', file)
          succeeds(await cli.run('adopt', project, '-f', file))
          const after = await running()
          const gone = [...before].filter(([id]) => !after.has(id)).map(([, { service }]) => service)
          deepEqual([...new Set(gone)].sort(), replaced, planned.out)
          for (const [id, { State }] of after)
            equal(State.StartedAt, before.get(id)?.State.StartedAt ?? State.StartedAt, 'one was restarted')
          equal(after.size, containers)
          await pageOf(`http://${ground.host.address}:${page}/`)
          if (writer) {
            const { added, breaks, kept } = await writer.end()
            ok(kept >= added, `${added} rows were added, ${kept} are there`)
            if (replaced.length === 0) equal(breaks, 0)
          }
          succeeds(await cli.run('plan', '-f', file, '--exit-code'))
          return undefined
        })

    it('of twenty containers in two seconds, without a restart of any', async function () {
      const program = dockerCompose()
      if (program === undefined) return this.skip()
      const seconds: number[] = []
      // Measures three times: other work on the machine slows down some runs, but not all.
      for (const project of ['one', 'two', 'three']) {
        const cli = ground.cli()
        const file = cli.write(`${project}/compose.yaml`, TWENTY)
        const env = { PATH: process.env['PATH'], HOME: cli.dir, DOCKER_HOST: `unix://${ground.host.socket}` }
        await promisify(execFile)(program, ['-f', file, 'up', '-d'], { env })
        const before = await running()
        equal(before.size, 20)
        const began = performance.now()
        succeeds(await cli.run('adopt', project, '-f', file))
        seconds.push((performance.now() - began) / 1000)
        deepEqual(await running(), before)
        await ground.wipe()
      }
      ok(Math.min(...seconds) <= 2, `it took ${seconds.join(', ')} s`)
      return undefined
    })
  })

const TWENTY = `services:
  web: { image: "busybox:1.36", command: [sleep, "100000"], restart: always, stop_grace_period: 0s, deploy: { replicas: 10 } }
  worker: { image: "busybox:1.36", command: [sleep, "100000"], stop_grace_period: 0s, deploy: { replicas: 10 } }
`

function serviceOf(labels: Readonly<Record<string, string>>): string {
  return labels['com.docker.compose.service'] ?? ''
}
