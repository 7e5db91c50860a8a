import { exits } from '../../api/v1/installation/installation-error.ts'

/** What `--help`, the reference and the man page of a verb contain besides its options. */
export interface VerbHelp {
  /** Command lines, each with its effect. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  /** The possible exit codes. */
  readonly exits: readonly number[]
  /** Their meaning, where it differs from the usual one. */
  readonly exit?: string
}

const { converged, failed, usage, deadline, unreachable, approval, interrupted } = exits
/** Exit codes of verbs that only read files and state. */
export const local = [converged, failed, usage, interrupted]
/** Exit codes of verbs that contact hosts. */
export const reads = [converged, failed, usage, unreachable, interrupted]
/** Exit codes of verbs that change hosts and wait for completion. */
export const acts = [converged, failed, usage, deadline, unreachable, approval, interrupted]
