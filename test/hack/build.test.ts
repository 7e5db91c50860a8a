import { deepEqual, equal, match } from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Script } from 'node:vm'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('npm run build', function () {
  this.timeout(60_000)
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'build-'))
    cpSync(join(ROOT, 'hack/build'), join(root, 'hack/build'), { recursive: true })
    for (const each of readdirSync(ROOT).filter((name) => !['hack', 'dist'].includes(name)))
      symlinkSync(join(ROOT, each), join(root, each))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('leaves nothing when it fails, nor what one left that was killed; what another makes now stays', async () => {
    const { pid: dead } = spawnSync('true')
    const another = `.two.${process.pid}`
    for (const each of [`.one.${dead}`, another, 'built']) mkdirSync(join(root, 'dist', each), { recursive: true })
    writeFileSync(join(root, 'hack/build/warm.cjs'), 'process.exit(3)')
    const ended = await promisify(execFile)(process.execPath, [join(root, 'hack/build/main.mjs')]).catch(String)
    match(String(ended), /Command failed: \S+ \S+\/warm\.cjs/)
    deepEqual(readdirSync(join(root, 'dist')).sort(), [another, 'built'])
  })

  it('keeps code beside each bundle that V8 takes, whatever flags commands set', async () => {
    await promisify(execFile)(process.execPath, [join(root, 'hack/build/main.mjs')])
    const built = join(root, 'dist/current')
    const taken = readdirSync(built).flatMap((file) => {
      if (!file.endsWith('.cjs')) return []
      const cachedData = readFileSync(join(built, file.replace('.cjs', '.code')))
      const script = new Script(readFileSync(join(built, file), 'latin1'), { filename: file, cachedData })
      return [[file, script.cachedDataRejected]]
    })
    deepEqual(
      taken.sort(),
      ['entry.cjs', 'files.cjs', 'installation.cjs', 'local.cjs'].map((file) => [file, false]),
    )
  })
})

describe('a bundle', () => {
  const { loadBundle } = createRequire(import.meta.url)('../../bin/bundle.js') as { loadBundle(file: string): unknown }

  it('runs once, however often it is loaded', () => {
    const directory = mkdtempSync(join(tmpdir(), 'bundle-'))
    const bundle = (name: string, body: string) =>
      writeFileSync(join(directory, name), `(function (require, module, exports) { ${body} })`)
    bundle('entry.cjs', `exports.part = () => require('./part.cjs')`)
    bundle('part.cjs', 'exports.state = {}')
    try {
      const { part } = loadBundle(join(directory, 'entry.cjs')) as { part(): unknown }
      equal(part(), part())
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
