import type {
  V1Dependency,
  V1ResourceLimits,
  V1ResourceReservations,
  V1RestartPolicy,
  V1ServiceSpec,
  V1TaskTemplate,
} from '../api/v1/generated/types.ts'
import type { DevelopEntry } from './develop-rules.ts'
import type { Node } from './node.ts'
import type { KeyValue } from './readers/key-values.ts'

/** A service while its attributes are read. finishService then fills the fields that depend on several attributes. */
export interface ServiceDraft {
  readonly name: string
  readonly node: Node
  readonly spec: V1ServiceSpec
  /** `deploy.labels`: labels of the service itself, not of its containers. */
  readonly labels: Record<string, string>
  profiles: string[]
  /** The entries of `develop.watch`. */
  develop?: readonly Written<DevelopEntry>[]
  /** The steps of `pre_start`. */
  preStart?: readonly PreStartStep[]
  environment: KeyValue[]
  envFiles: EnvFileReference[]
  labelFiles: Node[]
  restart?: Written<V1RestartPolicy>
  /** `deploy.restart_policy`; wins over `restart`. */
  deployRestart?: Written<V1RestartPolicy>
  dependencies: Written<V1Dependency>[]
  /** Dependencies implied by other attributes, such as `links`; an explicit dependency on the same service wins. */
  readonly impliedDependencies: Written<V1Dependency>[]
}

/** A value and the node it came from. */
export interface Written<T> {
  readonly value: T
  readonly node: Node
}

/** A step of `pre_start`; `own` overrides what it inherits from its service. */
export interface PreStartStep {
  readonly own: V1TaskTemplate
  readonly node: Node
}

/** An entry of `env_file` or `label_file`. */
export interface EnvFileReference {
  readonly path: string
  readonly required: boolean
  readonly raw: boolean
  /** What to do where the file is missing, for the error. */
  readonly remedy: string
  readonly node: Node
}

/** Creates an empty draft of the service at `node`. */
export function draftService(name: string, node: Node): ServiceDraft {
  return {
    name,
    node,
    spec: { template: {} },
    labels: {},
    profiles: [],
    environment: [],
    envFiles: [],
    labelFiles: [],
    dependencies: [],
    impliedDependencies: [],
  }
}

/** The resource limits of a template, created on first use. */
export function limitsOf(template: V1TaskTemplate): V1ResourceLimits {
  template.resources ??= {}
  template.resources.limits ??= {}
  return template.resources.limits
}

/** The resource reservations of a template, created on first use. */
export function reservationsOf(template: V1TaskTemplate): V1ResourceReservations {
  template.resources ??= {}
  template.resources.reservations ??= {}
  return template.resources.reservations
}
