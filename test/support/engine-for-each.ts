import { buildCli, type Cli, startCli } from './cli.ts'
import { handAt } from './hand.ts'
import { loadImages } from './images.ts'
import { type Lab, type LabHost, releases, startLab } from './lab.ts'

/** A real engine, and a command line of the test that runs now. */
export interface EngineForEach {
  readonly cli: Cli
  /** Where the engine listens. */
  readonly socket: string
  /** Runs Docker's own command line on it. */
  docker(...args: readonly string[]): ReturnType<LabHost['run']>
  /** The containers that run on it, `NAME ID` each, sorted. */
  containers(): Promise<readonly string[]>
}

/** The newest: the proofs have the oldest, which takes twice the processor for a container in a network. */
const release = releases.at(-1) ?? 'sid'

/** The engine of all such suites of this process, which it ends with. */
let shared: Promise<Lab> | undefined

/**
 * Registers the hooks of a suite on a real engine that has busybox and nothing else: each test has a command line with a home of its
 * own, and leaves nothing on the engine but images, the suite not even these. `as` is what that command line becomes: inProcess.
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
  // The next test has another home, which would keep off all that this one leaves.
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
