import type { V1Service } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'
import { stackOf } from '../metadata.ts'
import { containerName, hostNameOf } from '../names.ts'
import { isGlobal } from '../service-mode.ts'

/** A name that an object takes on an engine, and the path of the field that changes it. */
export interface EngineName {
  readonly space: 'container' | 'network' | 'volume'
  readonly name: string
  readonly path: readonly (string | number)[]
}

/**
 * The names that an object takes on an engine. For a service only that of slot 1: services that conflict there conflict at every slot.
 * External networks and volumes take none, as they belong to others.
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

/**
 * Splits a containerName such as shop-web-3, which could be that of another service's slot, into that service's slot 1 name and the slot.
 */
export function slotNamed(name: string): { first: string; slot: number } | undefined {
  const [, prefix, slot] = /^(.+)-([1-9]\d{0,8})$/.exec(name) ?? []
  return prefix === undefined ? undefined : { first: `${prefix}-1`, slot: Number(slot) }
}

/** How many slots a service has at most; infinite for a global one, which has one per node. */
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
