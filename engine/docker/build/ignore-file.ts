import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BuildArgs } from '../../engine.ts'

/** The lines of what a local context leaves out, where it says so: `NAME.dockerignore` beside the Dockerfile comes before its own. */
export async function ignorePatterns({
  context,
  dockerfile = 'Dockerfile',
}: Pick<BuildArgs, 'context' | 'dockerfile'>): Promise<readonly string[] | undefined> {
  const own = `${resolve(context, dockerfile)}.dockerignore`
  const text = (await readIfThere(own)) ?? (await readIfThere(join(context, '.dockerignore')))
  return text?.replace(/^\uFEFF/, '').split(/\r?\n/)
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new Error(`read ${path}: ${error.message}`, { cause: error })
  })
}
