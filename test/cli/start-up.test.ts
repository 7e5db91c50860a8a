import { deepEqual, equal } from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, type Metafile, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What costs more to load than a command that speaks to `serve` may take. */
const HEAVY =
  /node_modules\/(yaml|rxjs|dockerode|docker-modem|immer|chokidar|tar-stream)\/|^(store\/objects|controllers|engine)\//

/** What works with state and engines itself is in bundles of its own. */
const withoutLocal: Plugin = {
  name: 'without local',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/bundles\/(local|installation)\.ts$/ }, ({ path, kind }) =>
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
    for (const command of [
      'apply',
      'plan',
      'get',
      'describe',
      'delete',
      'scale',
      'rollout',
      'approve',
      'logs',
      'exec',
      'version',
    ])
      deepEqual(heavyIn(metafile, [`cli/entry.ts`, `cli/commands/${command}.ts`]), [], command)
  })
})

describe('bin/reconcile', () => {
  it('goes on with the build that it began with', async () => {
    const root = mkdtempSync(join(tmpdir(), 'reconcile-bin-'))
    cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true })
    const wrapped = (code: string) => `(function (require, module, exports, __filename, __dirname) {${code}\n})`
    const flip = `fs.rmSync(link); fs.symlinkSync('two', link)`
    const entry = `const fs = require('node:fs'), link = ${JSON.stringify(join(root, 'dist/current'))}
      exports.run = () => { ${flip}; console.log(require('./local.cjs').build) }`
    for (const build of ['one', 'two']) {
      mkdirSync(join(root, 'dist', build), { recursive: true })
      writeFileSync(join(root, 'dist', build, 'entry.cjs'), wrapped(entry))
      writeFileSync(join(root, 'dist', build, 'local.cjs'), wrapped(`exports.build = '${build}'`))
    }
    symlinkSync('one', join(root, 'dist/current'))
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bin/reconcile')])
    rmSync(root, { recursive: true })
    equal(stdout, 'one\n')
  })

  it('takes what it is given for its own arguments, by whatever link it is called', () => {
    const root = mkdtempSync(join(tmpdir(), 'reconcile bin-'))
    cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true })
    mkdirSync(join(root, 'dist/current'), { recursive: true })
    const code = 'exports.run = () => console.log(JSON.stringify(process.argv.slice(2)))'
    writeFileSync(join(root, 'dist/current/entry.cjs'), `(function (require, module, exports) {${code}\n})`)
    symlinkSync('bin/reconcile', join(root, 'link'))
    const given = ['config', '--env-file', 'none.env', '--inspect', 'two words', '--', '*']
    for (const file of ['bin/reconcile', 'link'])
      deepEqual(JSON.parse(execFileSync(join(root, file), given, { encoding: 'utf8' })), given)
    rmSync(root, { recursive: true })
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
