import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { trimmed } from '../build/trimmed.mjs'

const made = new Map<string, Promise<string>>()

/**
 * Bundles a program of the bench to one file, as our own program is, and returns the file's path. Run by tsx it would be a tenth slower, as
 * tsx names each function at run time. `program` is relative to this folder. Unused parts of packages are left out as in our build.
 */
export function bundled(program: string): Promise<string> {
  const known = made.get(program) ?? bundle(fileURLToPath(new URL(program, import.meta.url)))
  made.set(program, known)
  return known
}

async function bundle(entryPoint: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'reconcile-bundled-')), 'main.cjs')
  const options = { bundle: true, minify: true, platform: 'node', target: 'node20', format: 'cjs' } as const
  await build({ entryPoints: [entryPoint], outfile, plugins: trimmed, ...options, logLevel: 'warning' })
  return outfile
}
