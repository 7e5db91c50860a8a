import type { V1Node, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { keyOf, slotKeyOf } from '../../api/v1/names.ts'
import { hasEnded } from '../../api/v1/task-phase.ts'
import { bytesInWords } from '../../engine/normalise/words.ts'
import type { Store } from '../../store/objects/store.ts'

/** A node, and who reserves what of it. */
interface Held {
  readonly node: V1Node
  readonly tasks: ReadonlyMap<string, V1Task>
  /** How many more tasks of the template it is to have. */
  readonly placed: number
  /** Whether a task takes nothing from those being placed. */
  readonly makesWay: (task: V1Task) => boolean
}

/** Why a node has not left what a template reserves, with both amounts; undefined where it has. */
export function shortOf({ node, placed, tasks, makesWay }: Held, template: V1TaskTemplate): string | undefined {
  if (!template.resources?.reservations || !node.status) return undefined
  const wanted = reserved(template)
  const { cpus = 0, memoryBytes: size = 0 } = node.status
  const left = {
    nanoCPUs: nano(cpus) - placed * wanted.nanoCPUs,
    memoryBytes: size - placed * wanted.memoryBytes,
  }
  for (const task of tasks.values()) {
    if (makesWay(task)) continue
    const held = reserved(task.spec.template)
    left.nanoCPUs -= held.nanoCPUs
    left.memoryBytes -= held.memoryBytes
  }
  // On a host that was made smaller more is held than it has: what reserves none of that fits all the same.
  const [nanoCPUs, memoryBytes] = [Math.max(0, left.nanoCPUs), Math.max(0, left.memoryBytes)]
  if (wanted.nanoCPUs > nanoCPUs) return `it has ${nanoCPUs / NANO} CPUs left, ${wanted.nanoCPUs / NANO} are reserved`
  return wanted.memoryBytes > memoryBytes ? shortOfMemory(memoryBytes, wanted.memoryBytes) : undefined
}

/** Bytes as they are where rounding makes the two alike. */
function shortOfMemory(left: number, wanted: number): string {
  const [has, asks] = [bytesInWords(left), bytesInWords(wanted)]
  return has === asks
    ? `it has ${left} bytes of memory left, ${wanted} are reserved`
    : `it has ${has} of memory left, ${asks} are reserved`
}

/** A change of a task that keeps its container. */
export interface InPlace {
  readonly to: V1TaskTemplate
  /** Other tasks that are about to have that template as well. */
  readonly beside: readonly V1Task[]
  /** Other tasks that count as gone already. */
  readonly gone: readonly V1Task[]
}

/**
 * Why a task can't have the reservations of another template on its node, where it keeps its container; undefined where it can. Only what
 * rises is asked for.
 */
export function noRoomFor(task: V1Task, { to, beside, gone }: InPlace, store: Store): string | undefined {
  const reservations = risen(task, to)
  const name = task.spec.node ?? ''
  const node = store.get('Node', name)
  if (!node || !reservations) return undefined
  const tasks = new Map(store.by('Task', 'node', name))
  for (const other of gone) tasks.delete(keyOf(other))
  for (const other of beside)
    if (tasks.has(keyOf(other))) tasks.set(keyOf(other), { ...other, spec: { ...other.spec, template: to } })
  const makesWay = (other: V1Task) => hasEnded(other) || slotKeyOf(other) === slotKeyOf(task)
  const short = shortOf({ node, placed: 0, tasks, makesWay }, { resources: { reservations } })
  return short && `${name}: ${short}`
}

/** The reservations of a template that are higher than those of a task; undefined where none is. */
function risen({ spec }: V1Task, to: V1TaskTemplate): { cpus?: number; memoryBytes?: number } | undefined {
  const [before, after] = [reserved(spec.template), reserved(to)]
  const { cpus = 0, memoryBytes = 0 } = to.resources?.reservations ?? {}
  const [isMoreOf, isLarger] = [after.nanoCPUs > before.nanoCPUs, after.memoryBytes > before.memoryBytes]
  return isMoreOf || isLarger ? { ...(isMoreOf ? { cpus } : {}), ...(isLarger ? { memoryBytes } : {}) } : undefined
}

function reserved({ resources }: V1TaskTemplate): { nanoCPUs: number; memoryBytes: number } {
  const { cpus = 0, memoryBytes = 0 } = resources?.reservations ?? {}
  return { nanoCPUs: nano(cpus), memoryBytes }
}

/** CPUs are counted in billionths, as engines do: whole numbers, of which ten times a tenth is exactly one. */
const NANO = 1e9

function nano(cpus: number): number {
  return Math.round(cpus * NANO)
}
