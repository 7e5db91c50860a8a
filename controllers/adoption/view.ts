import type { Baseline } from '../../engine/normalise/baseline.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'

/** A container of others on a node, as its engine shows it. */
export interface Placed {
  readonly node: string
  readonly container: ContainerInspect
}

/** What a comparison comes to: ours as it runs, but for what is changed on it; or to be replaced, with the field that decides. */
export type Verdict = { readonly by: 'rollout'; readonly differs: string } | AsItRuns

export interface AsItRuns {
  readonly by: 'record'
  /** What differs and has no effect: no drift of this very container. */
  readonly baseline: Baseline
}

/** A container of others that becomes one of a service's, and how. */
export interface Take {
  readonly placed: Placed
  readonly slot: number
  /** The name of its Task, which may be there already. */
  readonly task: string
  readonly revision: string
  readonly verdict: Verdict
  /** `v1:…`; absent where it is to be replaced. */
  readonly specHash?: string
  /** Why it is stopped, where more were made than are wanted. */
  readonly surplus?: string
  /** The name that what Compose built is to have as well. */
  readonly tag?: string
}
