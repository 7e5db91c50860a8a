// npm run build: bundles the command line into dist/. All commands load `entry`. Commands that work on state and engines themselves load
// `local` too, those that only read files load `files`, and `serve` and similar ones load `installation`. Each bundle has V8's compiled
// code beside it.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cachedDataVersionTag } from 'node:v8'
import { commitOf } from './commit.mjs'
import { trimmed, trimmedInputs } from './trimmed.mjs'

const { build } = await import('esbuild').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('the dependencies are not installed: run `npm ci`, then `npm run build` again')
  process.exit(1)
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = `${root}dist`
const started = Date.now()

// Before the seconds that bundling takes.
try {
  mkdirSync(dist, { recursive: true })
  accessSync(dist, constants.W_OK)
} catch ({ code }) {
  console.error(`build: ${dist} can't be written (${code}): run this as its owner, or in a checkout of your own`)
  process.exit(2)
}

/** The bundles that are loaded on demand, by the first `import()` of their entry point. */
const parts = {
  'local.cjs': 'cli/bundles/local.ts',
  'files.cjs': 'cli/bundles/files.ts',
  'installation.cjs': 'cli/bundles/installation.ts',
}

const apart = {
  name: 'apart',
  setup({ onResolve }) {
    for (const [file, entryPoint] of Object.entries(parts))
      onResolve({ filter: new RegExp(`/${entryPoint.replace('cli/', '')}$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined,
      )
  },
}

/** Files that must not get into a bundle, as only commands of other bundles need them. */
const heavy = {
  'cli/entry.ts': /validators\.js$/,
  'cli/bundles/files.ts': /\/(rxjs|dockerode|chokidar|immer)\//,
  'cli/bundles/local.ts': /\/(ws|prom-client|@opentelemetry)\/|^api\/server\//,
}

/** Of `version`. */
const define = { RECONCILE_COMMIT: JSON.stringify(commitOf(root)) }

/** Bundles to one file: a function that bin/bundle.js calls. Throws unless it is Latin-1, which V8 reads fastest. */
async function bundle(entryPoint) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    define,
    supported: { 'dynamic-import': false },
    minify: true,
    banner: { js: '(function (require, module, exports, __filename, __dirname) {' },
    footer: { js: '})' },
    // Their packages offer Node only CommonJS; esbuild can drop unused parts only from the ES modules.
    alias: { rxjs: `${root}/node_modules/rxjs/dist/esm/index.js`, yaml: `${root}/node_modules/yaml/browser/index.js` },
    plugins: [...trimmed, apart],
    logLevel: 'warning',
  })
  const inputs = Object.keys(metafile.inputs)
  const [tooMuch] = inputs.filter((file) => heavy[entryPoint]?.test(file))
  if (tooMuch) throw new Error(`${entryPoint} would load ${tooMuch}: what needs it belongs into another bundle`)
  const sought = entryPoint === parts['local.cjs'] ? trimmedInputs : []
  const gone = sought.find((end) => !inputs.some((file) => file.endsWith(end)))
  if (gone) throw new Error(`${gone} is not there any more: look what hack/build/trimmed.mjs is to leave out instead`)
  const { text } = outputFiles[0]
  const odd = /.{0,60}[^\0-\xff].{0,20}/.exec(text)
  if (odd) throw new Error(`the bundle of ${entryPoint} is not Latin-1: ${odd[0]}`)
  return text
}

const files = { 'entry.cjs': await bundle('cli/entry.ts') }
for (const [file, entryPoint] of Object.entries(parts)) files[file] = await bundle(entryPoint)
const bytes = Object.values(files).reduce((sum, text) => sum + text.length, 0)

// The directory is named by a hash of its contents, so that a command that starts during a build finds files that belong together.
const warm = `${root}/hack/build/warm.cjs`
const warmed = [warm, `${root}/hack/build/stand-in-engine.cjs`].map((file) => readFileSync(file))
const hash = createHash('sha256').update([...Object.values(files), ...warmed, cachedDataVersionTag()].join('\0'))
const name = hash.digest('hex').slice(0, 16)
const directory = `${dist}/${name}`
for (const each of readdirSync(dist))
  if (isOfDeadBuild(each)) rmSync(`${dist}/${each}`, { recursive: true, force: true })
if (!existsSync(directory)) {
  const making = `${dist}/.${name}.${process.pid}`
  try {
    make(making)
    renameSync(making, directory)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(directory)) throw error // else another build made the same
  }
}

const before = existsSync(`${dist}/current`) ? readlinkSync(`${dist}/current`) : undefined
const link = `${dist}/.current.${process.pid}`
rmSync(link, { force: true })
symlinkSync(name, link)
renameSync(link, `${dist}/current`)
for (const each of readdirSync(dist))
  if (/^\w/.test(each) && ![name, before, 'current'].includes(each) && isOld(each))
    rmSync(`${dist}/${each}`, { recursive: true, force: true })
console.log(`built dist/ (${Math.round(bytes / 1024)} KB) in ${Date.now() - started} ms`)

function make(making) {
  mkdirSync(making)
  for (const [file, text] of Object.entries(files)) writeFileSync(`${making}/${file}`, text, 'latin1')
  execFileSync(process.execPath, [warm, making], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // A command that does not end must not block everyone who waits for this build's lock.
    timeout: 300_000,
  })
}

/** Whether a directory, named `.NAME.PID`, was left by a build that was killed. */
function isOfDeadBuild(each) {
  const pid = /^\..+\.(\d+)$/.exec(each)?.[1]
  if (pid === undefined) return false
  try {
    return !process.kill(Number(pid), 0)
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Whether a build is older than ten minutes. A command may be about to load a younger one, or another build about to make it current. */
function isOld(each) {
  return Date.now() - statSync(`${dist}/${each}`).mtimeMs > 600_000
}
