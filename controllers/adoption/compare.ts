import type { V1Task } from '../../api/v1/generated/types.ts'
import { anonymousVolumes } from '../../engine/container/anonymous-volumes.ts'
import { linkLine } from '../../engine/container/links.ts'
import type { WantedContainer } from '../../engine/container/want.ts'
import { baselineOf } from '../../engine/normalise/baseline.ts'
import { driftOf } from '../../engine/normalise/drift.ts'
import { asSet, type FieldValue, sameValue } from '../../engine/normalise/fields.ts'
import { normaliseInspect, type Surroundings } from '../../engine/normalise/normalise.ts'
import { referenceFields } from '../../engine/normalise/references.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import type { Verdict } from './view.ts'

/** A container that others made, and what we would make in its place. */
export interface Comparison {
  readonly task: Pick<V1Task, 'spec'>
  readonly container: ContainerInspect
  /** Absent: a network of it is not there. */
  readonly wanted: WantedContainer | undefined
  /** What its image's name means now, as it runs or as Compose built it; absent: nothing any more. */
  readonly image: ImageInspect | undefined
  readonly around: Surroundings
  /** The id of a container of its engine, by its name: anybody's. */
  readonly idOf: (name: string) => string | undefined
}

/** Whether a container is what we would make, by all fields that have an effect; what can be changed on it is no reason for another. */
export function compare(comparison: Comparison): Verdict {
  const { task, container, wanted, image, around } = comparison
  if (Object.keys(task.spec.contents ?? {}).length > 0)
    return replaced('secrets and configs are files of the host, and ours are delivered')
  const moved = imageMoved(comparison)
  if (moved !== undefined) return replaced(moved)
  if (!wanted) return replaced('a network that is declared for it is not there yet')
  const light = image ? { ...around, image } : around
  const harmful = driftOf({ ...light, wanted, container }).find(
    ({ heal, field, wanted: declared }) => heal.by === 'recreate' && !isHarmless([field, declared], comparison),
  )
  if (harmful) return replaced(harmful.message)
  const { deviations } = baselineOf(wanted, container, light)
  const kept = Object.entries(deviations).filter(([field, deviation]) =>
    isHarmless([field, deviation.wanted ?? undefined], comparison),
  )
  return { by: 'record', baseline: { container: container.Id, deviations: Object.fromEntries(kept) } }
}

function replaced(differs: string): Verdict {
  return { by: 'rollout', differs }
}

/** A tag that means another image now, as after a pull or a build. */
function imageMoved({ task, container, image }: Comparison): string | undefined {
  const declared = task.spec.template.image ?? ''
  const made = container.Config.Image
  if (image ? image.Id === container.Image : made === declared) return undefined
  return made === declared
    ? `image is what ${declared} was when it was made, and that means another one now`
    : `image is ${made}, declared ${declared}`
}

type Differing = readonly [field: string, wanted: FieldValue | undefined]

/**
 * What Compose does otherwise, to no effect: Compose 1 mounts anonymous volumes by their names, and says a container's grace when it
 * stops it, as we do. What it linked is renamed under the link. What it shares with a container that the files name, it says by that one's
 * id, and whether we know of that one yet, is chance.
 */
function isHarmless([field, wanted]: Differing, { container, idOf }: Comparison): boolean {
  const { Config, HostConfig } = container
  if (referenceFields.has(field)) return sameValue(byId(wanted, idOf), byId(normaliseInspect(container)[field], idOf))
  if (field === 'Config.StopTimeout') return typeof Config.StopTimeout !== 'number'
  if (field === 'HostConfig.Links') return lead(wanted) === lead(HostConfig.Links ?? [])
  if (!field.startsWith(MOUNT) || !(wanted === undefined || wanted === 'volume')) return false
  return field.slice(MOUNT.length) in anonymousVolumes(container)
}

function byId(value: FieldValue | undefined, idOf: Comparison['idOf']): string[] {
  const reference = /^(container:)?([^:]+)/
  return linesOf(value).map((line) =>
    line.replace(reference, (_, kind = '', name: string) => `${kind}${idOf(name) ?? name}`),
  )
}

/** Where links lead, and by which names, whether containers have the names that Compose 1 gave them or have ours by now. */
function lead(links: FieldValue | undefined): string {
  return asSet(linesOf(links).map((line) => linkLine(line).replaceAll('_', '-'))).join()
}

function linesOf(value: FieldValue = ''): readonly string[] {
  return typeof value === 'object' ? value : String(value).split(' ')
}

const MOUNT = 'HostConfig.Mounts.'
