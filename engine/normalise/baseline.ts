import type { WantedContainer } from '../container/want.ts'
import type { ContainerInspect } from '../types/container.ts'
import { isOfProxies } from './config-fields.ts'
import { type Fields, type FieldValue, sameValue } from './fields.ts'
import { isCarriedOver } from './mount-fields.ts'
import { areAlike, areSettledAlike, normaliseBody, normaliseInspect, type Surroundings } from './normalise.ts'
import { countsUndeclared } from './ownership.ts'
import { differenceInWords } from './words.ts'

/**
 * How a container came out of its create: its id, and the fields that differ from what was asked (null means absent). JSON, and empty for
 * most containers: all other fields are as in the body.
 */
export interface Baseline {
  readonly container: string
  readonly deviations: Readonly<Record<string, Deviation>>
}

export interface Deviation {
  readonly wanted: FieldValue | null
  readonly found: FieldValue | null
}

/** The last container of a shape, its deviations, and the surroundings they were computed in. */
interface Sibling extends Pick<Baseline, 'deviations'> {
  readonly container: ContainerInspect
  readonly around: Surroundings
}

const siblings = new WeakMap<object, Sibling>()

/**
 * Computes the baseline of a container that was just created, started or updated. Tasks of one service mostly come out alike, so the result
 * of the last one is reused where possible.
 */
export function baselineOf(wanted: WantedContainer, container: ContainerInspect, around: Surroundings = {}): Baseline {
  const sure = surely(container, around)
  const sibling = siblings.get(wanted.shape)
  const isAlike = sibling && areAlike(sibling.around, sure) && areSettledAlike(sibling.container, container)
  const deviations = isAlike ? sibling.deviations : deviationsOf(wanted, container, sure)
  if (!isAlike) siblings.set(wanted.shape, { container, around: sure, deviations })
  return { container: container.Id, deviations }
}

function deviationsOf(wanted: WantedContainer, container: ContainerInspect, around: Surroundings) {
  const want = normaliseBody(wanted, around)
  const found = normaliseInspect(container, wanted.delivered)
  const deviations: Record<string, Deviation> = {}
  for (const field of new Set([...Object.keys(want), ...Object.keys(found)])) {
    const values = { wanted: want[field], found: found[field] }
    if (sameValue(values.wanted, values.found) || isCarriedOver(field, values)) continue
    if (!isOfProxies(field, wanted.body))
      deviations[field] = { wanted: values.wanted ?? null, found: values.found ?? null }
  }
  return onlyTelling(deviations)
}

/** Drops deviations that are never compared: values that the engine fills in where nothing was declared. */
function onlyTelling(deviations: Record<string, Deviation>): Record<string, Deviation> {
  return Object.fromEntries(
    Object.entries(deviations).filter(([field, { wanted }]) => wanted !== null || countsUndeclared(field, true)),
  )
}

/** Whether a difference has existed since the container's create. */
export function isDeviation(
  baseline: Baseline | undefined,
  field: string,
  { wanted, found }: { wanted: FieldValue | undefined; found: FieldValue | undefined },
): boolean {
  const known = baseline?.deviations[field]
  if (!known) return false
  return sameValue(known.wanted ?? undefined, wanted) && sameValue(known.found ?? undefined, found)
}

/** In words, for a condition: declared fields that the kernel or the engine did not apply. */
export function discardedOf(
  wanted: WantedContainer,
  baseline: Baseline | undefined,
  around: Surroundings = {},
): string[] {
  const { info, ...rest } = around
  const lacks = info !== undefined && info.lacks.length > 0
  if (!lacks && isEmpty(baseline?.deviations)) return []
  const declared = normaliseBody(wanted, rest)
  const lacking = lacks ? missing(declared, normaliseBody(wanted, around)) : []
  const deviating = Object.entries(baseline?.deviations ?? {}).filter(([, deviation]) => deviation.wanted !== null)
  return [
    ...lacking.map((field) => `${differenceInWords(field, undefined, declared[field])}: ${info?.name} can't do it`),
    ...deviating.map(([field, { wanted: want, found }]) =>
      differenceInWords(field, found ?? undefined, want ?? undefined),
    ),
  ]
}

function isEmpty(deviations: Baseline['deviations'] = {}): boolean {
  for (const _ in deviations) return false
  return true
}

/** Declared fields that were not sent. Swap that only follows from the memory limit does not count as declared. */
function missing(declared: Fields, sent: Fields): string[] {
  const derived = declared['HostConfig.MemorySwap'] === 2 * Number(declared['HostConfig.Memory'] ?? 0)
  return Object.keys(declared).filter((field) => !(field in sent) && !(field === 'HostConfig.MemorySwap' && derived))
}

/** The surroundings, with the image only if the container was made from it. */
export function surely(container: ContainerInspect, around: Surroundings): Surroundings {
  const { image, ...rest } = around
  return image && image.Id !== container.Image ? rest : around
}
