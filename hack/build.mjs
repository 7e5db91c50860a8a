// npm run build: bundles the command line into dist/, one chunk per command, so that each loads only what it needs.
import { readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const started = Date.now()

// Bundled CommonJS asks for these three; an ES module has none of them.
const banner = `import { createRequire as reconcileRequire } from 'node:module'
import { fileURLToPath as reconcilePath } from 'node:url'
const require = reconcileRequire(import.meta.url)
const __filename = reconcilePath(import.meta.url)
const __dirname = reconcilePath(new URL('.', import.meta.url))`

// dockerode requires these when it is loaded, for BuildKit sessions, ssh:// and packing of its own, none of which we use: most of
// its weight.
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@grpc\/(grpc-js|proto-loader)|protobufjs|ssh2|tar-fs)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }))
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { entry: 'cli/entry.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  splitting: true,
  minify: true,
  keepNames: false,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: banner },
  // The ES modules of these can be cut down to what is used; their packages offer Node the CommonJS ones.
  alias: { rxjs: `${root}/node_modules/rxjs/dist/esm/index.js`, yaml: `${root}/node_modules/yaml/browser/index.js` },
  plugins: [unused],
  metafile: true,
  logLevel: 'warning',
})
// Chunks have their hash in their name: those of before go last, so that a command that starts meanwhile finds its own.
for (const name of readdirSync(`${root}/dist`, { recursive: true })) {
  if (name.endsWith('.js') && !metafile.outputs[`dist/${name}`]) rmSync(`${root}/dist/${name}`, { force: true })
}
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0)
console.log(
  `built dist/ (${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KB) in ${Date.now() - started} ms`,
)
