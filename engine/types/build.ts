import type { V1Ulimit } from '../../api/v1/generated/types.ts'
import type { SecretValue } from '../../api/v1/redact/secret-value.ts'
import type { Progress } from './progress.ts'
import type { StringMap } from './string-map.ts'

/** How to build an image. The engine's builder reads the context's files. */
export interface BuildArgs {
  /** The names of the image; containers use the first. */
  readonly tags: readonly string[]
  /** An absolute directory, or a git or http URL; empty where an inline Dockerfile needs no files. */
  readonly context: string
  readonly dockerfile?: string
  readonly dockerfileInline?: string
  readonly target?: string
  readonly buildArgs?: Readonly<StringMap>
  /** Proxy arguments of this machine. Declared arguments of the same name win, and no hash covers them. */
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
  /** The builds behind contexts `service:NAME`, by service, including those that they need in turn; these have none of their own here. */
  readonly serviceContexts?: Readonly<Record<string, BuildArgs>>
  /** The builds of images that its Dockerfile names, by service: they are built first, and count for its hash. */
  readonly bases?: Readonly<Record<string, BuildArgs>>
  readonly cacheTo?: readonly string[]
  readonly noCacheFilter?: readonly string[]
  readonly secrets?: readonly BuildSecret[]
  readonly ssh?: readonly string[]
  readonly privileged?: boolean
  readonly entitlements?: readonly string[]
  readonly provenance?: string
  readonly sbom?: string
  /** What requires BuildKit, in words, as `RUN --mount (Dockerfile line 3)`; absent: the classic builder is used. */
  readonly buildkit?: string
  /** The digest of context, Dockerfile and arguments, which a plan prints instead of the archive. */
  readonly contentHash: string
  /** The required beginning of the sources' hash, in hex: the build is refused if they changed. Absent: any sources are built. */
  readonly sourcesOf?: string
  /** Logins for the registries of base images, preferred to this machine's: JSON by registry. */
  readonly logins?: SecretValue
  readonly onProgress?: (progress: Progress) => void
}

/** A secret for `RUN --mount=type=secret,id=ID` only. */
export interface BuildSecret {
  readonly id: string
  /** The name of the stack's Secret with its bytes. */
  readonly secret: string
  /** The bytes, read at build time. */
  readonly value?: SecretValue
}
