/** The file at a path of a container. */
export interface PathStat {
  readonly name: string
  readonly type: 'file' | 'directory' | 'link' | 'other'
  readonly size: number
  /** For a symbolic link, its target as the engine resolves it in the container. */
  readonly linkTarget?: string
}
