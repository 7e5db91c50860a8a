import { join } from 'node:path'
import type { BuildArgs } from '../../types/build.ts'
import { dockerfileInArchive, inlineDockerfile } from '../../requests.ts'
import { type BuildContext, type ContextEntry, readContext } from './context.ts'
import { entryAt } from './links.ts'
import { readText } from '../read-text.ts'
import { withoutUnusedStages } from './stages.ts'

/** The context for the classic builder, with a Dockerfile without unused stages, which that builder would run. */
export async function sentContext(args: BuildArgs): Promise<BuildContext> {
  const { entries, dockerfile } = await readContext(args)
  const path = dockerfileInArchive(args) ?? 'Dockerfile'
  const written = withoutUnusedStages(dockerfile, args)
  const sent = written === dockerfile ? entries : withText(entries, { at: entryAt(entries, path), text: written })
  return { entries: path === inlineDockerfile ? await withHidden(sent, args.context) : sent, dockerfile: written }
}

function withText(
  entries: readonly ContextEntry[],
  { at, text }: { readonly at: ContextEntry | undefined; readonly text: string },
): readonly ContextEntry[] {
  return entries.map((entry) => {
    if (entry !== at) return entry
    const { path, mode, mtime = 0 } = entry
    return { type: 'text', path, mode, mtime, text }
  })
}

/**
 * Adds our internal Dockerfile to .dockerignore, so that it does not get into images: as with docker's own command line, the engine removes
 * ignored files after reading it.
 */
async function withHidden(entries: readonly ContextEntry[], context: string): Promise<readonly ContextEntry[]> {
  const path = '.dockerignore'
  const isThere = entries.some((entry) => entry.path === path)
  const own = isThere ? ((await readText(join(context, path))) ?? '') : path
  const text = { type: 'text', path, mode: 0o644, text: `${own}\n${inlineDockerfile}\n` } as const
  return [text, ...entries.filter((entry) => entry.path !== path)]
}
