import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli, Ended } from '../../support/cli.ts'
import { succeeds } from '../../support/succeeds.ts'
import { until } from '../../support/until.ts'
import { pageOf } from './compose-examples.suite.ts'
import type { Ground } from './ground.ts'

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../../examples/compose/proxy/compose.yaml'), 'utf8')
const BROKEN = EXAMPLE.replace('"CMD", "wget"', '"CMD", "false", "wget"')

/** Registers tests on an engine that has nginx, in which requests go on all the while and none may fail. They leave nothing there. */
export function noDowntime(ground: () => Ground): void {
  let cli: Cli
  let url: string
  const apply = (version: number, text = EXAMPLE) =>
    cli.runWith({ VERSION: `${version}` }, 'apply', '-f', cli.write('compose.yaml', text))

  before(async () => {
    cli = ground().cli()
    url = `http://${ground().host.address}:8086/`
    succeeds(await apply(1))
    equal(await pageOf(url), 'version 1\n')
  })

  it('fails no request in an update', async () => {
    const { ended, answers } = await under(load(url), () => apply(2))
    succeeds(ended)
    deepEqual([...answers].sort(), ['200 version 1', '200 version 2'])
    equal(await pageOf(url), 'version 2\n')
  })

  it('fails none in an update that is never healthy, and is rolled back', async () => {
    const { ended, answers } = await under(load(url), () => apply(3, BROKEN))
    equal(ended.exit, 1, ended.out + ended.err)
    match(ended.err, /rolled back/)
    equal([...answers].filter((answer) => !answer.startsWith('200 ')).join(), '')
    equal(await pageOf(url), 'version 2\n')
  })

  it('fails none as tasks come and go', async () => {
    const { ended, answers } = await under(load(url), async () => {
      succeeds(await cli.run('scale', 'web=4', '-n', 'proxied'))
      return await cli.run('scale', 'web=1', '-n', 'proxied')
    })
    succeeds(ended)
    deepEqual([...answers], ['200 version 2'])
  })

  it('goes, with all that it made', async () => {
    succeeds(await cli.run('delete', '--stack', 'proxied', '--volumes'))
    deepEqual([await ground().hand.names(), await ground().hand.networks()], [[], []])
  })
}

/** Requests that go on until they are ended; `end` returns each kind of answer that there was. */
interface Load {
  answered(): number
  end(): Promise<ReadonlySet<string>>
}

/** Runs a command under requests; returns its outcome, and the answers from before it until after it. */
async function under(
  requests: Load,
  run: () => Promise<Ended>,
): Promise<{ ended: Ended; answers: ReadonlySet<string> }> {
  const some = async () => {
    const before = requests.answered()
    await until('requests are answered', () => requests.answered() > before + 20)
  }
  await some()
  const ended = await run()
  await some()
  return { ended, answers: await requests.end() }
}

/** Starts four clients, each of which sends a request as soon as the last one is answered. */
function load(url: string): Load {
  const answers = new Set<string>()
  let count = 0
  let isOver = false
  const client = async () => {
    while (!isOver) {
      const answer = await fetch(url).then(
        async (got) => `${got.status} ${(await got.text()).trim()}`,
        (error: Error) => `${error.message}: ${String(error.cause)}`,
      )
      answers.add(answer)
      count++
    }
  }
  const clients = Promise.all([client(), client(), client(), client()])
  return {
    answered: () => count,
    async end() {
      isOver = true
      await clients
      return answers
    },
  }
}
