import type { ManifestRequest } from './requests.ts'

/** Has the images of what manifests declare on every node; nothing is accepted, and nothing that runs changes. */
export interface PullRequest extends ManifestRequest {
  /** Of these services; none: of all. */
  readonly services: readonly string[]
  readonly signal: AbortSignal
}

export interface BuildRequest extends PullRequest {
  readonly noCache?: boolean
  /** The images that it is built from are asked for anew. */
  readonly pull?: boolean
  /** Over the arguments of the files: NAME=VALUE. */
  readonly buildArgs: readonly string[]
}
