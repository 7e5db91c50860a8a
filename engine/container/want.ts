import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { ContainerBody, EndpointBody } from '../types/container.ts'

/** A network of the stack as it stands on the node. */
export interface ResolvedNetwork {
  /** The Network resource's name, which attachments say. */
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

/** Where a delivered secret or config lies on the node, and where the container sees it. */
export interface SecretMount {
  readonly source: string
  readonly target: string
}

/** All that a container is made from. Templates are frozen: what follows from one alone is worked out once. */
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
  /** What runs exactly: a reference by digest, or an id. Absent: the template's image. */
  readonly image?: string
  /** The networks that the template attaches to, in any order. */
  readonly networks: readonly ResolvedNetwork[]
  /** Volume resource → the engine's name; absent ones go by STACK_NAME. */
  readonly volumes?: Readonly<Record<string, string>>
  /** The containers behind `service:NAME` and `container:NAME`, the first first. Absent: names are sent as they are. */
  readonly containers?: (reference: string) => readonly ContainerReference[]
  readonly secretMounts?: readonly SecretMount[]
  /** The API version spoken with the engine, such as `1.41`. */
  readonly apiVersion: string
  /** What `docker compose ls` shows, when known. */
  readonly project?: { readonly workingDir?: string; readonly configFiles?: readonly string[] }
}

/** A network that the container is wanted on, and how. */
export interface WantedEndpoint {
  readonly id: string
  readonly name: string
  readonly endpoint: EndpointBody
}

/** A container as it is wanted on one engine: what creates it, and what an existing one is compared with. */
export interface WantedContainer {
  readonly name: string
  /** The create call's body. Parts are shared between tasks of one template: never change it. */
  readonly body: ContainerBody
  readonly platform?: string
  /** Networks to connect after the create and before the start, in order: engines under API 1.44 take one in the create. */
  readonly connectAfter: readonly { readonly network: string; readonly endpoint: EndpointBody }[]
  /** Every network it is wanted on, the primary first. */
  readonly networks: readonly WantedEndpoint[]
  /** Targets of delivered secrets and configs: there the content counts, not the path on the host. */
  readonly delivered: readonly string[]
  /** `v1:` and the hash of what forces a new container; also its label. */
  readonly specHash: string
  /** One object for all containers that differ in name, ids of networks and labels of identity alone: what follows from the rest is worked out once for it. */
  readonly shape: object
  readonly unsupported: readonly UnsupportedField[]
}

/** A field of the template that this engine's API does not know: it would drop it without a word. */
export interface UnsupportedField {
  readonly field: string
  /** The API version that knows it. */
  readonly needs: string
  /** Whether the container is what is wanted without it; if not, it must not be made. */
  readonly harmless: boolean
}
