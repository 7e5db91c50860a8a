import type { ObjectRef } from '../metadata.ts'
import type { ExecRequest } from './requests.ts'
import type { TerminalSize } from './terminal.ts'
import type { UsageRequest } from './usage.ts'

/** When a command is to pull images, as `--pull` says. */
export const pullPolicies = ['always', 'missing', 'never'] as const
export type PullPolicy = (typeof pullPolicies)[number]

/** A container of a service that a person created for one command. It is none of the service's tasks, and no loop reconciles it. */
export interface OneOff {
  readonly stack: string
  readonly service: string
  /** Its container's name. */
  readonly name: string
  readonly node: string
  /** The engine's name of the container's state. */
  readonly state: string
  readonly image: string
  /** The container's id, once it was created. Older servers do not send it. */
  readonly id?: string
}

/** Identifies a one-off container. */
export type OneOffRef = Pick<OneOff, 'stack' | 'name'>

/** How a one-off container is created, beside what its service declares. */
export interface RunRequest {
  readonly ref: ObjectRef
  /** Replaces the service's command, unless empty. */
  readonly command: readonly string[]
  /** Replaces the entry point of the service or image. */
  readonly entrypoint?: readonly string[]
  /** The container's name; generated if absent. */
  readonly name?: string
  /** NAME=VALUE; added to the service's variables or overriding them. */
  readonly env: readonly string[]
  readonly labels: readonly string[]
  /** Mounts added to the service's, in Compose's form SOURCE:TARGET[:OPTIONS]. */
  readonly volumes: readonly string[]
  /** Published ports, in Compose's form [IP:][HOST:]CONTAINER[/PROTOCOL]. */
  readonly publish: readonly string[]
  /** Whether the service's ports are published too. */
  readonly servicePorts?: boolean
  /** Whether it gets the service's aliases on its networks. */
  readonly useAliases?: boolean
  readonly user?: string
  readonly workingDir?: string
  /** Whether it gets a terminal. */
  readonly tty?: boolean
  /** The terminal's initial size; needs API 1.42. */
  readonly terminalSize?: TerminalSize
  /** Whether its standard input is open. */
  readonly stdin?: boolean
  /** Whether the engine removes the container when it exits. */
  readonly remove?: boolean
  /** Whether it is created even if the services that its service depends on do not run. */
  readonly noDeps?: boolean
  /** Absent: `missing`. A service with the pull policy `Never` is never pulled. */
  readonly pull?: PullPolicy
  readonly signal: AbortSignal
}

/**
 * The reason for not creating a one-off container: its service's dependencies are not as declared, and no loop runs here that would mend
 * that.
 */
export const DEPENDENCIES_UNMET = 'DependenciesUnmet'

/** Progress of the creation of a one-off container, which is the last event. */
export type RunEvent =
  | { readonly type: 'step'; readonly message: string }
  | { readonly type: 'made'; readonly oneOff: OneOff }

/** Which one-off containers to list. */
export interface OneOffsRequest extends UsageRequest {
  /** The one that is sought. If it is not among those found and an engine does not answer, the request fails. */
  readonly name?: string
}

/** Starts a created one-off container, with input and output as for an exec. */
export interface StartRequest extends Pick<ExecRequest, 'stdin' | 'terminal' | 'onOutput' | 'signal'> {
  readonly oneOff: OneOffRef
  /** Returns once it is started. */
  readonly detach?: boolean
}

/** Stops a one-off container: by a signal, and by KILL after its grace period. */
export interface EndRequest {
  readonly oneOff: OneOffRef
  /** Absent: the container's stop signal. */
  readonly signalName?: string
  readonly signal: AbortSignal
}
