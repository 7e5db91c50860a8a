import type { BuildArgs } from '../../types/build.ts'
import type { Run } from '../../run.ts'

/** A way to build an image. */
export interface Builder {
  readonly name: 'classic' | 'buildkit'
  build(args: BuildArgs, run: Run): Promise<{ readonly id: string }>
}
