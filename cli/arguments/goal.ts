import type { ObjectOf } from '../../api/v1/kinds.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { approvableReasons, unmendedReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { usageError } from '../usage.ts'
import { evaluate, textOf } from '../output/jsonpath/evaluate.ts'
import { parsePath } from '../output/jsonpath/parse.ts'

/** What is waited for of an object. */
export interface Goal {
  /** As it was written. */
  readonly text: string
  /** Whether it is reached; an object that is not there is undefined. */
  isReached(object: ObjectOf | undefined): boolean
  /** How an object stands that has not reached it. */
  standing(object: ObjectOf | undefined): string
  /** Whether an object that has not reached it waits for a person, however long it is given. */
  isForPeople(object: ObjectOf | undefined): boolean
  /** Whether an object need not be there when the waiting begins. */
  readonly mayBeMissing: boolean
}

const HOW = "write condition=Ready, condition=Ready=False, jsonpath='{.status.phase}'=Running, create or delete"

/** Reads the value of `wait --for`, as kubectl has it. */
export function parseGoal(text: string): Goal {
  if (text === 'delete') return { ...isThere, text, isReached: (object) => object === undefined }
  if (text === 'create') return { ...isThere, text, isReached: (object) => object !== undefined }
  if (text.startsWith('condition=')) return conditionGoal(text, text.slice('condition='.length))
  if (text.startsWith('jsonpath=')) return pathGoal(text, text.slice('jsonpath='.length))
  const [word = ''] = text.split('=')
  const hint = didYouMean(word, ['condition', 'jsonpath', 'create', 'delete'])
  throw usageError(`--for ${text}: not a thing to wait for${hint}`, HOW)
}

const isThere = {
  mayBeMissing: true,
  isForPeople: () => false,
  standing: (object: ObjectOf | undefined) => (object ? 'it is there' : 'it is not there'),
}

const FOR_PEOPLE: ReadonlySet<string> = new Set([...unmendedReasons, ...approvableReasons])

/** A condition said of an older generation says nothing of what is wanted now. */
function conditionGoal(text: string, rest: string): Goal {
  const [type = '', wanted = 'True', more] = rest.split('=')
  if (type === '' || wanted === '' || more !== undefined) throw usageError(`--for ${text}: not a condition`, HOW)
  refuseUnknown(text, type)
  const find = (object: ObjectOf | undefined) =>
    conditionsOf(object).find((condition) => condition.type.toLowerCase() === type.toLowerCase())
  return {
    text,
    mayBeMissing: false,
    isReached(object) {
      const found = find(object)
      const isOfNow = (found?.observedGeneration ?? Infinity) >= (object?.metadata.generation ?? 0)
      return found !== undefined && isOfNow && found.status.toLowerCase() === wanted.toLowerCase()
    },
    isForPeople: (object) => FOR_PEOPLE.has(find(object)?.reason ?? ''),
    standing(object) {
      const found = find(object)
      if (!found) return object ? `it has no condition ${type} yet` : 'it is not there'
      const { status, reason, message } = found
      return `${found.type} is ${status}${reason ? `, ${reason}` : ''}${message ? `: ${message}` : ''}`
    },
  }
}

/** No object ever gets a condition that there is not: it would be waited for in vain. */
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

/** `jsonpath=PATH` waits until it leads anywhere, `jsonpath=PATH=VALUE` for one value. */
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
    isForPeople: () => false,
    standing(object) {
      const values = valuesOf(object)
      return values.length === 0 ? `it has no ${source}` : `${source} is ${values.join(' ')}`
    },
  }
}
