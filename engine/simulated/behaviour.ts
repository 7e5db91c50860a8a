import type { TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { HealthcheckBody } from '../types/container.ts'
import type { ImageInspect } from '../types/image.ts'
import type { StringMap } from '../types/string-map.ts'

/** The behaviour of a container's main process, as far as the engine sees it. */
export interface ProcessBehaviour {
  /** Exits on its own after this time; absent: runs until stopped. */
  readonly exitsAfterMs?: number
  /** The exit code then; default 0. */
  readonly exitCode?: number
  /** Whether that exit is a kill by the kernel for lack of memory, with code 137. */
  readonly outOfMemory?: boolean
  /** Default: by the host's latency. Only matters with a health check. */
  readonly healthyAfterMs?: number
  readonly neverHealthy?: boolean
  /** Turns unhealthy this long after it became healthy. */
  readonly unhealthyAfterMs?: number
  /** The output of a failing health check. */
  readonly checkOutput?: string
  /** Whether it ignores TERM, until it is killed. */
  readonly ignoresTerm?: boolean
  /** The time from TERM to its exit; default: by the host's latency. */
  readonly stopsAfterMs?: number
  /** The exit code after a signal; default 143. */
  readonly stopCode?: number
  /** Makes its start fail with these words, such as `exec: "nocmd": executable file not found in $PATH`. */
  readonly startError?: string
  /** The lines that it writes at its start. */
  readonly output?: readonly string[]
  /** Whether it echoes each input line, like `cat`. */
  readonly echoes?: true
  /** Its output when its terminal is resized. */
  readonly resized?: (size: TerminalSize) => string
  /** Its CPU and memory use; default 0 and 1 MB. */
  readonly uses?: { readonly cpus: number; readonly memoryBytes: number }
  /** The result of a command run inside; default: exit 0 without output. */
  readonly exec?: (
    command: readonly string[],
    terminal?: TerminalSize,
  ) => { readonly exitCode: number; readonly output?: string }
}

/** The inputs by which a behaviour is chosen. */
export interface ProcessStart {
  /** The image reference that the container was created with. */
  readonly image: string
  /** Entrypoint and command. */
  readonly command: readonly string[]
  readonly env: readonly string[]
  readonly labels: Readonly<StringMap>
  readonly healthcheck?: HealthcheckBody
  /** How often the engine restarted it. */
  readonly restarts: number
  /** Whether it ran before, as its files would tell it; a reboot resets the count of restarts. */
  readonly hasRun: boolean
}

/** Chooses a behaviour. Pure: equal starts give equal behaviour. Undefined: that of the image's registry entry. */
export type Behaviour = (start: ProcessStart) => ProcessBehaviour | undefined

/** An image in a simulated registry. */
export interface RegistryImage {
  /** Default: derived from the reference. */
  readonly digest?: string
  /** The image's id; default: derived from reference, digest and config. */
  readonly id?: string
  readonly config?: NonNullable<ImageInspect['Config']>
  readonly sizeBytes?: number
  readonly architecture?: string
  /** Its directories besides `/`; absent: any path may exist. */
  readonly directories?: readonly string[]
  /** The password that a pull requires. */
  readonly password?: string
  /** Makes a pull or build of it fail with these words. */
  readonly failing?: string
  /** Default: by the host's latency. */
  readonly pullMs?: number
  readonly behaviour?: ProcessBehaviour
}

/** The images that can be pulled, by reference, or a function of the reference (with its tag filled in). */
export type Registry = Readonly<Record<string, RegistryImage>> | ((reference: string) => RegistryImage | undefined)
