import { aloneWords, isAlone } from '../../api/v1/alone.ts'
import type { Description, SourcePlace } from '../../api/v1/installation/answers.ts'
import type { V1Condition, V1Volume } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { age } from './age.ts'
import { eventTable } from './event-rows.ts'
import { type Paint, paintState } from './paint.ts'
import { plainText } from './plain-text.ts'
import { headsOf, rowOf } from './object-rows.ts'
import { specLines } from './spec-lines.ts'
import { table } from './table.ts'

export interface DescribeView {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly paint: Paint
  /** Whether to show since when conditions hold. A read-only process computes them anew, so its times would be those of the command. */
  readonly since: boolean
}

/** The lines of `describe`. */
export function describeLines({ object, related, events, places }: Description, view: DescribeView): string[] {
  return [
    ...headLines(object, places, view),
    ...section('Spec', specLines(object.spec, places)),
    ...section('Status', statusLines(object)),
    ...section('Conditions', conditionLines(object.status?.conditions, view)),
    ...relatedLines(related, view),
    ...section('Events', eventTable(events, view)),
  ]
}

function headLines(object: ObjectOf, places: readonly SourcePlace[], { now, paint }: DescribeView): string[] {
  const { kind, metadata } = object
  const { name, namespace, creationTimestamp, deletionTimestamp, generation, labels = {} } = metadata
  const place = places.find(({ path }) => path === '')
  const since = (time: string) => `${time} (${age(now - Date.parse(time))} ago)`
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Name', paint.strong(name)],
    ['Stack', namespace],
    ['Kind', kind],
    ['Declared in', place && placeText(place)],
    [
      'Labels',
      Object.entries(labels)
        .map(([key, value]) => plainText(`${key}=${value}`))
        .join(', ') || undefined,
    ],
    ['Waits for', isAlone(object) ? aloneWords : undefined],
    ['Generation', generation === undefined ? undefined : String(generation)],
    ['Created', creationTimestamp && since(creationTimestamp)],
    ['Being deleted', deletionTimestamp && `since ${since(deletionTimestamp)}`],
    ['Data', object.kind === 'Volume' ? dataWords(object) : undefined],
  ]
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [`${`${label}:`.padEnd(16)}${value}`]))
}

/** What happens to a volume's data: only `--volumes` deletes it (S4). */
function dataWords({ metadata, spec }: V1Volume): string {
  if (spec.external) return 'not ours; never removed'
  const isLost = metadata.finalizers?.includes(finalizers.volumeData)
  if (isLost) return 'is removed with it'
  return metadata.deletionTimestamp === undefined ? 'stays when this goes, unless by `delete --volumes`' : 'stays'
}

/** A place as `shop/web.yaml:12`. */
export function placeText({ file, line }: SourcePlace): string {
  return plainText(line === undefined ? file : `${file}:${line}`)
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

function statusLines({ status = {} }: ObjectOf): string[] {
  const { conditions: _, ...rest } = status as Record<string, unknown>
  return specLines(rest, [])
}

function conditionLines(said: readonly V1Condition[] = [], { now, paint, since }: DescribeView): string[] {
  const conditions = [...said].sort((a, b) => Number(b.type === 'Ready') - Number(a.type === 'Ready'))
  const rows = conditions.map(({ type, status, reason = '', lastTransitionTime, message = '' }) => [
    type,
    status,
    reason,
    ...(since ? [lastTransitionTime === undefined ? '' : age(now - Date.parse(lastTransitionTime))] : []),
    plainText(message),
  ])
  if (rows.length === 0) return []
  const lines = table(['Type', 'Status', 'Reason', ...(since ? ['Since'] : []), 'Message'], rows)
  return lines.map((line, index) => (isGood(conditions[index - 1]) ? line : paintState('Held', paint)(line)))
}

/** Ready should be True. All other conditions report a problem if True. */
function isGood(condition: V1Condition | undefined): boolean {
  return (
    condition === undefined || (condition.type === 'Ready' ? condition.status === 'True' : condition.status !== 'True')
  )
}

/** A table of the related tasks. Under it, for each task that is not well, its message and last log lines. */
function relatedLines(related: readonly ObjectOf[], view: DescribeView): string[] {
  const kinds = [...new Set(related.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => {
    const options = { wide: true, stacks: false, kinds: false, now: view.now, paint: view.paint }
    const members = related.filter((object) => object.kind === kind)
    const rows = members.map((object) => rowOf(object, options))
    return section(`${kind}s`, [...table(headsOf(kind, options), rows), ...members.flatMap(wordsOf)])
  })
}

function wordsOf(object: ObjectOf): string[] {
  if (object.kind !== 'Task') return []
  const { message, phase, lastLogLines = [], conditions = [] } = object.status ?? {}
  const drifts = conditions.filter(({ type, status }) => type !== 'Ready' && status === 'True')
  const isWell = (phase === 'Running' || phase === 'Completed') && drifts.length === 0
  if (isWell) return []
  const said = [message, ...drifts.map((drift) => `${drift.type}: ${drift.message ?? drift.reason ?? ''}`)]
  return [
    `${object.metadata.name}: ${plainText(said.filter((text) => text !== undefined && text !== '').join('; '))}`,
    ...lastLogLines.map((line) => `  | ${plainText(line)}`),
  ]
}
