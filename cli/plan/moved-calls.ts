import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import { type Difference, differences, shownValue } from '../../api/v1/language/differences.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'

/** At most this many fields of one call are named. */
const MOST_FIELDS = 3

/** At most this many fields are named of which one has another value that is not shown. */
const MOST_HIDDEN = 10

/** Said of a call where only a value that looks secret is another one. */
export const HIDDEN = 'a value that looks secret, and is not shown'

/**
 * How the calls of now differ from those of a kept plan, one line for each; empty where they are the same. Times, reasons and the labels
 * that only say where the files of a stack lie are no difference. Secret-looking values are hidden in both.
 */
export function movedCalls(before: readonly PlannedCall[], now: readonly PlannedCall[]): readonly string[] {
  const fresh = [...without(now, before)]
  const told = without(before, now).map((call) => {
    const at = fresh.findIndex((other) => slotOf(other) === slotOf(call))
    const [other] = at < 0 ? [] : fresh.splice(at, 1)
    return { call, other }
  })
  const gone = told.flatMap(({ call, other }) => (other ? [] : [`not any more: ${callWords(call)}`]))
  return [
    ...told.flatMap(({ call, other }) => (other ? otherBody(call, other) : [])),
    ...gone,
    ...fresh.map((call) => `now as well: ${callWords(call)}`),
    ...told.flatMap(({ call, other }) => (other ? otherObject(call, other) : [])),
  ]
}

function otherBody(call: PlannedCall, other: PlannedCall): readonly string[] {
  const words = bodyWords(call, other)
  return words === '' ? [] : [`another now: ${callWords(call)}: ${words}`]
}

/** The same call for another object, as for the task of another revision: the body of its creation says more. */
function otherObject(call: PlannedCall, other: PlannedCall): readonly string[] {
  return bodyWords(call, other) === '' ? [`for ${other.object} now: ${callWords(call)}`] : []
}

function callWords({ node, method, path, object, refused }: PlannedCall): string {
  const why = refused === undefined ? '' : `, which the engine would refuse: ${refused}`
  return `${method} ${path} on ${node} for ${object}${why}`
}

/** The calls that `others` lacks, as a multiset. */
function without(calls: readonly PlannedCall[], others: readonly PlannedCall[]): readonly PlannedCall[] {
  const left = new Map<string, number>()
  for (const call of others) left.set(identity(call), (left.get(identity(call)) ?? 0) + 1)
  return calls.filter((call) => {
    const count = left.get(identity(call)) ?? 0
    left.set(identity(call), count - 1)
    return count <= 0
  })
}

function identity(call: PlannedCall): string {
  return JSON.stringify([addressOf(call), call.object, bodyOf(call) ?? null])
}

function addressOf({ node, method, path, refused }: PlannedCall): string {
  return JSON.stringify([node, method, path, refused === undefined])
}

/** The address without the revision in the name of a slot's next container, so that the creates of two revisions are compared. */
function slotOf(call: PlannedCall): string {
  return addressOf({ ...call, path: call.path.replace(REVISION, '') })
}

const REVISION = /\.[0-9a-f]{10}(-[0-9a-f]{10})?(?=\/|\?|$)/

/** The body without the labels that say where the files lie, which another checkout has elsewhere. */
function bodyOf({ body }: PlannedCall): unknown {
  if (!isMap(body) || !isMap(body['Labels'])) return body
  const { [composeLabels.workingDir]: _, [composeLabels.configFiles]: __, ...rest } = body['Labels']
  return { ...body, Labels: rest }
}

/** The fields that differ, without the hashes of them. */
function bodyWords(before: PlannedCall, now: PlannedCall): string {
  const all = differences(bodyOf(before), bodyOf(now))
  const own = all.filter(({ path }) => !HASHES.has(String(path.at(-1))))
  const isHidden = own.length === 0 && all.some(({ path }) => path.at(-1) === labels.specHash)
  if (isHidden) return [HIDDEN, hiddenWords(bodyOf(now))].join('')
  const told = own.length > 0 ? own : all
  const rest = told.length > MOST_FIELDS ? [`and ${told.length - MOST_FIELDS} more`] : []
  return [...told.slice(0, MOST_FIELDS).map(fieldWords), ...rest].join(', ')
}

/** The fields of a body whose values are not shown; of variables, their names. */
function hiddenWords(body: unknown): string {
  const names = hiddenIn(body, [])
  const rest = names.length > MOST_HIDDEN ? [`and ${names.length - MOST_HIDDEN} more`] : []
  const told = [...names.slice(0, MOST_HIDDEN), ...rest].join(', ')
  return names.length === 0 ? '' : `: ${names.length === 1 ? 'that' : 'one'} of ${told}`
}

function hiddenIn(value: unknown, path: Difference['path']): readonly string[] {
  if (typeof value === 'string')
    return value.includes('***') ? [path[0] === 'Env' ? `Env ${value.split('=', 1)[0]}` : formatPath(path)] : []
  if (typeof value !== 'object' || value === null) return []
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([key, inner]) => hiddenIn(inner, [...path, key]))
}

function fieldWords({ path, from, to }: Difference): string {
  return `${formatPath(path)} ${shownValue(from)} → ${shownValue(to)}`
}

/** The labels with hashes of what is in the other fields. */
const HASHES: ReadonlySet<string> = new Set([
  ...[labels.specHash, composeLabels.configHash],
  ...[labels.createdByRevision, labels.task],
])
