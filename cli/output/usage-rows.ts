import type { TaskUsage, Usage } from '../../api/v1/installation/usage.ts'
import type { Kind } from '../../api/v1/kinds.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { bytesText } from './bytes.ts'
import { table } from './table.ts'
import { plainText } from './plain-text.ts'

/** What usage is summed up by. */
export type UsageBy = Extract<Kind, 'Task' | 'Service' | 'Node'>

/** A row of usage; CPU is in percent of one CPU, as with docker. */
export interface UsageRow {
  readonly stack?: string
  readonly name: string
  readonly node?: string
  /** The number of tasks, where they are summed up. */
  readonly tasks?: number
  readonly cpuPercent?: number
  readonly memoryBytes?: number
  /** The limit of a task, or the memory of a node. */
  readonly memoryLimitBytes?: number
  /** The number of CPUs of a node. */
  readonly cpus?: number
}

/** The rows sorted by stack and name, or by usage, highest first. */
export function usageRows(usage: Usage, by: UsageBy, sortBy: 'cpu' | 'memory' | undefined): readonly UsageRow[] {
  const rows = [...ROWS[by](usage)]
  const weight = ({ cpuPercent = -1, memoryBytes = -1 }: UsageRow) => (sortBy === 'cpu' ? cpuPercent : memoryBytes)
  const name = ({ stack = '', name: own }: UsageRow) => `${stack}/${own}`
  return rows.sort((a, b) => (sortBy ? weight(b) - weight(a) : 0) || (name(a) < name(b) ? -1 : 1))
}

const ROWS: Readonly<Record<UsageBy, (usage: Usage) => readonly UsageRow[]>> = {
  Task: ({ tasks }) =>
    tasks.map((each) => ({
      ...{ stack: each.stack, name: each.task, node: each.node, ...used([each]) },
      ...(each.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: each.memoryLimitBytes }),
    })),
  Service: ({ tasks }) => {
    const groups = groupBy(tasks, ({ stack, service }) => `${stack}/${service}`)
    return [...groups.values()].map((group) => ({
      ...{ stack: group[0]?.stack ?? '', name: group[0]?.service ?? '', tasks: group.length, ...used(group) },
    }))
  },
  Node: ({ tasks, nodes }) =>
    nodes.map(({ node, cpus, memoryBytes }) => {
      const there = tasks.filter((each) => each.node === node)
      return {
        ...{ name: node, tasks: there.length, ...used(there) },
        ...(cpus === undefined ? {} : { cpus }),
        ...(memoryBytes === undefined ? {} : { memoryLimitBytes: memoryBytes }),
      }
    }),
}

/** Sums the known values; undefined, not 0, if none is known. */
function used(tasks: readonly TaskUsage[]): Pick<UsageRow, 'cpuPercent' | 'memoryBytes'> {
  const cpus = sum(tasks.map((each) => each.cpus))
  const memoryBytes = sum(tasks.map((each) => each.memoryBytes))
  return {
    ...(cpus === undefined ? {} : { cpuPercent: Math.round(cpus * 10_000) / 100 }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  }
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 && values.length > 0 ? undefined : known.reduce((total, value) => total + value, 0)
}

/** Formats the rows as a table. */
export function usageTable(rows: readonly UsageRow[], by: UsageBy): string[] {
  const columns = COLUMNS[by]
  return table(
    columns.map(([head]) => head),
    rows.map((row) => columns.map(([, cell]) => plainText(cell(row) ?? '<none>'))),
  )
}

type Column = readonly [head: string, cell: (row: UsageRow) => string | undefined]

const NAMES: readonly Column[] = [
  ['Stack', ({ stack }) => stack],
  ['Name', ({ name }) => name],
]
const TASKS: Column = ['Tasks', ({ tasks }) => tasks?.toString()]
const CPU: Column = ['CPU', ({ cpuPercent }) => percent(cpuPercent)]
const MEMORY: Column = ['Memory', ({ memoryBytes }) => bytes(memoryBytes)]
const limit = (head: string): Column => [head, ({ memoryLimitBytes }) => bytes(memoryLimitBytes)]

const COLUMNS: Readonly<Record<UsageBy, readonly Column[]>> = {
  Task: [...NAMES, ['Node', ({ node }) => node], CPU, MEMORY, limit('Limit')],
  Service: [...NAMES, TASKS, CPU, MEMORY],
  Node: [['Name', ({ name }) => name], TASKS, CPU, ['CPUs', ({ cpus }) => cpus?.toString()], MEMORY, limit('Of')],
}

function percent(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value.toFixed(value < 10 ? 2 : 1)}%`
}

function bytes(value: number | undefined): string | undefined {
  return value === undefined ? undefined : bytesText(value)
}
