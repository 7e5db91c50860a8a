import type { BuildArgs } from '../../types/build.ts'

/** A build and the builds of its service contexts. */
export function buildsOf<T extends Pick<BuildArgs, 'serviceContexts'>>(args: T): readonly (T | BuildArgs)[] {
  return [args, ...Object.values(args.serviceContexts ?? {})]
}
