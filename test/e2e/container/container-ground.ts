import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadImages } from '../../support/images.ts'
import { until } from '../../support/until.ts'
import { type Ground, startGround } from '../proofs/ground.ts'

/** The group that owns the engine's socket on these hosts. */
export const SOCKET_GROUP = 4242

/** A real engine with the image of this checkout, and a directory that is at the same path on the host and for its containers. */
export interface ContainerGround extends Ground {
  readonly stacks: string
  /** Writes a file below `stacks`. */
  write(name: string, text: string): void
  /** Runs `reconcile ARGS` in a container of the image, as docker-compose.yml does. */
  run(name: string, args: readonly string[], more?: RunOptions): Promise<void>
  /** All that a container has printed. */
  output(name: string): Promise<string>
  /** The exit code of a container that has ended. */
  exit(name: string): Promise<number>
}

/** A loaded machine takes long to start a container with Node in it, ms. */
export const PATIENCE_MS = 120_000

export interface RunOptions {
  readonly binds?: readonly string[]
  readonly groups?: readonly string[]
  readonly env?: readonly string[]
  /** The volume of its RECONCILE_HOME. */
  readonly home?: string
}

/** Gives a socket to the group that containers of the image are put in. */
export function letIn(socket: string): void {
  chownSync(socket, 0, SOCKET_GROUP)
  chmodSync(socket, 0o660)
}

export async function startContainerGround(): Promise<ContainerGround> {
  const ground = await startGround()
  try {
    await loadImages(ground.host.socket, ['reconcile'])
  } catch (error) {
    await ground.end()
    throw error
  }
  const { hand, proxy, host } = ground
  letIn(proxy.socket)
  const stacks = join(dirname(host.socket), 'stacks')
  mkdirSync(stacks)
  const socket = `${proxy.socket}:/var/run/docker.sock`
  return {
    ...ground,
    stacks,
    async wipe() {
      // Whoever serves would bring back what is taken away. A busy engine may not hear of the end of what it killed within its 10 s.
      const serving = async () =>
        (await hand.containers()).filter(({ Names }) => Names.some((name) => name.startsWith('/reconcile')))
      let refusal = ''
      const isGone = async () => {
        for (const { Id } of await serving())
          refusal = await hand.call('DELETE', `/containers/${Id}?force=1`).then(() => '', String)
        return (await serving()).length === 0
      }
      await until('nobody serves', isGone, { ms: PATIENCE_MS, instead: () => refusal })
      await ground.wipe()
      rmSync(stacks, { recursive: true })
      mkdirSync(stacks)
    },
    write(name, text) {
      const path = join(stacks, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    },
    async run(name, args, { binds = [], groups = [String(SOCKET_GROUP)], env = [], home = 'home' } = {}) {
      const HostConfig = { Binds: [socket, `${home}:/var/lib/reconcile`, ...binds], GroupAdd: groups }
      await hand.run(name, { Image: 'reconcile', Cmd: args, Env: env, HostConfig })
    },
    output: async (name) => plain(String(await hand.call('GET', `/containers/${name}/logs?stdout=1&stderr=1`))),
    exit: (name) =>
      until(
        `${name} has ended`,
        async () => {
          const { State } = await hand.inspect(name)
          return State.Status === 'exited' ? { code: State.ExitCode } : undefined
        },
        { ms: PATIENCE_MS, instead: () => hand.names() },
      ).then(({ code }) => code),
  }
}

/** The engine frames what a container without a terminal prints: 8 bytes before each piece. */
function plain(framed: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the frames'
  return framed.replace(/[\u0001\u0002]\u0000{3}[\s\S]{4}/g, '')
}
