/** The actions that a change of a watched path can trigger, by Compose's names. */
export const watchActions = ['sync', 'rebuild', 'restart', 'sync+restart', 'sync+exec'] as const

/** A command to run in a container after its files were synced. */
export interface WatchExec {
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env: readonly string[]
}

/** The .dockerignore patterns that apply to a directory. */
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
  /** The matching path in the container. */
  readonly target?: string
  /** Patterns in .dockerignore's syntax, relative to `path`. */
  readonly ignore: readonly string[]
  readonly include: readonly string[]
  /** What the .dockerignore of its build's context excludes. */
  readonly leftOut?: LeftOut
  readonly initialSync: boolean
  readonly exec?: WatchExec
}

/** The watch rules of a service's sources, for development. */
export interface Develop {
  readonly rules: readonly WatchRule[]
  /** Why the first unusable entry can't be used, and the remedy. If set, none of the rules is used. */
  readonly wrong?: { readonly message: string; readonly remedy: string }
}
