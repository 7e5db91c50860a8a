import { deepEqual, equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import { itInAll } from '../../support/share.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'
import type { Ground } from './ground.ts'

const EXAMPLES = join(import.meta.dirname, '../../../examples/compose')

/** The small projects of examples/compose, one for each version of the file format. */
const files = [
  ...['links', 'version-2', 'version-3'].map((name) => join(EXAMPLES, name, 'docker-compose.yml')),
  join(EXAMPLES, 'today/compose.yaml'),
].flatMap((file) => ['-f', file])

/** Registers tests on an engine that has busybox, nginx, python and redis; they leave nothing there. */
export function composeExamples(ground: () => Ground): void {
  let cli: Cli
  const page = (port: number, path = '') => pageOf(`http://${ground().host.address}:${port}/${path}`)
  const runs = async (...args: readonly string[]) => succeeds(await cli.run(...args))

  before(() => {
    cli = ground().cli()
  })

  it('run as they stand, all at once, and nothing is left to do', async () => {
    await runs('apply', ...files)
    equal(await page(8081), 'Visit 1\n')
    equal(await page(8082), 'Hello, visit 1\n')
    match(await page(8085), /nginx/)
    equal(await page(8085, 'greeting'), 'Hello\n')
    await runs('plan', ...files, '--exit-code')
  })

  itInAll('of the oldest format: a balancer finds by its links what was scaled', async () => {
    await runs('scale', 'web=2', '-n', 'links')
    for (const name of ['web_1', 'web_2'])
      await until(`${name} answers`, async () =>
        /^Visit/.test(await ground().hand.exec('links-balancer-1', 'wget', '-qO-', `http://${name}:5000/`)),
      )
    match(await page(8081), /^Visit \d/)
  })

  it('of Swarm: five containers of a tenth of a processor, and one that fails is started by its engine', async () => {
    const inspect = async (slot: number) =>
      (await ground().hand.call('GET', `/containers/version-3-web-${slot}/json`)) as Limited
    for (const slot of [1, 2, 3, 4, 5]) {
      match(await page(3999 + slot), /nginx/)
      const { NanoCpus, Memory, RestartPolicy } = (await inspect(slot)).HostConfig
      deepEqual([NanoCpus, Memory, RestartPolicy.Name], [1e8, 50 << 20, 'on-failure'])
    }
    await ground().host.run('sh', '-c', `kill -9 ${(await inspect(1)).State.Pid}`)
    await until('it runs again', async () => {
      const { RestartCount, State } = await inspect(1)
      return RestartCount === 1 && State.Status === 'running'
    })
  })

  itInAll('of today: hooks run, and a profile is there when it is asked for', async () => {
    equal(await page(8085, 'started'), 'started\n')
    await runs('restart', 'web', '-n', 'today')
    await runs('apply', ...files.slice(-2), '--profile', 'debug')
    await until('the page and what pre_stop wrote', async () =>
      /nginx[^]*stopped/.test((await cli.run('logs', 'debug', '-n', 'today')).out),
    )
  })

  it('go, with all that they made', async () => {
    await runs('delete', ...files, '--profile', 'debug', '--volumes')
    deepEqual([await ground().hand.names(), await ground().hand.volumes()], [[], []])
  })
}

interface Limited {
  readonly HostConfig: {
    readonly NanoCpus: number
    readonly Memory: number
    readonly RestartPolicy: { readonly Name: string }
  }
  readonly RestartCount: number
  readonly State: { readonly Pid: number; readonly Status: string }
}

/** The text of a page, as soon as it answers. */
export async function pageOf(url: string): Promise<string> {
  return await until(`${url} answers`, async () => {
    const answer = await fetch(url).catch(() => undefined)
    return answer?.ok ? await answer.text() : undefined
  })
}
