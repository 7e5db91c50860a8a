/** What may be done when a watched path changes, in Compose's words. */
export const watchActions = ['sync', 'rebuild', 'restart', 'sync+restart', 'sync+exec'] as const

/** What is run in a container after its files changed. */
export interface WatchExec {
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env: readonly string[]
}

/** What .dockerignore leaves out of a directory. */
export interface LeftOut {
  /** Absolute. */
  readonly directory: string
  readonly patterns: readonly string[]
}

/** One entry of a service's `develop.watch`. */
export interface WatchRule {
  readonly service: string
  readonly action: (typeof watchActions)[number]
  /** Absolute: a file or a directory. */
  readonly path: string
  /** Where it stands in the container. */
  readonly target?: string
  /** Patterns of .dockerignore, from the path on. */
  readonly ignore: readonly string[]
  readonly include: readonly string[]
  /** What the context of its build leaves out. */
  readonly leftOut?: LeftOut
  readonly initialSync: boolean
  readonly exec?: WatchExec
}

/** What of a service's sources is watched while people work on them. */
export interface Develop {
  readonly rules: readonly WatchRule[]
  /** What is wrong with the first entry that can't be done, and what to do: none of them is done then. */
  readonly wrong?: { readonly message: string; readonly remedy: string }
}
