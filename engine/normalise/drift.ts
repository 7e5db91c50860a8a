import { isUp } from '../container/is-up.ts'
import { nameOf } from '../container/name.ts'
import type { WantedContainer } from '../container/want.ts'
import { labels } from '../../api/v1/labels.ts'
import type { ContainerInspect, UpdateBody } from '../types/container.ts'
import { type Baseline, isDeviation, surely } from './baseline.ts'
import { isOfProxies, neitherHas } from './config-fields.ts'
import { endpointDifferences } from './endpoints.ts'
import { type Fields, sameValue } from './fields.ts'
import { isInPlace, updateOf } from './in-place.ts'
import { isCarriedOver, isRenamedVolume } from './mount-fields.ts'
import { mutableBody, mutableInspect, normaliseBody, normaliseInspect, type Surroundings } from './normalise.ts'
import { countsUndeclared, isDiscardable } from './ownership.ts'
import { mayNameTheSame, referenceFields } from './references.ts'
import { differenceInWords, valueInWords } from './words.ts'

/** One difference between a container and its desired state. */
export interface Drift {
  /** Such as `HostConfig.Memory`, `network shop_default`, `Name`. */
  readonly field: string
  /** In words: `memory limit is 64 MiB, declared 128 MiB`. */
  readonly message: string
  /** Both values in words, secrets redacted; absent where there is none. */
  readonly wanted?: string
  readonly found?: string
  /** Whether it can be healed without a new container. */
  readonly inPlace: boolean
  /**
   * The action that heals it, or at least brings it closer; the next pass finds what is left. `replace`: as `recreate`, but the container
   * works meanwhile, so that it can wait for its turn.
   */
  readonly heal:
    | { readonly by: 'update' | 'rename' | 'recreate' | 'replace' }
    | { readonly by: 'connect' | 'disconnect'; readonly network: string }
}

export interface DriftArgs extends Surroundings {
  readonly wanted: WantedContainer
  readonly container: ContainerInspect
  /** The result of `baselineOf` when this container was made; absent for one that was adopted or made otherwise. */
  readonly baseline?: Baseline
}

/**
 * Returns every relevant difference between a container and its desired state. With the baseline of this very container and its spec hash,
 * only fields that can change on an existing container are compared; otherwise all declared fields.
 */
export function driftOf(args: DriftArgs): readonly Drift[] {
  const { wanted, container } = args
  const { want, found } = sidesOf(args)
  const isRunning = isUp(container.State.Status)
  const drifts = changedFields(args, want, found).map((field) => {
    const drift = fieldDrift(field, found, want)
    return isRunning && isRenamedVolume(field, want[field], found[field])
      ? { ...drift, heal: { by: 'replace' } as const }
      : drift
  })
  for (const { heal, ...difference } of endpointDifferences(wanted, container))
    drifts.push({ ...difference, heal, inPlace: heal.by !== 'recreate' && heal.by !== 'replace' })
  const name = nameOf(container)
  if (name !== wanted.name) drifts.push(renamed(name, wanted.name))
  return drifts
}

/** The body of a single update that heals all drift which an update can heal; undefined when there is none. */
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

/** Whether we made this container from this spec: then labels and most other fields can't have changed. */
function isOwnWork(args: DriftArgs): boolean {
  return args.baseline?.container === args.container.Id && isOfThisSpec(args)
}

/** Whether its label says that it was made from this spec, whose hash covers references to other containers as declared. */
export function isOfThisSpec({ wanted, container }: Pick<DriftArgs, 'wanted' | 'container'>): boolean {
  return container.Config.Labels?.[labels.specHash] === wanted.specHash
}

/** The wanted image, equal to the container's if both refer to the same one; a moved tag is up to revisions. */
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

/** Whether swap only differs because it follows from the memory limit on both sides. */
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
