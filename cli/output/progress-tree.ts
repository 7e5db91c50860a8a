import type { StateEvent } from '../../api/v1/installation/progress.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { age } from './age.ts'
import { type Paint, paintState } from './paint.ts'
import { plainText } from './plain-text.ts'
import { cut, padded, textWidth } from './text-width.ts'

/** The last state of each object, in order of first appearance. */
export type TreeStates = ReadonlyMap<string, StateEvent>

/** The space to draw in, and the present time in ms since the epoch. */
export interface TreeRoom {
  readonly columns: number
  readonly rows: number
  readonly now: number
  readonly paint: Paint
}

/**
 * Formats services with their tasks below them, with state, reason and duration. One line each, within the terminal's width. If there are
 * too many, hides those that are well first.
 */
export function treeLines(states: TreeStates, room: TreeRoom): string[] {
  const rows = treeRows(states)
  const most = Math.max(3, room.rows - 2)
  const shown = rows.length <= most ? rows : mostUrgent(rows, most - 1)
  const nameWidth = Math.max(0, ...shown.map(({ label }) => textWidth(label)))
  const stateWidth = Math.max(0, ...shown.map(({ state }) => state.state.length))
  const lines = shown.map((row) => line(row, { ...room, nameWidth, stateWidth }))
  const hidden = rows.length - shown.length
  return hidden === 0 ? lines : [...lines, room.paint.faint(cut(`… and ${hidden} more`, room.columns))]
}

/** Keeps the order; of rows that are well, prefers services to tasks. */
function mostUrgent(rows: readonly Row[], most: number): readonly Row[] {
  const weight = ({ state }: Row) => (isWell(state) ? (state.parent === undefined ? 1 : 2) : 0)
  const kept = new Set([...rows].sort((a, b) => weight(a) - weight(b)).slice(0, most))
  return rows.filter((row) => kept.has(row))
}

interface Row {
  readonly label: string
  readonly state: StateEvent
}

function treeRows(states: TreeStates): Row[] {
  const isRoot = ({ parent }: StateEvent) => parent === undefined || !states.has(parent)
  const roots = [...states.values()].filter(isRoot)
  const children = groupBy(states.values(), ({ parent }) => parent)
  return roots.flatMap((root) => [
    { label: root.object, state: root },
    ...(children.get(root.object) ?? []).map((state) => ({ label: `  ${nameOf(state.object)}`, state })),
  ])
}

function nameOf(object: string): string {
  return object.slice(object.lastIndexOf('/') + 1)
}

function isWell({ state }: StateEvent): boolean {
  return state === 'Ready' || state === 'Running' || state === 'Completed' || state === 'Gone'
}

function line({ label, state }: Row, room: TreeRoom & { nameWidth: number; stateWidth: number }): string {
  const { paint, columns } = room
  const time = age(room.now - state.at)
  const head = `${padded(label, room.nameWidth)}  `
  const word = state.state.padEnd(room.stateWidth)
  const why = plainText([state.reason, state.message].filter(Boolean).join(': '))
  const space = columns - textWidth(head) - word.length - time.length - 5
  if (space < 4) return cut(`${head}${word}`, columns - 1)
  return `${head}${paintState(state.state, paint)(word)}  ${padded(cut(why, space), space)} ${paint.faint(time)}`
}
