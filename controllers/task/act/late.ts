import { labels } from '../../../api/v1/labels.ts'
import { isKeptFailure, splitKey } from '../../../api/v1/names.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { unlessInUse } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { nodeHold } from '../../holds/node-hold.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import type { Ports } from '../../runtime/ports.ts'
import { again, done, type Result } from '../../runtime/result.ts'
import { forgetAsked, LATE_MS, strikeAsked, unanswered } from '../../ownership/unanswered.ts'
import { removeUnforced } from './container-calls.ts'
import { taskKeyIn } from '../../ownership/made-for.ts'

/**
 * Removes the container of a task that is gone: its create had no answer, and a hung engine carried it out later (S6). Only where such a
 * create is noted, and only if nobody has started the container: another home with the same files may run it (S4).
 */
export async function removeLate(key: string, ports: Ports, run: Run): Promise<Result> {
  const object = `Task/${key}`
  const nodes = [...unanswered(object, ports).keys()]
  if (nodes.length === 0) {
    forgetAsked(object, ports.store)
    return done
  }
  for (const node of nodes) {
    const late = isHeld(node, key, ports) ? [] : madeOn(node, key, ports)
    const removing = because(run, 'it was made after its task was gone')
    // Whoever has started it meanwhile needs it.
    for (const id of late) await unlessInUse(removeUnforced(id, engineOf(node, ports), { ports, run: removing }))
    if (late.length > 0) strikeAsked({ object, node }, ports.store)
  }
  return again(LATE_MS, 'what was asked for may still come', 'periodic')
}

/** Whether nothing may be done on a node: the node is held, or another home has locked the stack. */
function isHeld(node: string, key: string, ports: Ports): boolean {
  const { namespace: stack = '' } = splitKey(key)
  return nodeHold(node, ports) !== undefined || ports.locks?.holdOf(stack) !== undefined
}

function madeOn(node: string, key: string, { inventory, installation }: Ports): readonly string[] {
  const placed = inventory.containersOf(splitKey(key).name).filter((each) => each.node === node)
  return placed
    .filter(({ container }) => {
      const own = container.Config.Labels ?? {}
      const isOurs = own[labels.installation] === installation && taskKeyIn(own) === key
      return isOurs && container.State.Status === 'created' && !isKeptFailure(nameOf(container))
    })
    .map(({ container }) => container.Id)
}
