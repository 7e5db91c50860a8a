import { isAbsolute } from 'node:path'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { ignorePatterns } from '../../engine/docker/build/ignore-file.ts'

/** Rules with what the context of their service's build leaves out. A context that is elsewhere has no paths that are watched. */
export async function withLeftOut(rules: readonly WatchRule[], { spec }: V1Service): Promise<readonly WatchRule[]> {
  const { context, dockerfile } = spec.template.build ?? {}
  if (context === undefined || !isAbsolute(context)) return rules
  const patterns = await ignorePatterns({ context, ...(dockerfile === undefined ? {} : { dockerfile }) })
  return patterns ? rules.map((rule) => ({ ...rule, leftOut: { directory: context, patterns } })) : rules
}
