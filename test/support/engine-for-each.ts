import { buildCli, type Cli, startCli } from './cli.ts'
import { loadImages } from './images.ts'
import { type Lab, type LabHost, startLab } from './lab.ts'
import { until } from './until.ts'

/** A real engine, and a command line of the test that runs now. */
export interface EngineForEach {
  readonly cli: Cli
  /** Where the engine listens. */
  readonly socket: string
  /** Runs Docker's own command line on it. */
  docker(...args: readonly string[]): ReturnType<LabHost['run']>
}

/** The engine of all such suites of this process, which it ends with. */
let shared: Promise<Lab> | undefined

/**
 * Registers the hooks of a suite on a real engine that has busybox and nothing else: each test has a command line with a home of its
 * own, and leaves nothing on the engine but images, the suite not even these.
 */
export function engineForEach(): EngineForEach {
  let lab: Lab
  let cli: Cli
  const host = () => lab.hosts[0]
  const docker: EngineForEach['docker'] = (...args) => host().run('docker', '-H', `unix://${host().socket}`, ...args)
  /** What a test leaves: the next one has another home, which would keep off all of it. */
  const sweep = async () => {
    await removeAll(['ps', '-aq'], ['rm', '-fv'], docker)
    await removeAll(['volume', 'ls', '-q'], ['volume', 'rm'], docker)
    await docker('network', 'prune', '-f')
  }
  before(async () => {
    shared ??= startLab().catch((error: unknown) => {
      shared = undefined
      throw error
    })
    ;[lab] = await Promise.all([shared, buildCli()])
    await loadImages(host().socket, ['busybox:1.36'])
  })
  after(async () => {
    if (!shared) return
    await docker('image', 'prune', '-af')
    await docker('builder', 'prune', '-af')
  })
  beforeEach(() => {
    cli = startCli(host().socket)
  })
  afterEach(() => cli.end().finally(sweep))
  return {
    get cli() {
      return cli
    },
    get socket() {
      return host().socket
    },
    docker,
  }
}

/** What goes already when it is asked for is an error of the engine's, and gone soon. */
async function removeAll(
  list: readonly string[],
  remove: readonly string[],
  docker: EngineForEach['docker'],
): Promise<void> {
  await until(`nothing is left of \`docker ${list.join(' ')}\``, async () => {
    const all = (await docker(...list)).split('\n').filter((line) => line !== '')
    if (all.length > 0) await docker(...remove, ...all).catch(() => undefined)
    return all.length === 0
  })
}
