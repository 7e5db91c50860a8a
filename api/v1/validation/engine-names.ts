import type { V1Service } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'
import { stackOf } from '../metadata.ts'
import { containerName, hostNameOf } from '../names.ts'
import { isGlobal } from '../service-mode.ts'

/** A name that an object takes on an engine, and the field to change for another. */
export interface EngineName {
  readonly space: 'container' | 'network' | 'volume'
  readonly name: string
  readonly path: readonly (string | number)[]
}

/**
 * The names that an object takes. Of a service with many containers it is that of slot 1: two that meet there meet at every slot.
 * External networks and volumes take none: their names are those of others.
 */
export function engineNamesOf(object: ObjectOf): EngineName[] {
  switch (object.kind) {
    case 'Service':
      return [serviceName(object)]
    case 'Network':
      return object.spec.external ? [] : [hostName('network', object)]
    case 'Volume':
      return object.spec.external ? [] : [hostName('volume', object)]
    default:
      return []
  }
}

/** The name of slot 1, and the slot, for a containerName that another service would give to one of its slots: shop-web-3. */
export function slotNamed(name: string): { first: string; slot: number } | undefined {
  const [, prefix, slot] = /^(.+)-([1-9]\d{0,8})$/.exec(name) ?? []
  return prefix === undefined ? undefined : { first: `${prefix}-1`, slot: Number(slot) }
}

/** How many slots a service may have. */
export function slotsOf({ spec }: V1Service): number {
  if (spec.containerName !== undefined) return 1
  return isGlobal(spec) ? Number.POSITIVE_INFINITY : (spec.replicas ?? 1)
}

function serviceName(service: V1Service): EngineName {
  const given = service.spec.containerName
  if (given !== undefined) return { space: 'container', name: given, path: ['spec', 'containerName'] }
  return {
    space: 'container',
    name: containerName(stackOf(service), service.metadata.name, 1),
    path: ['metadata', 'name'],
  }
}

function hostName(space: 'network' | 'volume', object: ObjectOf<'Network' | 'Volume'>): EngineName {
  const path = object.spec.hostName === undefined ? ['metadata', 'name'] : ['spec', 'hostName']
  return { space, name: hostNameOf(object), path }
}
