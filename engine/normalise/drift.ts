import { nameOf } from '../container/name.ts'
import type { WantedContainer } from '../container/want.ts'
import { labels } from '../../api/v1/labels.ts'
import type { ContainerInspect, UpdateBody } from '../types/container.ts'
import { type Baseline, isDeviation, surely } from './baseline.ts'
import { isOfProxies, neitherHas } from './config-fields.ts'
import { endpointDifferences } from './endpoints.ts'
import { type Fields, sameValue } from './fields.ts'
import { isInPlace, updateOf } from './in-place.ts'
import { isCarriedOver } from './mount-fields.ts'
import { mutableBody, mutableInspect, normaliseBody, normaliseInspect, type Surroundings } from './normalise.ts'
import { countsUndeclared, isDiscardable } from './ownership.ts'
import { mayNameTheSame, referenceFields } from './references.ts'
import { differenceInWords, valueInWords } from './words.ts'

/** One way in which a container is not what is wanted of it. */
export interface Drift {
  /** Such as `HostConfig.Memory`, `network shop_default`, `Name`. */
  readonly field: string
  /** `memory limit is 64 MiB, declared 128 MiB`. */
  readonly message: string
  /** Both in words, secrets hidden; absent where there is none. */
  readonly wanted?: string
  readonly found?: string
  /** Whether it heals without a new container. */
  readonly inPlace: boolean
  /** What heals it, or brings it closer: the next look finds what is left. */
  readonly heal:
    | { readonly by: 'update' | 'rename' | 'recreate' }
    | { readonly by: 'connect' | 'disconnect'; readonly network: string }
}

export interface DriftArgs extends Surroundings {
  readonly wanted: WantedContainer
  readonly container: ContainerInspect
  /** What `baselineOf` gave when this container was made; absent for one that was adopted, or made by another hand. */
  readonly baseline?: Baseline
}

/**
 * Every difference that matters between a container and what is wanted of it. With the baseline of this very container only
 * what can change on a living one is looked at; without, or when its spec hash is another, all that is declared.
 */
export function driftOf(args: DriftArgs): readonly Drift[] {
  const { wanted, container } = args
  const { want, found } = sidesOf(args)
  const drifts = changedFields(args, want, found).map((field) => fieldDrift(field, found, want))
  for (const { heal, ...difference } of endpointDifferences(wanted, container))
    drifts.push({ ...difference, heal, inPlace: heal.by !== 'recreate' })
  const name = nameOf(container)
  if (name !== wanted.name) drifts.push(renamed(name, wanted.name))
  return drifts
}

/** The body of the one update that heals all drift that an update heals; undefined when there is none. */
export function healingUpdate(args: DriftArgs): UpdateBody | undefined {
  const { want, found } = sidesOf(args)
  const fields = changedFields(args, want, found).filter((field) => isInPlace(field, found, want))
  return fields.length === 0 ? undefined : updateOf(fields, want)
}

interface Sides {
  readonly want: Fields
  readonly found: Fields
}

function sidesOf(args: DriftArgs): Sides {
  const { wanted, container } = args
  if (isOwnWork(args)) return { want: mutableBody(wanted, args), found: mutableInspect(container) }
  const around = surely(container, args)
  return {
    want: { ...normaliseBody(wanted, around), ...imageOf(args) },
    found: { ...normaliseInspect(container, wanted.delivered), Image: container.Config.Image },
  }
}

/** Whether the container is the very one that was made from this spec: labels, and most else, can't change on it. */
function isOwnWork(args: DriftArgs): boolean {
  return args.baseline?.container === args.container.Id && isOfThisSpec(args)
}

/** Whether its label says that it was made from this spec, which counts references to other containers as they were declared. */
function isOfThisSpec({ wanted, container }: DriftArgs): boolean {
  return container.Config.Labels?.[labels.specHash] === wanted.specHash
}

/** Two references to one image are one; a tag that moved is the business of revisions. */
function imageOf({ wanted, container, image }: DriftArgs): Fields {
  const { Image: wantedImage } = wanted.body
  const same = wantedImage === container.Image || image?.Id === container.Image
  return { Image: same ? container.Config.Image : wantedImage }
}

function changedFields(args: DriftArgs, want: Fields, found: Fields): string[] {
  const imageKnown = surely(args.container, args).image !== undefined
  const counts = (field: string) => {
    const values = { wanted: want[field], found: found[field] }
    if (sameValue(values.wanted, values.found) || isCarriedOver(field, values)) return false
    if (referenceFields.has(field) && isOfThisSpec(args) && mayNameTheSame(values.wanted, values.found)) return false
    if (neitherHas(field, values.wanted, values.found) || isOfProxies(field, args.wanted.body)) return false
    if (values.wanted === undefined && !countsUndeclared(field, imageKnown)) return false
    if (values.found === undefined && isDiscardable(field)) return false
    return !isDeviation(args.baseline, field, values) && !isDerivedSwap(field, want, found)
  }
  const changed: string[] = []
  for (const field in want) if (counts(field)) changed.push(field)
  for (const field in found) if (!(field in want) && counts(field)) changed.push(field)
  return changed
}

/** Swap that follows from the memory limit on both sides is no difference of its own. */
function isDerivedSwap(field: string, want: Fields, found: Fields): boolean {
  if (field !== 'HostConfig.MemorySwap' || sameValue(want['HostConfig.Memory'], found['HostConfig.Memory']))
    return false
  return [want, found].every((side) => side[field] === 2 * Number(side['HostConfig.Memory'] ?? 0))
}

function fieldDrift(field: string, found: Fields, want: Fields): Drift {
  const inPlace = isInPlace(field, found, want)
  return {
    field,
    message: differenceInWords(field, found[field], want[field]),
    ...(want[field] === undefined ? {} : { wanted: valueInWords(field, want[field]) }),
    ...(found[field] === undefined ? {} : { found: valueInWords(field, found[field]) }),
    inPlace,
    heal: { by: inPlace ? 'update' : 'recreate' },
  }
}

function renamed(found: string, wanted: string): Drift {
  const message = differenceInWords('Name', found, wanted)
  return { field: 'Name', message, wanted, found, inPlace: true, heal: { by: 'rename' } }
}
