import { startCli, type Cli, type Ended } from '../../test/support/cli.ts'
import { loadImages } from '../../test/support/images.ts'
import { startLab, type LabHost, type LabRelease } from '../../test/support/lab.ts'
import { composeIn } from './compose.ts'
import { openFloor, type Floor } from './floor.ts'

/** A real engine of a row's own, with the image that all contenders run, our command line, and Docker Compose. */
export interface BenchEngine {
  readonly release: LabRelease
  readonly socket: string
  readonly host: LabHost
  /** Calls without any tool. */
  readonly raw: Floor
  readonly cli: Cli
  /** Fails when the command does. */
  reconcile(...args: readonly string[]): Promise<Ended>
  /** Docker Compose as people type it, and, where it is a plugin of Docker's command line, that alone. */
  compose(...args: readonly string[]): Promise<string>
  composePlugin(...args: readonly string[]): Promise<string>
}

/** The image that all run. */
export const IMAGE = 'busybox:1.36'

/** The same under another name. */
export const OTHER_IMAGE = 'busybox:1.37'

/** Runs a row's work on an engine of its own, and ends that in any case. */
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

/** A Compose file of one service with so many replicas of a sleep. */
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

/** Whether a container of this name runs, of this image if one is given. */
export async function runs({ raw }: BenchEngine, name: string, image?: string): Promise<boolean> {
  const { State, Config } = (await raw.call('GET', `/containers/${name}/json`)) as unknown as Inspected
  return State.Running && (image === undefined || Config.Image === image)
}

interface Inspected {
  readonly State: { readonly Running: boolean }
  readonly Config: { readonly Image: string }
}
