import { deepEqual, equal } from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

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
})

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
