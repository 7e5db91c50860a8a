import { join, resolve } from 'node:path'
import type { BuildArgs } from '../../types/build.ts'
import { readText } from '../read-text.ts'

/** The ignore patterns of a local context, if any: `NAME.dockerignore` beside the Dockerfile takes precedence over `.dockerignore`. */
export async function ignorePatterns({
  context,
  dockerfile = 'Dockerfile',
}: Pick<BuildArgs, 'context' | 'dockerfile'>): Promise<readonly string[] | undefined> {
  const own = `${resolve(context, dockerfile)}.dockerignore`
  const text = (await readText(own)) ?? (await readText(join(context, '.dockerignore')))
  return text?.replace(/^\uFEFF/, '').split(/\r?\n/)
}
