import { ownValue } from '../../api/v1/language/own-value.ts'
import { createHash } from 'node:crypto'
import { looksSecret } from '../../api/v1/redact/redact.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { ownVariables } from '../../compose/own-variables.ts'
import type { Asked } from './ask-plan.ts'
import type { Context } from '../context.ts'

/** The environment and engines of a plan, to explain why it comes out otherwise elsewhere. No value can be guessed from it (S9). */
export interface Surroundings {
  /**
   * The variables that the manifests refer to, each as `unset`, `empty`, `set` or `set:xx`. `xx` is 8 bits of a hash of a value that does
   * not look secret, so a guess matches with a chance of 1 in 256.
   */
  readonly environment?: Readonly<Record<string, string>>
  /** Engine id by node. */
  readonly engines?: Readonly<Record<string, string>>
  /** A mark of the home's key for the hashes of contents. */
  readonly key?: string
  /** The keyed hash of each content, by `Kind/stack/name`. */
  readonly contents?: Readonly<Record<string, string>>
}

const PLANNED = ['engines', 'key', 'contents'] as const

type Told = Pick<Asked, 'needs'> & { readonly planned: Pick<Asked['planned'], (typeof PLANNED)[number]> }

/** The surroundings of a plan. `made` salts the hashes, and is kept in the plan. */
export function surroundingsOf({ env }: Pick<Context, 'env'>, { needs, planned }: Told, made: string): Surroundings {
  const set = ownVariables.filter((name) => env[name] !== undefined)
  const marks = [...new Set([...set, ...needs])].sort().map((name) => [name, markOf(name, ownValue(env, name), made)])
  return { environment: Object.fromEntries(marks), ...pick(planned, PLANNED) }
}

function markOf(name: string, value: string | undefined, made: string): string {
  if (value === undefined) return 'unset'
  if (value === '') return 'empty'
  if (looksSecret(name, value)) return 'set'
  const hash = createHash('sha256')
    .update(JSON.stringify([made, name, value]))
    .digest('hex')
  return `set:${hash.slice(0, 2)}`
}

/** Describes the differences between the surroundings of a kept plan and those of now; ignores what either side does not know. */
export function surroundingsMoved(before: Surroundings, now: Surroundings): readonly string[] {
  return [
    ...engineWords(before.engines ?? {}, now.engines ?? {}),
    ...(before.environment ? variableWords(before.environment, now.environment ?? {}) : []),
    ...contentWords(before, now),
  ]
}

/** Another key gives all contents other hashes: it is told in their place. */
function contentWords(before: Surroundings, now: Surroundings): readonly string[] {
  const { contents = {} } = before
  if (before.key === undefined || Object.keys(contents).length === 0) return []
  if (now.key === undefined) return [NO_KEY]
  if (before.key !== now.key) return [OTHER_KEY]
  const { contents: fresh = {} } = now
  return Object.keys(contents)
    .filter((id) => fresh[id] !== undefined && fresh[id] !== contents[id])
    .map((id) => `${id} has other bytes here than when the plan was made`)
}

const OTHER_KEY =
  'this home (RECONCILE_HOME) has another key than the one that made the plan: the paths of secrets and configs on hosts come from it, ' +
  'and the ids of tasks that mount them'

const NO_KEY =
  'this home (RECONCILE_HOME) has no key yet, which the paths of secrets and configs on hosts come from: use the home that made the plan, ' +
  'as a cache of the pipeline keeps it'

type Marks = Readonly<Record<string, string>>

function engineWords(before: Marks, now: Marks): readonly string[] {
  return Object.keys(before)
    .filter((node) => Object.hasOwn(now, node) && now[node] !== before[node])
    .map((node) => `another engine answers at node ${node} than when the plan was made`)
}

function variableWords(before: Marks, now: Marks): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name) => {
    const [[was = '', wasHash], [is = '', isHash]] = [partsOf(ownValue(before, name)), partsOf(ownValue(now, name))]
    if (was !== is) return [`variable ${name} is ${is} here, and was ${was} when the plan was made`]
    const isOther = wasHash !== undefined && isHash !== undefined && wasHash !== isHash
    return isOther ? [`variable ${name} has another value here than when the plan was made`] : []
  })
}

/** The variables set then and now of which nothing else is kept, as they look secret: any of them may have another value now. */
export function maybeMoved(before: Surroundings, now: Surroundings): readonly string[] {
  const isSet = ({ environment = {} }: Surroundings, name: string) => ownValue(environment, name) === 'set'
  const names = Object.keys(before.environment ?? {}).filter((name) => isSet(before, name) && isSet(now, name))
  if (names.length === 0) return []
  const [which, hidden] =
    names.length === 1
      ? [`variable ${names[0]}`, 'it looks']
      : [`one of the variables ${names.join(', ')}`, 'they look']
  return [
    `${which} may have another value here than when the plan was made (${hidden} secret, so no value was kept to tell)`,
  ]
}

function partsOf(mark = 'unset'): readonly string[] {
  return mark.split(':')
}
