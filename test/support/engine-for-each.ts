import { lockLabels } from '../../api/v1/labels.ts'
import { buildCli, type Cli, startCli } from './cli.ts'
import { loadImages } from './images.ts'
import { type Lab, type LabHost, startLab } from './lab.ts'

/** A real engine, and a command line of the test that runs now. */
export interface EngineForEach {
  readonly cli: Cli
  /** Where the engine listens. */
  readonly socket: string
  /** Runs Docker's own command line on it. */
  docker(...args: readonly string[]): ReturnType<LabHost['run']>
}

/**
 * Registers the hooks of a suite on one real engine that has busybox: each test has a command line with a home of its own, and
 * its stack `shop` goes with it.
 */
export function engineForEach(): EngineForEach {
  let lab: Lab
  let cli: Cli
  const host = () => lab.hosts[0]
  const docker: EngineForEach['docker'] = (...args) => host().run('docker', '-H', `unix://${host().socket}`, ...args)
  /** A serve that was killed leaves them, and the next test has another home. */
  const freeLocks = async () => {
    const found = await docker('volume', 'ls', '-q', '--filter', `label=${lockLabels.holder}`)
    const locks = found.split('\n').filter((name) => name !== '')
    if (locks.length > 0) await docker('volume', 'rm', ...locks)
  }
  before(async () => {
    ;[lab] = await Promise.all([startLab(), buildCli()])
    await loadImages(host().socket, ['busybox:1.36'])
  })
  after(() => lab?.down())
  beforeEach(() => {
    cli = startCli(host().socket)
  })
  afterEach(async () => {
    await cli.run('delete', '--stack', 'shop', '--volumes')
    await cli.end()
    await freeLocks()
  })
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
