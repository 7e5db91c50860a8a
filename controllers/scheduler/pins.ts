import type { V1Node } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'

/** Where a pinned volume is. */
export interface Pin {
  /** The nodes that have it; none where it is nowhere yet. */
  readonly on: ReadonlySet<string>
  /** Where it may come to be while it is nowhere yet; absent: anywhere. */
  readonly opensOn?: ReadonlySet<string>
  /** Where tasks mounted it last, if several have it: what others have is older. */
  readonly lastOn?: ReadonlySet<string>
}

/** The pinned volumes of a service's tasks, by their names. */
export type Pins = ReadonlyMap<string, Pin>

/** Why a node can't take tasks with these volumes; undefined when it can. */
export function failedPin(node: string, pins: Pins): string | undefined {
  for (const [volume, { on, opensOn }] of pins) {
    if (on.size > 0 && !on.has(node))
      return `the volume ${volume} is on ${[...on].join(', ')}, where its tasks stay while its scope is Pinned`
    if (on.size === 0 && opensOn?.has(node) === false)
      return `the volume ${volume} is to come to ${listNames([...opensOn])}, where all that mount it may run while its scope is Pinned`
  }
  return undefined
}

/** Of several nodes that have these volumes those come first where they were mounted last: a copy elsewhere is older. As of Array.sort. */
export function comparedByData(a: OnNode, b: OnNode): number {
  let more = 0
  for (const { lastOn } of a.pins.values())
    if (lastOn) more += Number(lastOn.has(b.node.metadata.name)) - Number(lastOn.has(a.node.metadata.name))
  return more
}

interface OnNode {
  readonly node: V1Node
  readonly pins: Pins
}

/** Whether the first task decides where one of the volumes is to be. */
export function isOpen(pins: Pins): boolean {
  return [...pins.values()].some(({ on }) => on.size === 0)
}

/** The same when their first task goes to a node: what is nowhere yet comes to be there. */
export function closedBy(node: string, pins: Pins): Pins {
  return new Map([...pins].map(([volume, pin]) => [volume, pin.on.size > 0 ? pin : { on: new Set([node]) }]))
}
