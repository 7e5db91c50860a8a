import type { Random } from '../../clock/random.ts'

/** The minimum and maximum duration in ms; a draw is a whole number. */
export type Span = readonly [least: number, most: number]

/** The latencies of a simulated engine. The defaults are those of a small real machine. */
export interface Latency {
  /** One way between caller and engine, drawn separately for each request and answer. */
  readonly travel: Span
  readonly read: Span
  readonly create: Span
  readonly start: Span
  /** From the signal until a process has exited. */
  readonly stop: Span
  readonly change: Span
  readonly remove: Span
  readonly network: Span
  readonly volume: Span
  readonly archive: Span
  readonly exec: Span
  readonly stats: Span
  readonly pull: Span
  readonly build: Span
  /** From a change until its event arrives; events of one engine stay in order. */
  readonly event: Span
  /** From the start until healthy, unless image or behaviour say otherwise. */
  readonly healthy: Span
  /** How many creates, starts and removes the engine works on at once; others queue. */
  readonly concurrency: number
}

export const defaultLatency: Latency = {
  travel: [0, 1],
  read: [1, 2],
  create: [8, 15],
  start: [120, 180],
  stop: [20, 40],
  change: [2, 10],
  remove: [20, 40],
  network: [30, 80],
  volume: [1, 3],
  archive: [10, 30],
  exec: [30, 60],
  stats: [1_000, 2_000],
  pull: [800, 2500],
  build: [1500, 4000],
  event: [1, 20],
  healthy: [1000, 1000],
  concurrency: 8,
}

/** Draws a whole number of ms within the span. */
export function draw(random: Random, [least, most]: Span): number {
  return least >= most ? least : least + Math.floor(random.next() * (most - least + 1))
}
