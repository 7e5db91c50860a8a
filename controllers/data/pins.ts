import type { V1Node, V1Service } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'

/** Which nodes have a pinned volume, or what is written to paths of a host, so that tasks that mount it may only run there. */
export interface Pin {
  /** The nodes with the data that tasks are to use; empty while the volume exists nowhere. */
  readonly on: ReadonlySet<string>
  /** The nodes where it may be created, while `on` is empty; absent: any node. */
  readonly opensOn?: ReadonlySet<string>
  /** The nodes where tasks mounted it last, if several have it: copies elsewhere may be older. */
  readonly lastOn?: ReadonlySet<string>
  /** The nodes whose copies are known to be older, the newest of these first. */
  readonly older?: readonly string[]
  /** The node of `older` that a restart by a person uses; set while the newest data is gone or no task may go to its node. */
  readonly next?: string
  /** Why other nodes are refused, in words; absent for a volume. */
  readonly refusal?: string
}

/** The pinned volumes of a service's tasks, by their names, and the paths that they write to under a name of its own. */
export type Pins = ReadonlyMap<string, Pin>

/** Why a node can't take tasks of a service with these pins; undefined where it can. */
export function failedPin(node: string, pins: Pins, service: V1Service): string | undefined {
  for (const [volume, pin] of pins) {
    const { on, opensOn } = pin
    if (on.size > 0 && !on.has(node)) {
      if (pin.older?.includes(node)) return olderWords(node, [volume, pin], service)
      const where = `the volume ${volume} is on ${[...on].join(', ')}, where its tasks stay while its scope is Pinned`
      return pin.refusal ?? where
    }
    if (on.size === 0 && opensOn?.has(node) === false)
      return `the volume ${volume} is to come to ${listNames([...opensOn])}, where all that mount it may run while its scope is Pinned`
  }
  return undefined
}

function olderWords(node: string, [volume, { on, next }]: [string, Pin], { metadata }: V1Service): string {
  const older = `what it has of the volume ${volume} is older than what ${listNames([...on])} had`
  return next === node ? `${older}: ${restartWith([metadata.name], metadata.namespace)} goes on with that` : older
}

/** The command by which a person makes services use an older copy of their volumes. */
export function restartWith(services: readonly string[], stack: string | undefined): string {
  return `\`reconcile restart ${services.join(' ')} -n ${stack}\``
}

/** What `withNext` asks about nodes. */
export interface Opening {
  /** Whether the node has the volume and takes new tasks. */
  readonly takes: (node: string, volume: string) => boolean
  /** Whether the node is unreachable but not lost, so that its tasks wait for it. */
  readonly isAwaited: (node: string) => boolean
}

/**
 * Returns the pins with `next` set where no node with the newest data takes tasks or is awaited. `next` is the node with the newest of the
 * older copies, of those that take tasks and have all the other volumes too: without those, a restart would only wait for another volume.
 */
export function withNext(pins: Pins, { takes, isAwaited }: Opening): Pins {
  const hasAll = (node: string) =>
    [...pins.values()].every(({ on, older }) => on.size === 0 || on.has(node) || older?.includes(node))
  return new Map(
    [...pins].map(([volume, pin]) => {
      const isOpen = [...pin.on].some((node) => takes(node, volume) || isAwaited(node))
      const next = isOpen ? undefined : pin.older?.find((node) => takes(node, volume) && hasAll(node))
      return [volume, next === undefined ? pin : { ...pin, next }]
    }),
  )
}

/** Returns the pins for tasks that a person restarts: where `next` is set, that older copy is used. */
export function afterRestart(pins: Pins): Pins {
  return new Map([...pins].map(([volume, pin]) => [volume, pin.next === undefined ? pin : { on: new Set([pin.next]) }]))
}

/**
 * Compares two nodes as for Array.sort: first comes the one where more of the volumes were mounted last, as a copy elsewhere may be older.
 */
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

/** Whether one of the volumes exists nowhere yet, so that the first task placed decides where it is created. */
export function isOpen(pins: Pins): boolean {
  return [...pins.values()].some(({ on }) => on.size === 0)
}

/** Returns the pins once the first task is placed on a node: volumes that exist nowhere yet are created there. */
export function closedBy(node: string, pins: Pins): Pins {
  return new Map([...pins].map(([volume, pin]) => [volume, pin.on.size > 0 ? pin : { on: new Set([node]) }]))
}
