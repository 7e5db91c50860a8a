/** What happens on the way to what was asked; the last one is the outcome. */
export type ProgressEvent =
  | { readonly type: 'needs'; readonly variables: readonly string[] }
  | { readonly type: 'warning'; readonly message: string }
  /** Something wrong with a manifest: `shop/web.yaml:6:3: spec.replicas: …`. */
  | { readonly type: 'problem'; readonly message: string }
  | {
      readonly type: 'resource'
      readonly object: string
      readonly change:
        | 'created'
        | 'kept'
        | 'configured'
        | 'unchanged'
        | 'deleted'
        | 'forgotten'
        | 'approved'
        | 'scaled'
        | 'retried'
        | 'undone'
        | 'restarted'
        | 'killed'
        | 'stopped'
        | 'started'
        | 'paused'
        | 'resumed'
        | 'adopted'
      /** Such as `replicas 5 (scale, Tue 10:02) → 3 (file)`. */
      readonly details?: readonly string[]
    }
  | {
      readonly type: 'state'
      /** `Kind/stack/name`; a task's parent is its service. */
      readonly object: string
      readonly parent?: string
      readonly state: string
      readonly reason?: string
      readonly message?: string
      /** Milliseconds since the epoch at which it came to stand so. */
      readonly at: number
    }
  | Outcome

/** What became of a resource. */
export type ResourceEvent = Extract<ProgressEvent, { readonly type: 'resource' }>

/** How an object stands now. */
export type StateEvent = Extract<ProgressEvent, { readonly type: 'state' }>

/** How it ended; where several things went wrong, with the first of them. */
export interface Outcome extends OutcomeWords {
  readonly type: 'outcome'
  readonly exit: number
  /** What else went wrong. */
  readonly others?: readonly OutcomeWords[]
}

/** What is to be said of something at the end. */
export interface OutcomeWords {
  readonly message: string
  /** What to do next; on each failure. */
  readonly remedy?: string
  /** Last lines of what failed. */
  readonly lines?: readonly string[]
}
