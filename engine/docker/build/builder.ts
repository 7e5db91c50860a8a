import type { BuildArgs } from '../../types/build.ts'
import type { Run } from '../../run.ts'

/** One way to make an image from a context. */
export interface Builder {
  readonly name: 'classic' | 'buildkit'
  build(args: BuildArgs, run: Run): Promise<{ readonly id: string }>
}
