/** Progress of a request; the outcome is the last event. */
export type ProgressEvent =
  | { readonly type: 'needs'; readonly variables: readonly string[] }
  | { readonly type: 'warning'; readonly message: string }
  /** An error in a manifest: `shop/web.yaml:6:3: spec.replicas: …`. */
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
      /** When it came into this state, in milliseconds since the epoch. */
      readonly at: number
    }
  | Outcome

/** The outcome for one resource. */
export type ResourceEvent = Extract<ProgressEvent, { readonly type: 'resource' }>

/** The present state of an object. */
export type StateEvent = Extract<ProgressEvent, { readonly type: 'state' }>

/** The end of a request; if several things failed, the message is about the first, and `others` has the rest. */
export interface Outcome extends OutcomeWords {
  readonly type: 'outcome'
  readonly exit: number
  /** The other failures. */
  readonly others?: readonly OutcomeWords[]
}

/** A result in words. */
export interface OutcomeWords {
  readonly message: string
  /** The remedy; present for each failure. */
  readonly remedy?: string
  /** The last log lines of what failed. */
  readonly lines?: readonly string[]
}
