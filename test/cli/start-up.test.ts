import { deepEqual, equal, ok } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin } from 'esbuild'
import { buildCli, startCli } from '../support/cli.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'bin/reconcile')

/** What costs more to load than a command that speaks to `serve` may take. */
const HEAVY =
  /node_modules\/(yaml|rxjs|dockerode|docker-modem|immer|chokidar|tar-stream)\/|^(store\/objects|controllers|engine)\//

/** What works with state and engines itself is a bundle of its own. */
const withoutLocal: Plugin = {
  name: 'without local',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/local\/parts\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

describe('the start of a command', function () {
  this.timeout(60_000)

  it('loads nothing heavy before it knows that no serve runs', async () => {
    const { metafile } = await build({
      ...{ absWorkingDir: ROOT, entryPoints: ['cli/entry.ts'], bundle: true, write: false, plugins: [withoutLocal] },
      ...{ format: 'esm', platform: 'node', outdir: 'dist', splitting: true, metafile: true, logLevel: 'error' },
    })
    for (const command of ['apply', 'plan', 'get', 'describe', 'delete', 'scale', 'approve', 'logs', 'exec', 'version'])
      deepEqual(heavyIn(metafile, [`cli/entry.ts`, `cli/commands/${command}.ts`]), [], command)
  })

  it('takes --help not much more than an empty program', async () => {
    await buildCli()
    let [help, empty] = [0, 0]
    // In turns, so that what else this machine does counts for both.
    for (let turn = 0; turn < 12; turn++) {
      help += processorTime(BIN, '--help')
      empty += processorTime('-e', '0')
    }
    ok(help <= 1.3 * empty, `${(help / empty).toFixed(2)} times an empty program`)
  })

  it('checks 1,000 manifests within a second of processor time', async () => {
    await buildCli()
    const cli = startCli()
    for (let index = 0; index < 1000; index++) cli.write(`many/web-${index}.yaml`, aService(index))
    equal((await cli.run('validate', '-f', 'many')).out, '1000 manifests are valid\n')
    const took = processorTime(BIN, 'validate', '-f', join(cli.dir, 'many'))
    ok(took <= 1_000, `${took} ms`)
    await cli.end()
  })
})

/** Milliseconds of processor time that a run of node takes: the wall's depend on who else works here. */
function processorTime(...args: readonly string[]): number {
  const before = ofChildren()
  const { status } = spawnSync(process.execPath, [...args], { stdio: 'ignore' })
  equal(status, 0, `node ${args.join(' ')}`)
  return ofChildren() - before
}

/** What all children that ended have used so far, from the kernel, which counts in hundredths of a second. */
function ofChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function heavyIn(metafile: Metafile, entryPoints: readonly string[]): string[] {
  const { outputs } = metafile
  const seen = new Set<string>()
  const pending = Object.keys(outputs).filter((path) => entryPoints.includes(outputs[path]?.entryPoint ?? ''))
  equal(pending.length, entryPoints.length, entryPoints.join(' '))
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const imports = outputs[path]?.imports ?? []
    pending.push(...imports.filter(({ kind }) => kind === 'import-statement').map((each) => each.path))
  }
  const inputs = [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
  return inputs.filter((input) => HEAVY.test(input))
}

function aService(index: number): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web-${index}, namespace: shop }
spec:
  replicas: 2
  template:
    image: nginx:1.27
    env:
      - { name: INDEX, value: "${index}" }
    healthcheck: { test: [CMD, "true"], intervalSeconds: 5 }
`
}
