import type { ManifestRequest } from './requests.ts'

/** Pulls the images that manifests name to every node. Accepts nothing and changes nothing that runs. */
export interface PullRequest extends ManifestRequest {
  /** Only images of these services; all services if empty. */
  readonly services: readonly string[]
  readonly signal: AbortSignal
}

export interface BuildRequest extends PullRequest {
  readonly noCache?: boolean
  /** Whether the base images are pulled again. */
  readonly pull?: boolean
  /** NAME=VALUE; they override the build arguments of the files. */
  readonly buildArgs: readonly string[]
}
