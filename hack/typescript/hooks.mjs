// The loader that register.mjs sets. Types are removed and not checked, which is for `npm run verify`; imports name their files in full.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

/** Node's `load` hook: https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return await nextLoad(url, context)
  const sourcefile = fileURLToPath(url)
  const options = { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcefile }
  const { code } = await transform(await readFile(sourcefile, 'utf8'), options)
  return { format: 'module', source: code, shortCircuit: true }
}
