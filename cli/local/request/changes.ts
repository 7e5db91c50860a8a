import { resolutionWords } from '../../../api/v1/pinned-image.ts'
import { aloneWords, isAlone } from '../../../api/v1/alone.ts'
import { type Difference, differences, shownValue } from '../../../api/v1/language/differences.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { theirMetadata } from '../../../api/v1/their-metadata.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { valueAt } from '../../../store/writer/changed-value.ts'

const MOST_SHOWN = 6

/**
 * Describes the changes of an object by field, such as `replicas 5 (scale, Fri 10:02) → 3 (file)` or `template (undo to revision 3, Fri
 * 10:02) → file`. Secrets are hidden.
 */
export function changesBetween(before: ObjectOf, after: ObjectOf, show = redactObject): string[] {
  const [old, fresh] = [show(before), show(after)]
  const found = differences(before.spec, after.spec)
  const scaled = before.metadata.annotations?.[annotations.scaled]
  const isByFile = after.metadata.annotations?.[annotations.scaled] === undefined
  const lines = found.flatMap((each): string | readonly string[] => {
    const { path, from, to } = each
    const isScaled = formatPath(path) === 'replicas' && scaled !== undefined
    if (isScaled) return `replicas ${shownValue(from)} (${scaled}) → ${shownValue(to)}${isByFile ? ' (file)' : ''}`
    return contentLines(each) ?? byName(each, ofShown(each, old.spec, fresh.spec)).map(changed)
  })
  const undone = before.metadata.annotations?.[annotations.undone]
  const isTakenBack = undone !== undefined && after.metadata.annotations?.[annotations.undone] === undefined
  if (isTakenBack && found.some(({ path }) => path[0] === 'template')) lines.unshift(`template (${undone}) → file`)
  const theirs = differences(theirMetadata(before), theirMetadata(after))
  lines.push(
    ...scaleTaken(before, after),
    ...imageMeaning(before, after),
    ...annotationChanges(before, after),
    ...theirs.map((each) => changed(ofShown(each, old.metadata, fresh.metadata))),
  )
  const hidden = lines.length - MOST_SHOWN
  const told = hidden > 0 ? [...lines.slice(0, MOST_SHOWN), `and ${hidden} more`] : lines
  return [
    ...told,
    ...(found.some(({ path }) => path[0] === 'labels') ? labelsKept(after) : []),
    ...optionsKept(after, found),
  ]
}

/**
 * Explains that an existing volume or network keeps its labels: no engine can change them, and recreating it would disrupt data or tasks.
 */
function labelsKept({ kind, spec }: ObjectOf): string[] {
  if ((kind !== 'Volume' && kind !== 'Network') || spec.external) return []
  const remedy = kind === 'Volume' ? 'a new one gets these' : ANEW
  return [`a ${kind.toLowerCase()} that is there keeps the labels it has, as no engine changes them: ${remedy}`]
}

/** Explains that an existing network keeps options and addresses that are taken out: it differs only in what is declared of it. */
function optionsKept({ kind, spec }: ObjectOf, found: readonly Difference[]): string[] {
  if (kind !== 'Network' || spec.external) return []
  const isLess = ({ path: [field], from, to }: Difference) =>
    (field === 'driverOpts' || field === 'ipam') &&
    (Array.isArray(from) && Array.isArray(to) ? from.length > to.length : to === undefined)
  const kept = 'a network that is there keeps the options and addresses that are not declared any more'
  return found.some(isLess) ? [`${kept}: ${ANEW}`] : []
}

const ANEW = 'to make it anew, scale its services to 0 and back'

/** The value of the annotation that `scale` sets: who and when. */
export function scaledBy(now: number): string {
  return `scale, ${dayAndTime(now)}`
}

/** The value of the annotation that an undo sets: to which revision, and when. */
export function undoneTo(revision: number, now: number): string {
  return `undo to revision ${revision}, ${dayAndTime(now)}`
}

function dayAndTime(now: number): string {
  const time = new Date(now)
  const day = time.toLocaleDateString('en-GB', { weekday: 'short' })
  return `${day} ${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`
}

/** The difference with redacted values. */
function ofShown({ path }: Difference, old: unknown, fresh: unknown): Difference {
  return { path, from: valueAt(old, path), to: valueAt(fresh, path) }
}

/** A list of variables that differs as a whole, by those that do, as shown. Any other difference as it is. */
function byName(each: Difference, shown: Difference): readonly Difference[] {
  const [old, fresh, from, to] = [each.from, each.to, shown.from, shown.to].map(valuesByName)
  if (!old || !fresh || !from || !to) return [shown]
  const names = [...new Set([...old.keys(), ...fresh.keys()])]
  const differing = names.filter((name) => old.get(name) !== fresh.get(name) || old.has(name) !== fresh.has(name))
  if (differing.length === 0) return [shown] // the order alone
  return differing.map((name) => ({ path: [...each.path, name], from: from.get(name), to: to.get(name) }))
}

function valuesByName(list: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!Array.isArray(list) || !list.every(isVariable)) return undefined
  return new Map(list.map(({ name, value = NO_VALUE }) => [name, value]))
}

function isVariable(item: unknown): item is { readonly name: string; readonly value?: string } {
  return isMap(item) && typeof item['name'] === 'string' && Object.keys(item).every((key) => VARIABLE.has(key))
}

/** The variable of that name of the image is taken away. */
const NO_VALUE = '(without a value)'

const VARIABLE: ReadonlySet<string> = new Set(['name', 'value'])

function changed({ path, from, to }: Difference): string {
  const name = formatPath(path)
  return stableJson(from) === stableJson(to)
    ? `${name} is another, and not shown`
    : `${name} ${shownValue(from)} → ${shownValue(to)}`
}

/** Which lines of a Config's content changed, as the whole does not fit on one line; undefined for content of one line. */
function contentLines({ path, from, to }: Difference): string | undefined {
  if (formatPath(path) !== 'content' || typeof from !== 'string' || typeof to !== 'string') return undefined
  const [old, fresh] = [from.split('\n'), to.split('\n')]
  const least = Math.min(old.length, fresh.length)
  if (Math.max(old.length, fresh.length) < 2) return undefined
  let first = 0
  while (first < least && old[first] === fresh[first]) first++
  let same = 0
  while (same < least - first && old.at(-1 - same) === fresh.at(-1 - same)) same++
  const last = fresh.length - same
  return `content is another in ${last > first + 1 ? `lines ${first + 1} to ${last}` : `line ${first + 1}`}`
}

/** The file has taken over the number of replicas that `scale` set. */
function scaleTaken(before: ObjectOf, after: ObjectOf): string[] {
  const [scaled, still] = [before, after].map(({ metadata }) => metadata.annotations?.[annotations.scaled])
  if (scaled === undefined || still !== undefined || before.kind !== 'Service' || after.kind !== 'Service') return []
  const [from = 1, to = 1] = [before.spec.replicas, after.spec.replicas]
  return from === to ? [`replicas ${to}, as before: by the file from now on, no more by ${scaled}`] : []
}

/** The tag now resolves to another image. */
function imageMeaning(before: ObjectOf, after: ObjectOf): string[] {
  if (before.kind !== 'Service' || after.kind !== 'Service') return []
  const { image } = after.spec.template
  const [from, to] = [before, after].map(({ metadata }) => metadata.annotations?.[annotations.image])
  return to !== undefined && to !== from && image === before.spec.template.image
    ? [`image ${image} as ${resolutionWords(to)}`]
    : []
}

function annotationChanges(before: ObjectOf, after: ObjectOf): string[] {
  const [{ metadata: old }, { metadata: fresh }] = [before, after]
  const [from, to] = [old.annotations?.[annotations.source], fresh.annotations?.[annotations.source]]
  const [built, now] = [old.annotations?.[annotations.buildHash], fresh.annotations?.[annotations.buildHash]]
  const isBuiltAnew = built !== undefined && now !== undefined && built !== now
  return [
    ...(isAlone(before) === isAlone(after) ? [] : [isAlone(after) ? ALONE : 'waits for what it depends on again']),
    ...(from === to ? [] : [`declared in ${shownValue(to)}, before in ${shownValue(from)}`]),
    ...(isBuiltAnew ? ['another build, of other sources or asked for'] : []),
  ]
}

const ALONE = `waits for ${aloneWords}`
