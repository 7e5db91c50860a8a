import type { Engine } from './engine.ts'
import type { ContainerInspect, ContainerSummary } from './types/container.ts'
import type { StringMap } from './types/string-map.ts'
import type { VolumeInspect } from './types/volume.ts'

/**
 * Looks up the labels that adopted objects carry by a record, as an engine can't change labels of existing objects; undefined for objects
 * that are not adopted.
 */
export interface AdoptedLabels {
  /** Whether any record exists or may still be made. */
  isUsed(): boolean
  /** Whether a container without a record, by its own labels, may be adopted later: a list with `adoptable` shows it. */
  mayBecome(labels: Readonly<StringMap>): boolean
  container(id: string): Readonly<StringMap> | undefined
  network(id: string): Readonly<StringMap> | undefined
  volume(node: string, volume: VolumeInspect): Readonly<StringMap> | undefined
}

/** Wraps an engine so that adopted objects carry the labels of their records in its answers, as if we had created them. */
export function adoptedEngine(engine: Engine, records: AdoptedLabels): Engine {
  const { node } = engine
  return {
    ...engine,
    async listContainers({ labels = [], adoptable = false, ...args }, run) {
      // The engine does not know the records, so filters by our labels are applied here.
      const own = records.isUsed() ? labels.filter(isOurs) : []
      const asked = labels.filter((label) => !own.includes(label))
      const found = await engine.listContainers({ ...args, ...(asked.length > 0 ? { labels: asked } : {}) }, run)
      const shown = found.map((each) => {
        const more = records.container(each.id)
        return more ? { ...each, labels: { ...each.labels, ...more } } : each
      })
      const isAsked = (each: Shown) =>
        own.every((label) => hasLabel(each.labels, label)) || (adoptable && records.mayBecome(each.labels))
      return own.length === 0 ? shown : shown.filter(isAsked)
    },
    async inspectContainer(args, run) {
      const found = await engine.inspectContainer(args, run)
      return withLabels(found, records.container(found.Id))
    },
    async listNetworks(args, run) {
      const found = await engine.listNetworks(args, run)
      return found.map((each) => labelled(each, records.network(each.Id)))
    },
    async inspectNetwork(args, run) {
      const found = await engine.inspectNetwork(args, run)
      return labelled(found, records.network(found.Id))
    },
    async listVolumes(args, run) {
      const found = await engine.listVolumes(args, run)
      return { ...found, volumes: found.volumes.map((each) => labelled(each, records.volume(node, each))) }
    },
    async inspectVolume(args, run) {
      const found = await engine.inspectVolume(args, run)
      return labelled(found, records.volume(node, found))
    },
  }
}

type Shown = Pick<ContainerSummary, 'labels'>

/** Adds labels to a container, as if it had been created with them. */
export function withLabels(container: ContainerInspect, more: Readonly<StringMap> | undefined): ContainerInspect {
  return more ? { ...container, Config: labelled(container.Config, more) } : container
}

/** Adds labels to a network or volume. */
export function labelled<T extends { Labels?: StringMap | null }>(object: T, more: Readonly<StringMap> | undefined): T {
  return more ? { ...object, Labels: { ...object.Labels, ...more } } : object
}

function isOurs(label: string): boolean {
  return label.startsWith('reconcile.dev/')
}

/** Whether labels match a filter: `KEY=VALUE`, or a key alone. */
function hasLabel(labels: Readonly<StringMap>, asked: string): boolean {
  const at = asked.indexOf('=')
  return at < 0 ? asked in labels : labels[asked.slice(0, at)] === asked.slice(at + 1)
}
