import { isAbsolute } from 'node:path'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { ignorePatterns } from '../../engine/docker/build/ignore-file.ts'

/** Adds to the rules what the service's build ignores. A remote build context has no watched paths. */
export async function withLeftOut(rules: readonly WatchRule[], { spec }: V1Service): Promise<readonly WatchRule[]> {
  const { context, dockerfile } = spec.template.build ?? {}
  if (context === undefined || !isAbsolute(context)) return rules
  const patterns = await ignorePatterns({ context, ...(dockerfile === undefined ? {} : { dockerfile }) })
  return patterns ? rules.map((rule) => ({ ...rule, leftOut: { directory: context, patterns } })) : rules
}
