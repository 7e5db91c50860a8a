import { deepEqual, equal, match } from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { commitOf } from '../../hack/build/commit.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Prints of each bundle in a directory whether V8 turns the code beside it down. */
const TAKEN = `
const { readFileSync, readdirSync } = require('node:fs')
const built = process.argv[1]
const files = readdirSync(built).filter((file) => file.endsWith('.cjs'))
const isTurnedDown = (file) => {
  const cachedData = readFileSync(built + '/' + file.replace('.cjs', '.code'))
  return new (require('node:vm').Script)(readFileSync(built + '/' + file, 'latin1'), { cachedData }).cachedDataRejected
}
console.log(JSON.stringify(files.map((file) => [file, isTurnedDown(file)])))
`

describe('npm run build', function () {
  this.timeout(120_000)
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

  it('says of a checkout that it may not write that it is so', async () => {
    const less = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    chmodSync(root, 0o555)
    const ended = await promisify(execFile)(process.execPath, [join(root, 'hack/build/main.mjs')], less).catch(
      ({ code, stderr }) => [code, stderr],
    )
    chmodSync(root, 0o755)
    match(String(ended), /^2,build: \S+\/dist can't be written \(EACCES\): .* checkout of your own\n$/)
  })

  it('tells by the version its commit, and that files differ from it, and keeps code beside each bundle that V8 takes', async () => {
    for (const each of ['.git', '.gitignore', 'bin']) rmSync(join(root, each), { recursive: true })
    cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true })
    writeFileSync(join(root, '.gitignore'), 'dist\n')
    equal(commitOf(root), '')
    const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim()
    git('init', '-q')
    git('add', '.gitignore')
    git('-c', 'user.name=a', '-c', 'user.email=a', 'commit', '-qm', 'one')
    const commit = git('rev-parse', '--short=8', 'HEAD')
    equal(commitOf(root), commit)
    writeFileSync(join(root, '.gitignore'), 'dist\nhome\n')
    equal(commitOf(root), `${commit}.dirty`)

    const env = { ...process.env, RECONCILE_HOME: join(root, 'home'), GIT_DIR: '/nowhere' }
    await promisify(execFile)(process.execPath, [join(root, 'hack/build/main.mjs')], { env })
    const { stdout } = await promisify(execFile)(join(root, 'bin/reconcile'), ['version'], { env })
    match(stdout, new RegExp(`^reconcile [\\d.]+\\+${commit}\\.dirty \\(node`))

    // In a process of its own: here another test may have set flags.
    const built = join(root, 'dist/current')
    const taken = await promisify(execFile)(process.execPath, ['--eval', TAKEN, built])
    deepEqual(
      (JSON.parse(taken.stdout) as [string, boolean][]).sort(),
      ['entry.cjs', 'files.cjs', 'installation.cjs', 'local.cjs'].map((file) => [file, false]),
    )
  })
})

describe('hack/setup/build', () => {
  it('builds anew at another commit, and where files begin to differ from it, and not twice of one state', async () => {
    const root = mkdtempSync(join(tmpdir(), 'setup-build-'))
    for (const each of ['hack/build', 'hack/setup'])
      cpSync(join(ROOT, each), join(root, each), { recursive: true, preserveTimestamps: true })
    for (const each of 'api bin cli clock compose controllers crds engine plan store'.split(' '))
      mkdirSync(join(root, each))
    for (const each of ['package.json', 'package-lock.json', 'notes']) writeFileSync(join(root, each), '')
    writeFileSync(join(root, '.gitignore'), 'dist\n')
    writeFileSync(join(root, 'bin/npm'), '#!/bin/sh\nmkdir -p dist && echo >>dist/builds\n', { mode: 0o755 })
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a', ...args], { cwd: root })
    const build = async () => {
      const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` }
      await promisify(execFile)(join(root, 'hack/setup/build'), { env })
      return readFileSync(join(root, 'dist/builds'), 'utf8').length
    }
    try {
      git('init', '-q')
      git('add', '.')
      git('commit', '-qm', 'one')
      deepEqual([await build(), await build()], [1, 1])
      git('commit', '-qm', 'two', '--allow-empty')
      deepEqual([await build(), await build()], [2, 2])
      writeFileSync(join(root, 'notes'), 'another')
      deepEqual([await build(), await build()], [3, 3])
    } finally {
      rmSync(root, { recursive: true })
    }
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
