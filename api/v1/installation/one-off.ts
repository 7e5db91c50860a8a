import type { ObjectRef } from '../metadata.ts'
import type { ExecRequest } from './requests.ts'
import type { TerminalSize } from './terminal.ts'

/** A container of a service that a person made for one command: none of the service's tasks, and no loop's affair. */
export interface OneOff {
  readonly stack: string
  readonly service: string
  /** Its container's name. */
  readonly name: string
  readonly node: string
  /** The engine's word for how it stands. */
  readonly state: string
  readonly image: string
  /** Of its container, once it was made; not of a server of before. */
  readonly id?: string
}

/** Which one-off container. */
export type OneOffRef = Pick<OneOff, 'stack' | 'name'>

/** What a one-off container is made from, beside its service. */
export interface RunRequest {
  readonly ref: ObjectRef
  /** In place of the service's command; empty: that one. */
  readonly command: readonly string[]
  /** In place of the service's or image's entry point. */
  readonly entrypoint?: readonly string[]
  /** Its container's name; absent: one of its own. */
  readonly name?: string
  /** Added to the service's, or in their place: NAME=VALUE. */
  readonly env: readonly string[]
  readonly labels: readonly string[]
  /** Mounted beside what the service mounts, as Compose writes it: SOURCE:TARGET[:OPTIONS]. */
  readonly volumes: readonly string[]
  /** Published, as Compose writes it: [IP:][HOST:]CONTAINER[/PROTOCOL]. */
  readonly publish: readonly string[]
  /** The service's ports are published too. */
  readonly servicePorts?: boolean
  /** It answers to the names that the service has on its networks. */
  readonly useAliases?: boolean
  readonly user?: string
  readonly workingDir?: string
  /** It gets a terminal. */
  readonly tty?: boolean
  /** How large that is at first, from API 1.42 on. */
  readonly terminalSize?: TerminalSize
  /** Its input is open. */
  readonly stdin?: boolean
  /** The engine removes it at its end. */
  readonly remove?: boolean
  /** It is made also where what its service depends on does not run. */
  readonly noDeps?: boolean
  /** Absent: where it is missing, as the service says. */
  readonly pull?: 'always' | 'missing' | 'never'
  readonly signal: AbortSignal
}

/** Why a one-off container is not made: what its service depends on is not as it is to be, and nothing here works on it. */
export const DEPENDENCIES_UNMET = 'DependenciesUnmet'

/** What happens on the way to a one-off container, which comes last. */
export type RunEvent =
  | { readonly type: 'step'; readonly message: string }
  | { readonly type: 'made'; readonly oneOff: OneOff }

/** Starts a one-off container that was made, and speaks with its process as an exec does. */
export interface StartRequest extends Pick<ExecRequest, 'stdin' | 'terminal' | 'onOutput' | 'signal'> {
  readonly oneOff: OneOffRef
  /** It is started and left. */
  readonly detach?: boolean
}

/** Asks the process of a one-off container to end: by a signal, and after its grace by KILL. */
export interface EndRequest {
  readonly oneOff: OneOffRef
  /** Absent: the one that it is to stop by. */
  readonly signalName?: string
  readonly signal: AbortSignal
}
