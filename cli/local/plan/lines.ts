import type {
  PlanAnswer,
  PlannedAdoption,
  PlannedCall,
  PlannedFailure,
} from '../../../api/v1/installation/plan-answer.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { splitId } from '../../../api/v1/names.ts'
import type { PlanResult } from '../../../plan/plan.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { adoptedName, adoptedWords } from '../adopted-words.ts'
import { madeByOthers, makerKey } from '../waiting/ends/made-by-others.ts'
import { plainText } from '../../output/plain-text.ts'

type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>
type Lined = PlanResult & Pick<Planned, 'begun'>

/** What the lines show besides the result of the simulation. */
export interface PlanLinesView {
  readonly events: readonly ProgressEvent[]
  readonly holds: readonly Hold[]
  /** How many objects the manifests declare otherwise than before. */
  readonly declared: number
  /** The exit code of the apply. */
  readonly exit: number
  /** Whether there are several hosts, so that each call, and what is taken over, names its host. */
  readonly several: boolean
}

/** The lines of a plan for people: what is declared anew, then the calls on each object with their reasons, rollouts, assumptions. */
export function planLines(result: Lined, { events, holds, declared, exit, several }: PlanLinesView): string[] {
  return [
    ...section('Declared', events.flatMap(declaredLines)),
    ...section('Adopted', adoptedLines(result.adopted, several)),
    ...section('Calls', callLines(result.calls, several)),
    ...section('Rollouts', result.rollouts.filter(isUnderWay).map(rolloutLine)),
    ...section('Assumed', result.assumptions),
    ...heldLines(holds),
    ...section('Fails', result.failures.flatMap(failureLines)),
    ...section('Not as declared at the end', unmetLines(result.unmet)),
    ...lastLine({ ...result, declared, isNewHere: events.some(isCreation) }, exit),
  ]
}

/** The lines of a plan that no host answered. */
export function linesWithoutHosts({ events, holds }: Pick<PlanLinesView, 'events' | 'holds'>): string[] {
  return [...section('Declared', events.flatMap(declaredLines)), ...heldLines(holds)]
}

/** What people read beside the calls, as fields for programs. */
export function said(
  rollouts: PlanResult['rollouts'],
  { holds, events }: Pick<PlanLinesView, 'events' | 'holds'>,
): Pick<Planned, 'holds' | 'rollouts' | 'warnings'> {
  return {
    holds: holds.map(({ id, reason, resources, message }) => ({ id, reason, resources, message })),
    rollouts: rollouts.filter(isUnderWay),
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
  }
}

function heldLines(holds: PlanLinesView['holds']): string[] {
  return section(
    'Waits for approval',
    holds.map(({ message }) => message),
  )
}

function rolloutLine({ service, phases, desired, lowestReady, note }: PlanResult['rollouts'][number]): string {
  // An adopted service is in none yet.
  const course = phases.filter(({ state }) => state !== 'None')
  const line = `${service}: ${course.map(({ state, at }) => `${state} at ${seconds(at)}`).join(', ')}`
  const least = lowestReady === 0 ? 'none is ready for a while' : `at least ${lowestReady} of ${desired} ready`
  const isTold = lowestReady !== undefined && desired > 0
  return [line, ...(isTold ? [least] : []), ...(note === undefined ? [] : [note])].join('; ')
}

/**
 * Whether a rollout is news. One that was complete before is not, and nothing is rolled out where all runs on as it is, as in an adoption.
 */
function isUnderWay({ phases }: PlanResult['rollouts'][number]): boolean {
  return phases.some(({ state }) => state !== 'Completed' && state !== 'None')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${plainText(line)}`), '']
}

const MARKS = {
  ...{ created: '+', kept: '~', configured: '~', deleted: '-', forgotten: '-' },
  ...{
    unchanged: ' ',
    approved: ' ',
    scaled: '~',
    retried: '~',
    undone: '~',
    restarted: '~',
    killed: '~',
    stopped: '-',
    started: '+',
    paused: '~',
    resumed: '~',
    adopted: '~',
  },
} as const

function declaredLines(event: ProgressEvent): string[] {
  if (event.type === 'warning') return [`warning: ${event.message}`]
  if (event.type !== 'resource' || event.change === 'unchanged' || event.change === 'retried') return []
  return [`${MARKS[event.change]} ${event.object}`, ...(event.details ?? []).map((detail) => `    ${detail}`)]
}

function adoptedLines(adopted: readonly PlannedAdoption[], several: boolean): string[] {
  return adopted.map((each) => {
    const named = `${each.object}: ${adoptedName(each, several)}`
    if (!each.object.startsWith('Service/')) return `= ${named}, as it is`
    const mark = each.surplus !== undefined ? '-' : each.differs === undefined ? '=' : '~'
    return `${mark} ${named}, ${adoptedWords(each)}`
  })
}

/** The calls by object, in the order in which each object is first touched. */
function callLines(calls: readonly PlannedCall[], several: boolean): string[] {
  const byObject = groupBy(calls, ({ object }) => object)
  return [...byObject].flatMap(([object, own]) => [object, ...own.map((call) => `  ${callLine(call, several)}`)])
}

function failureLines({ object, message, remedy }: PlannedFailure): string[] {
  return [`${object}: ${message}`, `  next: ${remedy}`]
}

/** One line for all that one maker holds up, as in the outcome of an apply. */
function unmetLines(unmet: PlanResult['unmet']): string[] {
  const waiting = unmet.map((each) => {
    const { kind, key, namespace } = splitId(each.object)
    return { ...each, name: `${kind} ${key}`, stack: namespace }
  })
  const groups = groupBy(waiting, (each) => makerKey(each) ?? each)
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike
    const others = first && madeByOthers(first, alike)
    if (others) return [others.message, `  next: ${others.remedy}`]
    return alike.map(({ object, reason, message }) => `${object} ${reason}: ${message}`)
  })
}

function callLine({ node, method, path, reason, at, refused }: PlannedCall, several: boolean): string {
  const mark = method === 'DELETE' ? '-' : /\/create(\?|$)/.test(path) ? '+' : '~'
  const [sign, why] = refused === undefined ? [mark, reason] : ['!', 'the engine would refuse it']
  return `${sign} ${method} ${path}${several ? ` on ${node}` : ''}   # ${why}, at ${seconds(at)}`
}

function seconds(at: number): string {
  return `${Number(at.toFixed(at < 10 ? 2 : 0))} s`
}

function isCreation(event: ProgressEvent): boolean {
  return event.type === 'resource' && event.change === 'created'
}

interface Counted extends Lined, Pick<PlanLinesView, 'declared'> {
  /** Whether something is declared that this home did not know. */
  readonly isNewHere: boolean
}

function lastLine(counted: Counted, exit: number): string[] {
  const { changes, end, failures, unmet } = counted
  const count = countLine(counted)
  if (exit === exits.approval) return [`${count} The rest waits for approval.`]
  const isFailed = exit !== exits.converged && failures.length + unmet.length > 0
  if (isFailed && changes === 0) return ['No changes, and what is declared is not reached: see above.']
  if (isFailed) return [`${count} What is declared is not reached by them: see above.`]
  if (end === 'quiet') return [count]
  const why =
    end === 'until' ? 'it does not come to rest within the time that is looked at' : 'it goes round in circles'
  return [`${count} This plan is not whole: ${why}.`]
}

function countLine({ changes, begun = 0, declared, isNewHere }: Counted): string {
  const calls = (count: number) => `${count} ${count === 1 ? 'call' : 'calls'}`
  if (changes > 0) return `${calls(changes)} would change the hosts.`
  if (begun > 0) return `No call is left to make; the running serve is in the middle of ${calls(begun)}.`
  if (declared > 0) return 'What is declared changes; no call would change the hosts.'
  return isNewHere ? 'No changes. What is declared is new to this home alone, and the hosts are so.' : 'No changes.'
}
