import type { BuildArgs } from '../../types/build.ts'

/** All that one build runs: its own, and those that contexts are made by. */
export function buildsOf<T extends Pick<BuildArgs, 'serviceContexts'>>(args: T): readonly (T | BuildArgs)[] {
  return [args, ...Object.values(args.serviceContexts ?? {})]
}
