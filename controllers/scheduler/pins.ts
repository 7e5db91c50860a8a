import type { V1Node, V1Service } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'

/** Where a pinned volume is. */
export interface Pin {
  /** The nodes that have it; none where it is nowhere yet. */
  readonly on: ReadonlySet<string>
  /** Where it may come to be while it is nowhere yet; absent: anywhere. */
  readonly opensOn?: ReadonlySet<string>
  /** Where tasks mounted it last, if several have it: what others have may be older. */
  readonly lastOn?: ReadonlySet<string>
  /** The nodes that have what is known to be older, the newest of that first. */
  readonly older?: readonly string[]
  /** Which of these a restart goes on with: where the newest data is no task may go, or it is gone. */
  readonly next?: string
}

/** The pinned volumes of a service's tasks, by their names. */
export type Pins = ReadonlyMap<string, Pin>

/** Why a node can't take tasks of a service with these volumes; undefined when it can. */
export function failedPin(node: string, pins: Pins, service: V1Service): string | undefined {
  for (const [volume, pin] of pins) {
    const { on, opensOn } = pin
    if (on.size > 0 && !on.has(node))
      return pin.older?.includes(node)
        ? olderWords(node, [volume, pin], service)
        : `the volume ${volume} is on ${[...on].join(', ')}, where its tasks stay while its scope is Pinned`
    if (on.size === 0 && opensOn?.has(node) === false)
      return `the volume ${volume} is to come to ${listNames([...opensOn])}, where all that mount it may run while its scope is Pinned`
  }
  return undefined
}

function olderWords(node: string, [volume, { on, next }]: [string, Pin], { metadata }: V1Service): string {
  const older = `what it has of the volume ${volume} is older than what ${listNames([...on])} had`
  return next === node ? `${older}: ${restartWith([metadata.name], metadata.namespace)} goes on with that` : older
}

/** The command that makes services go on with an older copy of what they mount. */
export function restartWith(services: readonly string[], stack: string | undefined): string {
  return `\`reconcile restart ${services.join(' ')} -n ${stack}\``
}

/** What is known of a node, and a volume there. */
export interface Opening {
  /** Whether it has the volume, and takes tasks. */
  readonly takes: (node: string, volume: string) => boolean
  /** Whether it is silent for so short a time that all its tasks wait for it. */
  readonly isAwaited: (node: string) => boolean
}

/**
 * The same with what a restart goes on with, of what is older, as the newest data is where none of these nodes takes tasks. All volumes
 * have to be there: else it would only wait for another of them.
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

/** The same for what a person restarts: without the newest data it goes on with what is older. */
export function afterRestart(pins: Pins): Pins {
  return new Map([...pins].map(([volume, pin]) => [volume, pin.next === undefined ? pin : { on: new Set([pin.next]) }]))
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
