import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isAbsolute } from 'node:path'
import { oncePerKey } from '../../../api/v1/language/once-per-key.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { sortedEntries } from '../../../api/v1/language/by.ts'
import type { BuildArgs } from '../../types/build.ts'
import { isRemoteContext } from '../../../api/v1/build-context.ts'
import { type ContextEntry, type IsStandIn, readContext } from './context.ts'

/**
 * Returns the digest of everything that determines a build's result: the context as filtered by .dockerignore, the Dockerfile, target,
 * arguments, labels and platform, and the same of contexts and base images that are built. Equal hash, equal tag, no build. A remote
 * context counts by its URL only.
 */
export function contextHash(args: Parameters<ContextHash>[0]): Promise<string> {
  return contextHasher()(args)
}

/** Returns the digest of a build's sources. Throws where they can't be read. */
export type ContextHash = (args: Omit<BuildArgs, 'contentHash' | 'onProgress'>) => Promise<string>

/** Creates a hasher for builds of one moment, which reads each build only once, and what `isStandIn` names as what it stands for. */
export function contextHasher(isStandIn?: IsStandIn): ContextHash {
  const once = oncePerKey<Promise<string>>()
  const hash: ContextHash = ({ tags: _, ...args }) =>
    once(stableJson(args), () => hashOf({ tags: [], ...args }, hash, isStandIn))
  return hash
}

async function hashOf(
  args: Parameters<ContextHash>[0],
  contextHash: ContextHash,
  isStandIn: IsStandIn | undefined,
): Promise<string> {
  const hash = createHash('sha256')
  const { additionalContexts = {}, serviceContexts = {}, bases = {} } = args
  const { target, platform, dockerfile, dockerfileInline } = args
  const parts = [sortedEntries(args.buildArgs), sortedEntries(args.labels), target, platform]
  addText(hash, JSON.stringify(['v1', ...parts.map((part) => part ?? null)]))
  if (isRemoteContext(args.context)) {
    addText(hash, JSON.stringify([args.context, dockerfile ?? null, dockerfileInline ?? null]))
  } else {
    const context = await readContext({ ...args, contentHash: '' }, isStandIn)
    addText(hash, context.dockerfile)
    for (const entry of context.entries) await addEntry(hash, entry)
  }
  for (const [name, from] of sortedEntries(additionalContexts)) await addContext(hash, { name, from, isStandIn })
  for (const [name, build] of sortedEntries(serviceContexts)) addText(hash, `${name} ${await contextHash(build)}`)
  // Sorted, as it does not matter which service builds it.
  const from = await Promise.all(Object.values(bases).map(contextHash))
  for (const each of from.sort()) addText(hash, `from ${each}`)
  return `sha256:${hash.digest('hex')}`
}

interface AdditionalContext {
  readonly name: string
  readonly from: string
  readonly isStandIn: IsStandIn | undefined
}

/** Adds an additional context: a directory by its contents, anything else by its name. */
async function addContext(hash: Hash, { name, from, isStandIn }: AdditionalContext): Promise<void> {
  addText(hash, `context ${name}`)
  if (!isAbsolute(from)) return addText(hash, from)
  const { entries } = await readContext({ tags: [], context: from, dockerfileInline: '', contentHash: '' }, isStandIn)
  for (const entry of entries) await addEntry(hash, entry)
}

async function addEntry(hash: Hash, entry: ContextEntry): Promise<void> {
  addText(hash, `${entry.type} ${entry.mode.toString(8)} ${entry.path}`)
  if (entry.type === 'symlink') addText(hash, entry.target)
  if (entry.type === 'text') addText(hash, entry.text)
  if (entry.type !== 'file') return
  const content = createHash('sha256')
  for await (const chunk of createReadStream(entry.from)) content.update(chunk)
  addText(hash, content.digest('hex'))
}

/** Adds a text with its length, so that different lists of texts can't give equal bytes. */
function addText(hash: Hash, text: string): void {
  const bytes = Buffer.from(text)
  hash.update(`${bytes.length}:`).update(bytes)
}
