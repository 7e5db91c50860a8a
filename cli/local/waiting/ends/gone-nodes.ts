import { isTrue } from '../../../../api/v1/conditions.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { conditionTypes, holdReasons } from '../../../../api/v1/reasons.ts'
import type { Fault } from './faults.ts'
import { holdWords, standing, type Standing } from './held.ts'
import { tasksOf, type WaitView } from '../view/wait-view.ts'

/**
 * Faults for what waits only for nodes that are no longer declared. No such host is connected, so none shows as silent, and only a person
 * can change that. `end`: what the remedy ends with. Pure.
 */
export function onGoneNodes(view: WaitView, end: string): readonly Fault[] {
  const kept = standing(view).filter((each) => isOnGoneNodes(each, view))
  const services = kept.filter(({ object }) => object.kind === 'Service')
  const others = kept.filter(({ object }) => object.kind !== 'Service')
  const remedy = `${REMEDY}, then give this command again${end}`
  const say = (each: Standing): OutcomeWords => holdWords(each, view, remedy)
  // Networks and volumes wait together with the service, which is told with the same remedy.
  const sayOther = (each: Standing) => (services.length > 0 ? { message: each.message } : say(each))
  return [
    ...services.map((each) => ({ id: each.id, name: each.name, say: () => say(each) })),
    ...others.map((each) => ({ id: each.id, name: each.name, say: () => sayOther(each) })),
  ]
}

const REMEDY =
  'declare that node again, or if its host is gone for good do as it says (docs/hosts.md, under "To give a host up")'

function isOnGoneNodes(found: Standing, view: WaitView): boolean {
  if (found.reason !== holdReasons.hostUnreachable) return false
  const declared = new Set(view.objects.flatMap(({ kind, metadata }) => (kind === 'Node' ? [metadata.name] : [])))
  const awaited = nodesAwaited(found, view)
  return awaited !== undefined && awaited.every((node) => !declared.has(node))
}

/** The nodes that keep an object from being ready; undefined where something else may be the cause. */
function nodesAwaited({ object }: Standing, { tasks }: WaitView): readonly string[] | undefined {
  if (object.kind === 'Service') {
    const lacks = tasksOf(object, tasks).filter(({ status }) => !isTrue(status?.conditions, conditionTypes.ready))
    return object.status?.rollout?.state === 'Completed' ? lacks.map(({ spec: { node = '' } }) => node) : undefined
  }
  if (object.kind !== 'Network' && object.kind !== 'Volume') return undefined
  const held = (object.status?.nodes ?? []).flatMap(({ node, state }) => (state === 'Held' ? [node] : []))
  return held.length > 0 ? held : undefined
}
