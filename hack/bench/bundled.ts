import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { trimmed } from '../build/trimmed.mjs'

const made = new Map<string, Promise<string>>()

/**
 * A program of the bench as one file, as people run ours: tsx gives each function that is made its name at run time, which takes a tenth.
 * `program` is its path from here; what packages load for nothing is left out as it is of ours. Answers the file.
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
