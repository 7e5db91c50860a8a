import { isRemoteContext } from '../../api/v1/build-context.ts'
import { instructions } from './dockerfile.ts'
import type { BuildArgs } from '../types/build.ts'

/** A feature of a Dockerfile that only BuildKit supports. */
export interface BuildkitNeed {
  readonly line: number
  /** Such as `RUN --mount`. */
  readonly what: string
}

/** The fields of a build, common to a manifest and a `BuildArgs`. */
export type BuildKeys = Pick<BuildArgs, Exclude<BuildKey, 'context' | 'secrets'>> & {
  readonly context?: string
  readonly secrets?: readonly unknown[]
}

type BuildKey = (typeof keys)[number] | 'cacheFrom' | 'context'

const keys = [
  ...(['additionalContexts', 'cacheTo', 'entitlements', 'noCacheFilter', 'privileged', 'provenance'] as const),
  ...(['sbom', 'secrets', 'ssh'] as const),
] as const

/** The first field of a build that only BuildKit supports; undefined where the classic builder is enough. */
export function keyNeed(build: BuildKeys): BuildKey | undefined {
  const found = keys.find((key) => isAsked(build[key]))
  if (found !== undefined) return found
  // Without a type it is an image, which both builders use as a cache.
  if (build.cacheFrom?.some((cache) => /(^|,)type=/.test(cache))) return 'cacheFrom'
  // A remote context's Dockerfile is unknown, and the classic builder silently ignores some BuildKit features.
  return isRemoteContext(build.context ?? '') ? 'context' : undefined
}

/** Names the field that needs BuildKit, for messages. */
export function keyWords(key: BuildKey, field = `build.${key}`): string {
  return key === 'context' ? `${field}, which is an address,` : field
}

function isAsked(value: BuildKeys[(typeof keys)[number]]): boolean {
  if (value === undefined || value === false || value === 'false' || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

/** The first feature of a Dockerfile that only BuildKit supports, given the build arguments. */
export function buildkitNeed(dockerfile: string, buildArgs: BuildArgs['buildArgs'] = {}): BuildkitNeed | undefined {
  const given = new Set(Object.keys(buildArgs))
  for (const { line, text, heredoc } of instructions(dockerfile)) {
    const triggered = text.replace(/^ONBUILD\s+/i, '')
    const what = instructionNeed(triggered) ?? (heredoc ? 'a heredoc' : platformNeed(triggered, given))
    if (what !== undefined) return { line, what }
    for (const each of declared(text)) if (each.includes('=')) given.add(each.replace(/=.*/, ''))
  }
  return undefined
}

function instructionNeed(text: string): string | undefined {
  const found = needs.find(([pattern]) => pattern.test(text))?.[1]
  return found ?? (addsGit(text) ? 'ADD of a git repository' : undefined)
}

/** Tests word by word: one expression for the whole line may backtrack for ever (S12). */
function addsGit(text: string): boolean {
  if (!/^ADD\s/i.test(text)) return false
  return text.split(/[\s"]+/).some((word) => /^(git@|git:\/\/|ssh:\/\/|https?:\/\/.+\.git([#?]|$))/i.test(word))
}

const needs: readonly (readonly [RegExp, string])[] = [
  [/^#\s*syntax\s*=/i, '# syntax='],
  [/^RUN\s+(--\S+\s+)*--mount\b/i, 'RUN --mount'],
  [/^RUN\s+(--\S+\s+)*--network\b/i, 'RUN --network'],
  [/^RUN\s+(--\S+\s+)*--security\b/i, 'RUN --security'],
  [/^RUN\s+(--\S+\s+)*--device\b/i, 'RUN --device'],
  [/^(COPY|ADD)\s+(--\S+\s+)*--link\b/i, 'COPY --link'],
  [/^(COPY|ADD)\s+(--\S+\s+)*--chmod\b/i, 'COPY --chmod'],
  [/^(COPY|ADD)\s+(--\S+\s+)*--(parents|exclude)\b/i, 'COPY --parents or --exclude'],
  [/^ADD\s+(--\S+\s+)*--(checksum|keep-git-dir|unpack)\b/i, 'ADD --checksum'],
]

/** The platform arguments that BuildKit predefines. */
const platformName = /^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT)$/

/** Names a platform argument that is used without a value of its own: in the classic builder it is empty. */
function platformNeed(text: string, given: ReadonlySet<string>): string | undefined {
  const missing = [...declared(text), ...referred(text)].find((name) => platformName.test(name) && !given.has(name))
  return missing === undefined ? undefined : `${/^ARG/i.test(text) ? 'ARG' : 'FROM'} with ${missing}`
}

/** The names that an `ARG` declares, with their defaults. */
function declared(text: string): readonly string[] {
  return /^ARG\s+(.*)$/i.exec(text)?.[1]?.split(/\s+/) ?? []
}

/** The arguments that a `FROM` uses without an inline default. */
function referred(text: string): readonly string[] {
  return /^FROM\s/i.test(text) ? [...text.matchAll(/\$\{?(\w+)(?!\w|:-)/g)].map(([, name = '']) => name) : []
}
