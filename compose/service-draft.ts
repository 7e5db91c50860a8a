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

/** A service while its attributes are read; what depends on several of them is put together afterwards. */
export interface ServiceDraft {
  readonly name: string
  readonly node: Node
  readonly spec: V1ServiceSpec
  /** `deploy.labels`: labels of the service itself, not of its containers. */
  readonly labels: Record<string, string>
  profiles: string[]
  /** The entries of `develop.watch`. */
  develop?: readonly DevelopEntry[]
  /** The steps of `pre_start`. */
  preStart?: readonly PreStartStep[]
  environment: KeyValue[]
  envFiles: EnvFileReference[]
  labelFiles: Node[]
  /** `restart`, and what `deploy.restart_policy` says instead. */
  restart?: Written<V1RestartPolicy>
  deployRestart?: Written<V1RestartPolicy>
  dependencies: Written<V1Dependency>[]
  /** What other attributes make it wait for; an explicit dependency wins. */
  readonly impliedDependencies: Written<V1Dependency>[]
}

/** A value and the node it came from. */
export interface Written<T> {
  readonly value: T
  readonly node: Node
}

/** A step of `pre_start`: what it says itself, over what it takes from its service. */
export interface PreStartStep {
  readonly own: V1TaskTemplate
  readonly node: Node
}

/** One of `env_file`. */
export interface EnvFileReference {
  readonly path: string
  readonly required: boolean
  readonly raw: boolean
  /** What to do where it is not there. */
  readonly remedy: string
  readonly node: Node
}

/** An empty draft of the service at `node`. */
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

/** The limits of a template, made when first asked for. */
export function limitsOf(template: V1TaskTemplate): V1ResourceLimits {
  template.resources ??= {}
  template.resources.limits ??= {}
  return template.resources.limits
}

/** The reservations of a template, made when first asked for. */
export function reservationsOf(template: V1TaskTemplate): V1ResourceReservations {
  template.resources ??= {}
  template.resources.reservations ??= {}
  return template.resources.reservations
}
