import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Cli, startCli } from '../../../test/support/cli.ts'
import { composeIn } from '../compose.ts'
import type { Outcome, Row } from '../row.ts'
import { interleaved, median, timed } from '../samples.ts'

const SERVICES = 50

/** `config` of a Compose file, without any engine. */
export const configs: readonly Row[] = [
  {
    name: 'config-peer',
    what: `\`config\` of ${SERVICES} services: Compose 2.40 over ours`,
    unit: '×',
    must: { be: 'at least', value: 0.5 },
    measure: () => measured(({ ours, peer }) => median(peer) / median(ours)),
  },
  {
    name: 'config-time',
    what: `\`config\` of ${SERVICES} services`,
    unit: 'ms',
    must: { be: 'at most', value: 200 },
    measure: () => measured(({ ours }) => median(ours)),
  },
]

type Samples = Readonly<Record<'ours' | 'peer', readonly number[]>>

async function measured(valueOf: (samples: Samples) => number): Promise<Outcome> {
  // Makes the tree that contains Compose 2.40.
  await promisify(execFile)(fileURLToPath(new URL('../../lab/tree', import.meta.url)), ['sid'])
  const cli = startCli()
  try {
    const file = cli.write('shop/compose.yaml', project())
    const { compose } = composeIn('sid', { cwd: dirname(file), env: { ...cli.env } })
    const [ours, peer] = [() => printedByOurs(cli, file), () => compose('-f', file, 'config')]
    const samples = await interleaved(15, { ours: () => timed(ours), peer: () => timed(peer) })
    const broken = (await ours()) === (await peer()) ? {} : { broken: 'they print different things' }
    return { value: valueOf(samples), samples, ...broken }
  } finally {
    await cli.end()
  }
}

async function printedByOurs(cli: Cli, file: string): Promise<string> {
  const { exit, out, err } = await cli.run('config', '-f', file)
  if (exit !== 0) throw new Error(`reconcile config: ${exit} ${err}`)
  return out
}

function project(): string {
  const indices = Array.from({ length: SERVICES }, (_, index) => index)
  return `name: shop
services:
${indices.map(service).join('')}networks: { front: {} }
volumes:
${indices.map((index) => `  data-${index}: {}\n`).join('')}`
}

function service(index: number): string {
  return `  web-${index}:
    image: nginx:\${TAG:-1.27}
    command: [nginx, -g, daemon off;]
    environment: { PORT: "8080", LOG: info }
    ports: ["${9000 + index}:80"]
    volumes: ["data-${index}:/data", "./conf:/conf:ro"]
    networks: [front]
    depends_on: [${index > 0 ? `web-${index - 1}` : ''}]
    healthcheck: { test: [CMD, curl, -f, "http://localhost/"], interval: 5s }
    deploy: { resources: { limits: { cpus: "0.5", memory: 64m } } }
`
}
