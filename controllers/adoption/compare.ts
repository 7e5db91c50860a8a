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

/** A container that others made, and the container that we would create in its place. */
export interface Comparison {
  readonly task: Pick<V1Task, 'spec'>
  readonly container: ContainerInspect
  /** Absent: one of its networks does not exist yet. */
  readonly wanted: WantedContainer | undefined
  /** The image that the declared name resolves to now; for a build also by the name that Compose gave it. Absent: no such image. */
  readonly image: ImageInspect | undefined
  readonly around: Surroundings
  /** The id of any container on its engine, by name. */
  readonly idOf: (name: string) => string | undefined
  /** The service of its stack that a container on its engine is of, by name or id. */
  readonly serviceOf: (container: string) => string | undefined
}

/**
 * Compares a container with what we would create, in all fields that have an effect. Returns whether it is adopted as it runs, or has to be
 * replaced. Fields that can be changed in place are no reason to replace it.
 */
export function compare(comparison: Comparison): Verdict {
  const { task, container, wanted, image, around } = comparison
  if (Object.keys(task.spec.contents ?? {}).length > 0)
    return replaced('secrets and configs are files of the host, and ours are delivered')
  if (container.HostConfig.AutoRemove) return replaced('it was run with --rm: its engine removes it once it ends')
  const moved = imageMoved(comparison)
  if (moved !== undefined) return replaced(moved)
  if (!wanted) return replaced('a network that is declared for it is not there yet')
  const surroundings = image ? { ...around, image } : around
  const harmful = driftOf({ ...surroundings, wanted, container }).find(
    ({ heal, field, wanted: declared }) =>
      (heal.by === 'recreate' || heal.by === 'replace') && !isHarmless([field, declared], comparison),
  )
  if (harmful) return replaced(harmful.message)
  const { deviations } = baselineOf(wanted, container, surroundings)
  const kept = Object.entries(deviations).filter(([field, deviation]) =>
    isHarmless([field, deviation.wanted ?? undefined], comparison),
  )
  return { by: 'record', baseline: { container: container.Id, deviations: Object.fromEntries(kept) } }
}

function replaced(differs: string): Verdict {
  return { by: 'rollout', differs }
}

/** In words, how the image of a container differs: another name, or a tag that has moved since, as after a pull or a build. */
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
 * Whether a difference has no effect because Compose writes the same thing otherwise. Compose 1 mounts anonymous volumes by name, and
 * passes the stop timeout with the stop call, as we do. A link to a container changes when that container is renamed. A reference to a
 * container of the stack is by id in Compose, and it is chance whether we know that container already. Of a service with replicas, Compose
 * 1 takes the volumes of the last, and we those of the first.
 */
function isHarmless([field, wanted]: Differing, comparison: Comparison): boolean {
  const { container, idOf } = comparison
  const { Config, HostConfig } = container
  if (field === 'HostConfig.VolumesFrom' && isOfSameService(comparison)) return true
  if (referenceFields.has(field)) return sameValue(byId(wanted, idOf), byId(normaliseInspect(container)[field], idOf))
  if (field === 'Config.StopTimeout') return typeof Config.StopTimeout !== 'number'
  if (field === 'HostConfig.Links') return linkTargets(wanted) === linkTargets(HostConfig.Links ?? [])
  if (!field.startsWith(MOUNT) || !(wanted === undefined || wanted === 'volume')) return false
  return field.slice(MOUNT.length) in anonymousVolumes(container)
}

/** Whether a container has its volumes from other replicas of the very services that are declared. */
function isOfSameService({ task, container, idOf, serviceOf }: Comparison): boolean {
  const declared = task.spec.template.volumesFrom ?? []
  const found = container.HostConfig.VolumesFrom ?? []
  const isSame = (from: string, other = '') => {
    const [, container = '', access = ''] = /^([^:]*)(:r[ow])?$/.exec(other) ?? []
    const [, named, name = '', asked = ''] = /^(container:)?(.*?)(:r[ow])?$/.exec(from) ?? []
    const isThat = named ? (idOf(name) ?? name) === (idOf(container) ?? container) : serviceOf(container) === name
    return isThat && accessOf(access) === accessOf(asked)
  }
  return declared.length === found.length && declared.every((from, index) => isSame(from, found[index]))
}

function accessOf(mode: string): string {
  return mode === ':ro' ? mode : ''
}

function byId(value: FieldValue | undefined, idOf: Comparison['idOf']): string[] {
  const reference = /^(container:)?([^:]+)/
  return linesOf(value).map((line) =>
    line.replace(reference, (_, kind = '', name: string) => `${kind}${idOf(name) ?? name}`),
  )
}

/** The targets and aliases of links, in a form that is the same for container names of Compose 1 (`_`) and ours (`-`). */
function linkTargets(links: FieldValue | undefined): string {
  return asSet(linesOf(links).map((line) => linkLine(line).replaceAll('_', '-'))).join()
}

function linesOf(value: FieldValue = ''): readonly string[] {
  return typeof value === 'object' ? value : String(value).split(' ')
}

const MOUNT = 'HostConfig.Mounts.'
