import { didYouMean } from '../../../api/v1/validation/nearest.ts'
import type { World } from '../../../plan/world.ts'
import { parseDuration } from '../../arguments/duration.ts'
import { usageError } from '../../usage.ts'

/** One thing that happens in a simulation. */
export interface TimelineEvent {
  readonly afterMs: number
  readonly act: (world: World) => void
}

/** Reads `10s node:local=down`: one of the nodes goes `down`, comes `up`, hangs (`hang`) or goes on (`thaw`). */
export function timelineOf(lines: readonly string[], nodes: readonly string[]): readonly TimelineEvent[] {
  return lines.map((line) => {
    const [, after = '', node = '', what = ''] = /^\s*(\S+)\s+node:([\w.-]+)=(\w+)\s*$/.exec(line) ?? []
    const act = ACTS.get(what)
    if (!act)
      throw usageError(
        `--at ${line}: not an event`,
        `write TIME node:NAME=${[...ACTS.keys()].join('|')}, as "10s node:local=down"`,
      )
    if (!nodes.includes(node))
      throw usageError(
        `--at ${line}: there is no node ${node}${didYouMean(node, nodes)}`,
        `the nodes are ${nodes.join(', ')}`,
      )
    return {
      afterMs: parseDuration(after, '--at'),
      act(world) {
        const host = world.hosts.get(node)
        if (host) act(host)
      },
    }
  })
}

type Host = World['hosts'] extends ReadonlyMap<string, infer H> ? H : never

const ACTS: ReadonlyMap<string, (host: Host) => void> = new Map([
  ['down', (host: Host) => host.crash()],
  ['up', (host) => host.restart()],
  ['hang', (host) => host.hang()],
  ['thaw', (host) => host.thaw()],
])
