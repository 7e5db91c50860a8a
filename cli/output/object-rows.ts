import { columns } from '../../api/v1/generated/columns.ts'
import { isNamespaced, type Kind, type ObjectOf } from '../../api/v1/kinds.ts'
import { selectedLabels } from '../../api/v1/installation/selector.ts'
import { objectState } from '../status/standing.ts'
import { age } from './age.ts'
import { evaluate } from './jsonpath/evaluate.ts'
import { parsePath } from './jsonpath/parse.ts'
import type { Path } from './jsonpath/template.ts'
import { type Paint, paintState } from './paint.ts'
import { plainText } from './plain-text.ts'
import { cut } from './text-width.ts'

/** How to show the rows of a kind. */
export interface RowOptions {
  readonly wide: boolean
  /** Whether to add a STACK column, for rows of several stacks. */
  readonly stacks: boolean
  /** Whether to add a LABELS column. */
  readonly labels?: boolean
  /** Whether to show the kind before the name, as in `service/web`. */
  readonly kinds: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly paint: Paint
}

/** Cells are cut at this length; describe and -o yaml show them in full. */
const LONGEST_CELL = 80

/** The column heads of a kind's table. */
export function headsOf(kind: Kind, options: RowOptions): string[] {
  const stack = options.stacks && isNamespaced(kind) ? ['Stack'] : []
  return [...stack, 'Name', ...shown(kind, options).map(({ name }) => name), ...(options.labels ? ['Labels'] : [])]
}

/** The cells of one object. */
export function rowOf(object: ObjectOf, options: RowOptions): string[] {
  const { name, namespace = '' } = object.metadata
  const stack = options.stacks && isNamespaced(object.kind) ? [namespace] : []
  const own = options.kinds ? `${object.kind.toLowerCase()}/${name}` : name
  const cells = shown(object.kind, options).map(({ name: column, type, jsonPath }) => {
    const [value] = evaluate(pathOf(jsonPath), object)
    if (type === 'date') return ageSince(value, options.now)
    const state = STATED.has(column) ? stateOf(object) : undefined
    const text = cell(column === 'Ports' ? portsText(object) : value, options.wide)
    return state === undefined ? text : paintState(state, options.paint)(text)
  })
  return [...stack, own, ...cells, ...(options.labels ? [labelsText(object)] : [])]
}

/** The columns that show an object's state. */
const STATED: ReadonlySet<string> = new Set(['Ready', 'Phase', 'Status'])

function stateOf(object: ObjectOf): string | undefined {
  return object.kind === 'Task' ? object.status?.phase : objectState(object)
}

function labelsText(object: ObjectOf): string {
  const labels = Object.entries(selectedLabels(object)).map(([name, value]) => `${name}=${value}`)
  return labels.length === 0 ? '<none>' : plainText(labels.join(','))
}

/** Formats ports as docker does: 0.0.0.0:8080->80/tcp, or 53/udp if not published. */
function portsText(object: ObjectOf): string {
  const ports = object.kind === 'Task' ? (object.status?.ports ?? []) : []
  const texts = ports.map(({ containerPort, protocol, hostIP = '0.0.0.0', hostPort }) => {
    const host = hostIP.includes(':') ? `[${hostIP}]` : hostIP
    return `${hostPort === undefined ? '' : `${host}:${hostPort}->`}${containerPort}/${protocol}`
  })
  return texts.join(', ')
}

const paths = new Map<string, Path>()

/** The parsed path of a printer column, cached. */
function pathOf(jsonPath: string): Path {
  const known = paths.get(jsonPath)
  if (known) return known
  const path = parsePath(jsonPath)
  paths.set(jsonPath, path)
  return path
}

function shown(kind: Kind, { wide }: RowOptions) {
  return columns[kind].filter((column) => wide || !column.wide)
}

function ageSince(time: unknown, now: number): string {
  const since = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(since) ? '<unknown>' : age(now - since)
}

function cell(value: unknown, wide: boolean): string {
  if (value === undefined || value === null || value === '') return '<none>'
  const text = plainText(typeof value === 'object' ? JSON.stringify(value) : String(value))
  return wide ? text : cut(text, LONGEST_CELL)
}
