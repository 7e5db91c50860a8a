import type { ObjectOf } from '../../api/v1/kinds.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { approvableReasons, unmendedReasons } from '../../api/v1/reason-groups.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { conditionTypes, holdReasons, nodeReasons } from '../../api/v1/reasons.ts'
import { usageError } from '../usage.ts'
import { evaluate, textOf } from '../output/jsonpath/evaluate.ts'
import { parsePath } from '../output/jsonpath/parse.ts'

/** What to wait for on an object. */
export interface Goal {
  /** The text of the option. */
  readonly text: string
  /** Whether the goal is reached; `object` is undefined if it does not exist. */
  isReached(object: ObjectOf | undefined): boolean
  /** The state of an object that has not reached the goal, in words. */
  standing(object: ObjectOf | undefined): string
  /** Whether an object that has not reached the goal waits for a person, so that more time does not help. */
  isForPeople(object: ObjectOf | undefined): boolean
  /** Whether only a serve or a command that acts can bring the object there, so that more time does not help while nobody works. */
  needsWork(object: ObjectOf | undefined): boolean
  /** What somebody has to set first for the goal to come; undefined where nothing is missing. */
  unset(object: ObjectOf | undefined): string | undefined
  /** Whether the object may be missing when the wait begins. */
  readonly mayBeMissing: boolean
}

const HOW = "write condition=Ready, condition=Ready=False, jsonpath='{.status.phase}'=Running, create or delete"

/** Parses the value of `wait --for`, as kubectl does. */
export function parseGoal(text: string): Goal {
  if (text === 'delete') return { ...isThere, text, isReached: (object) => object === undefined }
  if (text === 'create') return { ...isThere, text, isReached: (object) => object !== undefined }
  if (text.startsWith('condition=')) return conditionGoal(text, text.slice('condition='.length))
  if (text.startsWith('jsonpath=')) return pathGoal(text, text.slice('jsonpath='.length))
  const [word = ''] = text.split('=')
  const hint = didYouMean(word, ['condition', 'jsonpath', 'create', 'delete'])
  throw usageError(`--for ${text}: not a thing to wait for${hint}`, HOW)
}

const forTime = { isForPeople: () => false, needsWork: () => false, unset: () => undefined }

const isThere = {
  ...forTime,
  mayBeMissing: true,
  standing: (object: ObjectOf | undefined) => (object ? 'it is there' : 'it is not there'),
}

const FOR_PEOPLE: ReadonlySet<string> = new Set([...unmendedReasons, ...approvableReasons])

/** Reasons of what stays as it is while nobody works. */
const LEFT_UNDONE: ReadonlySet<string> = new Set([holdReasons.notDoneYet, nodeReasons.tasksThere])

/** A goal on a condition. Ignores a condition whose observedGeneration is out of date. */
function conditionGoal(text: string, rest: string): Goal {
  const [type = '', wanted = 'True', more] = rest.split('=')
  if (type === '' || wanted === '' || more !== undefined) throw usageError(`--for ${text}: not a condition`, HOW)
  refuseUnknown(text, type)
  const find = (object: ObjectOf | undefined) =>
    conditionsOf(object).find((condition) => condition.type.toLowerCase() === type.toLowerCase())
  const unset = (object: ObjectOf | undefined) =>
    type.toLowerCase() === conditionTypes.drained.toLowerCase() ? undrained(object) : undefined
  return {
    text,
    mayBeMissing: false,
    unset,
    isReached(object) {
      const found = find(object)
      const isOfNow = (found?.observedGeneration ?? Infinity) >= (object?.metadata.generation ?? 0)
      return found !== undefined && isOfNow && found.status.toLowerCase() === wanted.toLowerCase()
    },
    isForPeople: (object) => unset(object) !== undefined || FOR_PEOPLE.has(find(object)?.reason ?? ''),
    needsWork: (object) => LEFT_UNDONE.has(find(object)?.reason ?? ''),
    standing(object) {
      const [found, lacking] = [find(object), unset(object)]
      if (lacking !== undefined) return lacking
      if (!found) return object ? `it has no condition ${type} yet` : 'it is not there'
      const { status, reason, message } = found
      return `${found.type} is ${status}${reason ? `, ${reason}` : ''}${message ? `: ${message}` : ''}`
    },
  }
}

/** Says of a node that it is not being drained, and how it would be: it has no condition Drained before. */
function undrained(object: ObjectOf | undefined): string | undefined {
  if (object?.kind !== 'Node' || isDrained(object)) return undefined
  return `it is not being drained: set \`drain: true\` by \`reconcile edit node/${object.metadata.name}\``
}

/** Throws for condition types that do not exist, as waiting for them would never end. */
function refuseUnknown(text: string, type: string): void {
  const known: readonly string[] = Object.values(conditionTypes)
  if (known.some((each) => each.toLowerCase() === type.toLowerCase())) return
  const isOfJob = /^completed?$/i.test(type)
  const hint = isOfJob ? ': a job that completed is Ready' : didYouMean(type, known)
  throw usageError(`--for ${text}: there is no condition ${type}${hint}`, isOfJob ? 'write --for=condition=Ready' : HOW)
}

function conditionsOf(object: ObjectOf | undefined) {
  return object?.status && 'conditions' in object.status ? (object.status.conditions ?? []) : []
}

/** `jsonpath=PATH` waits until the path has any value, `jsonpath=PATH=VALUE` for a certain one. */
function pathGoal(text: string, rest: string): Goal {
  const [, braced, plain, wanted] = /^(?:(\{.*\})|([^=]+))(?:=(.*))?$/s.exec(rest) ?? []
  const source = braced ?? plain
  if (source === undefined || wanted === '') throw usageError(`--for ${text}: not a path and a value`, HOW)
  const path = parsePath(source)
  const valuesOf = (object: ObjectOf | undefined) => evaluate(path, object).map(textOf)
  return {
    text,
    mayBeMissing: false,
    isReached: (object) => valuesOf(object).some((value) => wanted === undefined || value === wanted),
    ...forTime,
    standing(object) {
      const values = valuesOf(object)
      return values.length === 0 ? `it has no ${source}` : `${source} is ${values.join(' ')}`
    },
  }
}
