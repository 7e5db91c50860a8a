import type { V1Dependency, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { ContainerBody, EndpointBody } from '../types/container.ts'

/** A network of the stack, resolved on the node. */
export interface ResolvedNetwork {
  /** The Network resource's name, as attachments use it. */
  readonly network: string
  /** The engine's name and id. */
  readonly name: string
  readonly id: string
}

/** A container that another refers to. */
export interface ContainerReference {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
}

/** The host path of a delivered secret or config, and its path in the container. */
export interface SecretMount {
  readonly source: string
  readonly target: string
}

/** All inputs of a desired container. Templates are frozen: results that depend on one alone are cached. */
export interface ContainerArgs {
  readonly template: V1TaskTemplate
  readonly installation: string
  readonly stack: string
  readonly service: string
  readonly slot: number
  /** The Task's name: the identity of the container. */
  readonly task: string
  readonly revision?: string
  /** The container's name. */
  readonly name: string
  /** The exact image: a reference by digest, or an id. Absent: the template's image. */
  readonly image?: string
  /** The networks that the template attaches to, in any order. */
  readonly networks: readonly ResolvedNetwork[]
  /** Volume resource → the engine's name; default STACK_NAME. */
  readonly volumes?: Readonly<Record<string, string>>
  /** Resolves `service:NAME` and `container:NAME` to containers, in order. Absent: names are sent as they are. */
  readonly containers?: (reference: string) => readonly ContainerReference[]
  readonly secretMounts?: readonly SecretMount[]
  /** The API version used with the engine, such as `1.41`. */
  readonly apiVersion: string
  /** For `docker compose`, when known. */
  readonly project?: ComposeProject
}

/** What labels say of the files of a container. They describe: a container is not replaced for them. */
export interface ComposeProject {
  readonly workingDir?: string
  readonly configFiles?: readonly string[]
  readonly dependsOn?: readonly V1Dependency[]
}

/** A desired endpoint of a container. */
export interface WantedEndpoint {
  readonly id: string
  readonly name: string
  readonly endpoint: EndpointBody
}

/** The desired container on one engine: how to create it, and what an existing one is compared with. */
export interface WantedContainer {
  readonly name: string
  /** The create call's body. Parts are shared between tasks of one template: never change it. */
  readonly body: ContainerBody
  readonly platform?: string
  /** Networks to connect after the create and before the start, in order: engines before API 1.44 take only one in the create. */
  readonly connectAfter: readonly { readonly network: string; readonly endpoint: EndpointBody }[]
  /** All desired endpoints, the primary first. */
  readonly networks: readonly WantedEndpoint[]
  /** Targets of delivered secrets and configs, of which the content is compared, not the host path. */
  readonly delivered: readonly string[]
  /** The spec hash (spec-hash.ts), also a label. */
  readonly specHash: string
  /**
   * One object shared by all containers that differ only in name, network ids and identity labels: the cache key of what depends on the
   * rest.
   */
  readonly shape: object
  readonly unsupported: readonly UnsupportedField[]
}

/** A field of the template that this engine's API lacks and would silently drop. */
export interface UnsupportedField {
  readonly field: string
  /** The API version that introduced it. */
  readonly needs: string
  /** Whether the container is still right without it; if not, it must not be created. */
  readonly harmless: boolean
}
