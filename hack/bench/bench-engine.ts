import { startCli, type Cli, type Ended } from '../../test/support/cli.ts'
import { loadImages } from '../../test/support/images.ts'
import { startLab, type LabHost, type LabRelease } from '../../test/support/lab.ts'
import { composeIn } from './compose.ts'
import { openFloor, type Floor } from './floor.ts'

/** A real engine for one row, with the image that all contenders run, our command line, and Docker Compose. */
export interface BenchEngine {
  readonly release: LabRelease
  readonly socket: string
  readonly host: LabHost
  /** Raw calls to the engine, without any tool. */
  readonly raw: Floor
  readonly cli: Cli
  /** Runs our command line; rejects when its exit code is not 0. */
  reconcile(...args: readonly string[]): Promise<Ended>
  /** Docker Compose as people run it. */
  compose(...args: readonly string[]): Promise<string>
  /** The plugin alone, without Docker's command line around it; the same as `compose` where that is no plugin. */
  composePlugin(...args: readonly string[]): Promise<string>
}

/** The image that all contenders run. */
export const IMAGE = 'busybox:1.36'

/** The same under another name. */
export const OTHER_IMAGE = 'busybox:1.37'

/** Runs a row's work on a new engine, and always removes it afterwards. */
export async function withEngine<T>(release: LabRelease, work: (engine: BenchEngine) => Promise<T>): Promise<T> {
  const lab = await startLab({ release })
  const [host] = lab.hosts
  const { socket } = host
  const cli = startCli(socket)
  const raw = openFloor(socket, 4)
  try {
    await loadImages(socket, [IMAGE, OTHER_IMAGE])
    return await work({
      ...{ release, socket, host, cli, raw },
      async reconcile(...args) {
        const ended = await cli.run(...args)
        if (ended.exit !== 0) throw new Error(`reconcile ${args.join(' ')}: ${ended.exit} ${ended.out} ${ended.err}`)
        return ended
      },
      ...composeIn(release, { cwd: cli.dir, env: { ...process.env, DOCKER_HOST: `unix://${socket}`, HOME: cli.dir } }),
    })
  } finally {
    raw.close()
    await cli.end()
    await lab.down()
  }
}

/** A Compose file of one service that runs `sleep` in this many replicas. */
export function sleepers(replicas: number): string {
  return `version: "3.8"
services:
  web:
    image: ${IMAGE}
    command: [sleep, "100000"]
    stop_grace_period: 0s
    deploy:
      replicas: ${replicas}
`
}

/** Whether the container with this name is running, with this image if one is given. */
export async function runs({ raw }: BenchEngine, name: string, image?: string): Promise<boolean> {
  const { State, Config } = (await raw.call('GET', `/containers/${name}/json`)) as unknown as Inspected
  return State.Running && (image === undefined || Config.Image === image)
}

interface Inspected {
  readonly State: { readonly Running: boolean }
  readonly Config: { readonly Image: string }
}
