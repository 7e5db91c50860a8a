/** What lies at a path of a container. */
export interface PathStat {
  readonly name: string
  readonly type: 'file' | 'directory' | 'link' | 'other'
  readonly size: number
  /** Of a link: where it leads to, as the engine resolves it in the container. */
  readonly linkTarget?: string
}
