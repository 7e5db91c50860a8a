import { exits } from '../../api/v1/installation/installation-error.ts'

/** What `--help`, the reference and the man page of a verb say beyond its options. */
export interface VerbHelp {
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  /** The codes that it ends with. */
  readonly exits: readonly number[]
  /** What they mean, where it is not what they mean everywhere. */
  readonly exit?: string
}

const { converged, failed, usage, deadline, unreachable, approval, interrupted } = exits
/** Of what only looks at files and state. */
export const local = [converged, failed, usage, interrupted]
/** Of what looks at hosts. */
export const reads = [converged, failed, usage, unreachable, interrupted]
/** Of what changes hosts and waits until it is done. */
export const acts = [converged, failed, usage, deadline, unreachable, approval, interrupted]
