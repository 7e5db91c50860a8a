import { buildCli, type Cli, startCli } from './cli.ts'
import { handAt } from './hand.ts'
import { loadImages } from './images.ts'
import { type Lab, type LabHost, releases, startLab } from './lab.ts'

/** A real engine, and the command line of the current test. */
export interface EngineForEach {
  readonly cli: Cli
  /** The path of the engine's socket. */
  readonly socket: string
  /** Runs Docker's own command line against the engine. */
  docker(...args: readonly string[]): ReturnType<LabHost['run']>
  /** The running containers as `NAME ID`, sorted. */
  containers(): Promise<readonly string[]>
}

/** The newest engine. The oldest is covered by other suites, and takes twice the CPU for a container in a network. */
const release = releases.at(-1) ?? 'sid'

/** The engine shared by all such suites of this process; it ends with the process. */
let shared: Promise<Lab> | undefined

/**
 * Registers the hooks of a suite on a real engine that has only busybox. Each test gets a command line with its own home; after each test
 * everything but images is removed from the engine, and after the suite the images too. `as` wraps the command line, for inProcess.
 */
export function engineForEach(as = (cli: Cli): Cli => cli): EngineForEach {
  let lab: Lab
  let cli: Cli
  const host = () => lab.hosts[0]
  const hand = () => handAt(host().socket)
  const docker: EngineForEach['docker'] = (...args) => host().run('docker', '-H', `unix://${host().socket}`, ...args)
  before(async () => {
    shared ??= startLab({ release }).catch((error: unknown) => {
      shared = undefined
      throw error
    })
    ;[lab] = await Promise.all([shared, buildCli()])
    await loadImages(host().socket, ['busybox:1.36'])
  })
  after(async () => {
    if (shared) await hand().emptyImages()
  })
  beforeEach(() => {
    cli = as(startCli(host().socket))
  })
  // The next test has another home, and so would not touch what this one leaves behind.
  afterEach(() => cli.end().finally(() => hand().empty()))
  return {
    get cli() {
      return cli
    },
    get socket() {
      return host().socket
    },
    docker,
    containers: async () => (await docker('ps', '--format', '{{.Names}} {{.ID}}')).trim().split('\n').sort(),
  }
}
