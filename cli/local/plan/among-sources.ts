import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { Unrepeatable } from '../../../api/v1/installation/plan-answer.ts'
import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { buildArgsOf } from '../../../controllers/task/act/build-args.ts'
import { takesIn } from '../../../engine/docker/build/context.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import type { Core } from '../open/core.ts'
import { placeWords } from '../watched/place.ts'

/**
 * Why a plan can't be kept at an absolute path: a build of these stacks takes that file in, so the plan would change what is built.
 * Undefined where none does.
 */
export async function keptAmongSources(
  core: Core,
  stacks: ReadonlySet<string>,
  path: string,
): Promise<Unrepeatable | undefined> {
  const file = resolved(path)
  for (const stack of stacks)
    for (const service of core.store.by('Service', 'namespace', stack).values()) {
      const serviceOf = (name: string) => core.store.get('Service', keyFor(stack, name))
      const context = await contextWith(buildArgsOf(service.spec.template, { contentHash: '', serviceOf }), file)
      if (context === undefined) continue
      const key = keyOf(service)
      return {
        why: `it would be in ${context}, which is built for ${key}${placeWords(core, `Service/${key}`)}: the plan would change its own build`,
        remedy: `name it in ${join(context, '.dockerignore')}, or keep it elsewhere, as with --out /tmp/${basename(path)}`,
      }
    }
  return undefined
}

/** The context of a build that takes in a file. */
async function contextWith(args: BuildArgs, file: string): Promise<string | undefined> {
  const { context, dockerfile, additionalContexts = {} } = args
  const further = Object.values(additionalContexts).map((each) => ({ context: each, dockerfileInline: '' }))
  for (const each of [{ context, ...(dockerfile === undefined ? {} : { dockerfile }) }, ...further]) {
    if (!isAbsolute(each.context)) continue
    const inside = relativeTo(resolved(each.context), file)
    if (inside !== undefined && (await takesIn({ tags: [], contentHash: '', ...each }, inside))) return each.context
  }
  return undefined
}

/** The path with the links of its directory followed; unchanged where that is not there. */
function resolved(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path))
  } catch {
    return path
  }
}
