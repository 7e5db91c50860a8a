import type { TerminalSize } from '../../api/v1/installation/terminal.ts'
import type { HealthcheckBody } from '../types/container.ts'
import type { ImageInspect } from '../types/image.ts'
import type { StringMap } from '../types/string-map.ts'

/** What a container's main process does, as far as the engine sees it. */
export interface ProcessBehaviour {
  /** Ends by itself after so long; absent: it runs until it is stopped. */
  readonly exitsAfterMs?: number
  /** The code of an end by itself; 0 when absent. */
  readonly exitCode?: number
  /** What ends it by itself is the kernel, for want of memory: the code is 137. */
  readonly outOfMemory?: boolean
  /** Absent: as the host's latency says. Counts only where a health check is set. */
  readonly healthyAfterMs?: number
  readonly neverHealthy?: boolean
  /** Turns unhealthy so long after it was healthy. */
  readonly unhealthyAfterMs?: number
  /** What a failing health check writes. */
  readonly checkOutput?: string
  /** Goes on after TERM, until it is killed. */
  readonly ignoresTerm?: boolean
  /** From TERM to the end; absent: as the host's latency says. */
  readonly stopsAfterMs?: number
  /** The code after a signal that it heeds; 143 when absent. */
  readonly stopCode?: number
  /** Why it can't start, in the engine's words, such as `exec: "nocmd": executable file not found in $PATH`. */
  readonly startError?: string
  /** Lines that it writes when it starts. */
  readonly output?: readonly string[]
  /** Writes each line that is typed into it, as `cat` does. */
  readonly echoes?: true
  /** What it writes when its terminal gets a size. */
  readonly resized?: (size: TerminalSize) => string
  /** How many CPUs it keeps busy, and its memory; absent: none, and 1 MB. */
  readonly uses?: { readonly cpus: number; readonly memoryBytes: number }
  /** What a command run inside answers; absent: exit 0 without output. */
  readonly exec?: (
    command: readonly string[],
    terminal?: TerminalSize,
  ) => { readonly exitCode: number; readonly output?: string }
}

/** What a behaviour is chosen by. */
export interface ProcessStart {
  /** The reference that the container was made from. */
  readonly image: string
  /** Entrypoint and command. */
  readonly command: readonly string[]
  readonly env: readonly string[]
  readonly labels: Readonly<StringMap>
  readonly healthcheck?: HealthcheckBody
  /** How often Docker has restarted it in place. */
  readonly restarts: number
  /** Whether it ran before, as what it wrote tells it: a reboot begins the count of restarts anew. */
  readonly hasRun: boolean
}

/** Pure: the same start gives the same behaviour. Undefined: as the image's entry in the registry says. */
export type Behaviour = (start: ProcessStart) => ProcessBehaviour | undefined

/** An image as a simulated registry has it. */
export interface RegistryImage {
  /** Absent: made from the reference. */
  readonly digest?: string
  /** The image's id; absent: made from reference, digest and config. */
  readonly id?: string
  readonly config?: NonNullable<ImageInspect['Config']>
  readonly sizeBytes?: number
  readonly architecture?: string
  /** Its directories besides `/`; absent: any path may be there. */
  readonly directories?: readonly string[]
  /** A pull is refused without this password. */
  readonly password?: string
  /** A pull or build of it fails with these words. */
  readonly failing?: string
  /** Absent: as the host's latency says. */
  readonly pullMs?: number
  readonly behaviour?: ProcessBehaviour
}

/** The images that can be pulled, by reference, or a function of the reference (with its tag filled in). */
export type Registry = Readonly<Record<string, RegistryImage>> | ((reference: string) => RegistryImage | undefined)
