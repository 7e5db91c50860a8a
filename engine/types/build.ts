import type { V1Ulimit } from '../../api/v1/generated/types.ts'
import type { SecretValue } from '../../api/v1/redact/secret-value.ts'
import type { Progress } from './progress.ts'
import type { StringMap } from './string-map.ts'

/** How an image is built; the context's files are read by the engine's builder seam. */
export interface BuildArgs {
  /** The first is the name that containers use. */
  readonly tags: readonly string[]
  /** Absolute directory, or a git or http URL; empty where an inline Dockerfile takes no files. */
  readonly context: string
  readonly dockerfile?: string
  readonly dockerfileInline?: string
  readonly target?: string
  readonly buildArgs?: Readonly<StringMap>
  /** Further arguments, of this machine and not of what is built: where none is declared by a name, and in no hash. */
  readonly proxies?: Readonly<StringMap>
  readonly labels?: Readonly<StringMap>
  readonly cacheFrom?: readonly string[]
  readonly network?: string
  readonly platform?: string
  readonly extraHosts?: readonly string[]
  readonly shmSizeBytes?: number
  readonly pull?: boolean
  readonly noCache?: boolean
  readonly isolation?: string
  readonly ulimits?: readonly V1Ulimit[]
  readonly additionalContexts?: Readonly<StringMap>
  /** The builds that contexts of `service:NAME` are made by, those of such builds' own too, by that name; these have none here. */
  readonly serviceContexts?: Readonly<Record<string, BuildArgs>>
  /** The builds of the images that its Dockerfile names, by the services that have them: they are built before it, and count for its hash. */
  readonly bases?: Readonly<Record<string, BuildArgs>>
  readonly cacheTo?: readonly string[]
  readonly noCacheFilter?: readonly string[]
  readonly secrets?: readonly BuildSecret[]
  readonly ssh?: readonly string[]
  readonly privileged?: boolean
  readonly entitlements?: readonly string[]
  readonly provenance?: string
  readonly sbom?: string
  /** What of it only BuildKit can do, in words, as `RUN --mount (Dockerfile line 3)`: BuildKit builds it. Absent: the classic builder. */
  readonly buildkit?: string
  /** The digest of context, Dockerfile and arguments: what the plan prints in place of the archive. */
  readonly contentHash: string
  /** How the hash of the sources must begin, in hex: with others the build is refused. Absent: they are taken as they are. */
  readonly sourcesOf?: string
  /** Logins for registries that its base images are from, before this machine's own: JSON by registry. */
  readonly logins?: SecretValue
  readonly onProgress?: (progress: Progress) => void
}

/** What `RUN --mount=type=secret,id=ID` is given, and nothing else is. */
export interface BuildSecret {
  readonly id: string
  /** The Secret of the stack that has its bytes. */
  readonly secret: string
  /** They are read when it is built. */
  readonly value?: SecretValue
}
