import { labels } from '../../api/v1/labels.ts'
import { isKeptFailure, keyFor, splitKey } from '../../api/v1/names.ts'
import { nameOf } from '../../engine/container/name.ts'
import { because, type Run } from '../../engine/run.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { forgetAsked, LATE_MS, strikeAsked, unanswered } from '../runtime/unanswered.ts'
import { remove } from './container-calls.ts'

/**
 * Takes away the container that a create has made of a task that is gone: it had no answer, and an engine that hung did it when nobody
 * waited for it any more (S6). Only where such a create is known.
 */
export async function removeLate(key: string, ports: Ports, run: Run): Promise<Result> {
  const object = `Task/${key}`
  const nodes = [...unanswered(object, ports).keys()]
  if (nodes.length === 0) {
    forgetAsked(object, ports.store)
    return done
  }
  for (const node of nodes) {
    const late = nodeHold(node, ports) ? [] : madeOn(node, key, ports)
    for (const id of late) {
      await remove(id, engineOf(node, ports), { ports, run: because(run, 'it was made after its task was gone') })
    }
    if (late.length > 0) strikeAsked({ object, node }, ports.store)
  }
  return again(LATE_MS, 'what was asked for may still come', 'periodic')
}

function madeOn(node: string, key: string, { inventory }: Ports): readonly string[] {
  const placed = inventory.containersOf(splitKey(key).name).filter((each) => each.node === node)
  return placed
    .filter(({ container }) => {
      const { [labels.stack]: stack, [labels.task]: task = '' } = container.Config.Labels ?? {}
      return keyFor(stack, task) === key && !isKeptFailure(nameOf(container))
    })
    .map(({ container }) => container.Id)
}
