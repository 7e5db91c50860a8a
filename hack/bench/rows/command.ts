import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startCli, type Cli } from '../../../test/support/cli.ts'
import { sleepers, withEngine, type BenchEngine } from '../bench-engine.ts'
import type { Outcome, Row } from '../row.ts'
import { interleaved, median, timed } from '../samples.ts'

const MANIFESTS = 1_000

/** The cost of the command line itself. */
export const commands: readonly Row[] = [
  {
    name: 'validate',
    what: `validate ${MANIFESTS} manifests`,
    unit: 's',
    must: { be: 'at most', value: 1 },
    measure: () => withCli(validate),
  },
  {
    name: 'help',
    what: '`--help` over an empty node',
    unit: '×',
    must: { be: 'at most', value: 1.5 },
    measure: () => withCli(help),
  },
  {
    name: 'get-with-serve',
    what: '`get` with serve over an empty node',
    unit: '×',
    must: { be: 'at most', value: 2.2 },
    measure: () => withEngine('debian12', getServed),
  },
]

async function withCli(measure: (cli: Cli) => Promise<Outcome>): Promise<Outcome> {
  const cli = startCli()
  try {
    return await measure(cli)
  } finally {
    await cli.end()
  }
}

async function validate(cli: Cli): Promise<Outcome> {
  for (let index = 0; index < MANIFESTS; index++) cli.write(`manifests/web-${index}.yaml`, manifest(index))
  const samples = await interleaved(5, { validate: () => timed(() => succeed(cli, 'validate', '-f', 'manifests')) })
  const { out } = await cli.run('validate', '-f', 'manifests')
  const read = out.includes(`${MANIFESTS} manifests are valid`) ? {} : { broken: `it says: ${out}` }
  return { value: median(samples.validate) / 1000, samples, ...read }
}

async function help(cli: Cli): Promise<Outcome> {
  return await overNode(cli, () => succeed(cli, '--help'))
}

async function getServed({ cli, reconcile }: BenchEngine): Promise<Outcome> {
  cli.write('shop/compose.yaml', sleepers(10))
  await reconcile('apply', '-f', 'shop/compose.yaml')
  const serving = cli.start('serve')
  await serving.says('serving the installation')
  const outcome = await overNode(cli, () => succeed(cli, 'get', 'tasks'))
  await serving.stop()
  return outcome
}

async function overNode(cli: Cli, command: () => Promise<void>): Promise<Outcome> {
  const empty = cli.write('empty.mjs', '')
  const samples = await interleaved(15, {
    command: () => timed(command),
    node: () =>
      timed(() => promisify(execFile)(process.execPath, [empty], { cwd: cli.dir, env: { PATH: process.env['PATH'] } })),
  })
  return { value: median(samples.command) / median(samples.node), samples }
}

async function succeed(cli: Cli, ...args: readonly string[]): Promise<void> {
  const { exit, err } = await cli.run(...args)
  if (exit !== 0) throw new Error(`reconcile ${args.join(' ')}: ${exit} ${err}`)
}

function manifest(index: number): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata:
  name: web-${index}
  namespace: stack-${index % 20}
  labels: { tier: front, team: shop }
spec:
  replicas: 3
  updateStrategy: { parallelism: 1, order: StartFirst, monitorSeconds: 10 }
  template:
    image: nginx:1.27
    args: [nginx, -g, daemon off;]
    env:
      - { name: PORT, value: "8080" }
      - { name: LOG, value: info }
    healthcheck: { test: [CMD, curl, -f, http://localhost/], intervalSeconds: 5 }
    resources: { limits: { cpus: 0.5, memoryBytes: 134217728 } }
`
}
