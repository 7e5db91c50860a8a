import type { Baseline } from '../../engine/normalise/baseline.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'

/** A container of others, as its engine shows it. */
export interface Placed {
  readonly node: string
  readonly container: ContainerInspect
}

/** The result of a comparison: adopted as it runs, or to be replaced, with the field that decides. */
export type Verdict = { readonly by: 'rollout'; readonly differs: string } | AsItRuns

export interface AsItRuns {
  readonly by: 'record'
  /** Differences that have no effect, recorded so that they are no drift of this container. */
  readonly baseline: Baseline
}

/** A container that a service adopts, and how. */
export interface Take {
  readonly placed: Placed
  readonly slot: number
  /** The name of its Task, which may exist already. */
  readonly task: string
  readonly revision: string
  readonly verdict: Verdict
  /** `v1:…`; absent where the container is to be replaced. */
  readonly specHash?: string
  /** Why it is stopped: more containers were found than are wanted. Absent: it is not. */
  readonly surplus?: string
  /** An image that Compose built, and that lacks the name that our build of it would have. */
  readonly built?: Built
}

/** An image that Compose built, and the name that our build of it would have. */
export interface Built {
  readonly id: string
  readonly tag: string
}
