import type { WantedContainer } from '../container/want.ts'
import type { ContainerInspect } from '../types/container.ts'
import { isOfProxies } from './config-fields.ts'
import { type Fields, type FieldValue, sameValue } from './fields.ts'
import { isCarriedOver } from './mount-fields.ts'
import { areAlike, areSettledAlike, normaliseBody, normaliseInspect, type Surroundings } from './normalise.ts'
import { countsUndeclared } from './ownership.ts'
import { differenceInWords } from './words.ts'

/**
 * What is remembered of a container right after its create: which one it is, and where it did not come out as asked (null
 * is absent). Small, JSON, and empty for most: everything else is as its body says.
 */
export interface Baseline {
  readonly container: string
  readonly deviations: Readonly<Record<string, Deviation>>
}

export interface Deviation {
  readonly wanted: FieldValue | null
  readonly found: FieldValue | null
}

/** How the last container of a shape came out, and in which light. */
interface Sibling extends Pick<Baseline, 'deviations'> {
  readonly container: ContainerInspect
  readonly around: Surroundings
}

const siblings = new WeakMap<object, Sibling>()

/** The baseline of a container that was just created, started or updated from what is wanted. Tasks of one service mostly come out alike: then it is worked out once. */
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

/** Without those that are never looked at: what the engine fills in where nothing was declared. */
function onlyTelling(deviations: Record<string, Deviation>): Record<string, Deviation> {
  return Object.fromEntries(
    Object.entries(deviations).filter(([field, { wanted }]) => wanted !== null || countsUndeclared(field, true)),
  )
}

/** Whether a difference is what the container was like from its first moment. */
export function isDeviation(
  baseline: Baseline | undefined,
  field: string,
  { wanted, found }: { wanted: FieldValue | undefined; found: FieldValue | undefined },
): boolean {
  const known = baseline?.deviations[field]
  if (!known) return false
  return sameValue(known.wanted ?? undefined, wanted) && sameValue(known.found ?? undefined, found)
}

/** What was declared and the kernel or the engine did not do, in words, for a condition. */
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

/** Swap that was only derived from the memory limit was never declared. */
function missing(declared: Fields, sent: Fields): string[] {
  const derived = declared['HostConfig.MemorySwap'] === 2 * Number(declared['HostConfig.Memory'] ?? 0)
  return Object.keys(declared).filter((field) => !(field in sent) && !(field === 'HostConfig.MemorySwap' && derived))
}

/** The surroundings, with the image only if the container was really made from it. */
export function surely(container: ContainerInspect, around: Surroundings): Surroundings {
  const { image, ...rest } = around
  return image && image.Id !== container.Image ? rest : around
}
