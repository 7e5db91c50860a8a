import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'
import { loadImages, type StandIn } from '../../support/images.ts'
import { type Lab, type LabHost, type LabRelease, releases as labReleases, startLab } from '../../support/lab.ts'
import { type EngineProxy, startProxy } from '../../support/proxy.ts'
import { type EngineHand, handAt } from '../../support/hand.ts'
import { inShare } from '../../support/share.ts'

/**
 * The engines that a proof runs on: the oldest alone, unless everything is run. Proofs with the most containers use `newest` instead, which
 * creates them for less CPU.
 */
export const releases: readonly LabRelease[] = inShare<readonly LabRelease[]>(labReleases.slice(0, 1), labReleases)

/** A real engine behind a recording proxy. */
export interface Ground {
  readonly host: LabHost
  readonly proxy: EngineProxy
  /** Acts as a person beside reconcile: straight on the engine, past the proxy. */
  readonly hand: EngineHand
  /**
   * A command line with a home of its own that reaches the engine by the proxy, and that runs its commands in this process; `wipe` ends it.
   */
  cli(env?: Readonly<Record<string, string>>): Cli
  /** Ends the command lines, removes all faults, and empties the engine except for images. */
  wipe(): Promise<void>
  end(): Promise<void>
}

export interface GroundOptions {
  readonly release?: LabRelease
  readonly images?: readonly (StandIn | `${StandIn}:${string}`)[]
  /** Further options of dockerd. */
  readonly dockerd?: readonly string[]
}

export async function startGround({
  release = labReleases[0],
  images = ['busybox:1.36'],
  dockerd = [],
}: GroundOptions = {}): Promise<Ground> {
  const [lab] = await Promise.all([startLab({ release, dockerd }), buildCli()])
  try {
    await loadImages(lab.hosts[0].socket, images)
    return await groundOn(lab)
  } catch (error) {
    await lab.down()
    throw error
  }
}

/** Registers the hooks of a suite that uses one engine; each test finds it empty except for images. */
export function eachOnGround(begin: (ground: Ground) => unknown, options?: GroundOptions): void {
  let ground: Ground | undefined
  before(async () => {
    ground = await startGround(options)
    await begin(ground)
  })
  afterEach(() => ground?.wipe())
  after(() => ground?.end())
}

async function groundOn(lab: Lab): Promise<Ground> {
  const [host] = lab.hosts
  const hand = handAt(host.socket)
  const proxy = await startProxy({ socket: `${host.socket}.proxy`, engine: host.socket })
  const clis = new Set<Cli>()
  const endClis = async () => {
    await Promise.all([...clis].map((cli) => cli.end()))
    clis.clear()
  }
  return {
    host,
    proxy,
    hand,
    cli(env = {}) {
      const cli = inProcess(startCli(proxy.socket, env))
      clis.add(cli)
      return cli
    },
    async wipe() {
      await endClis()
      proxy.heal()
      await hand.empty()
    },
    async end() {
      await endClis()
      await proxy.close()
      await lab.down()
    },
  }
}
