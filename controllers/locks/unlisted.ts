import { Subject } from 'rxjs'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { NodeHold } from '../holds/node-hold.ts'

/** The stacks of which nobody knows whether another home works on them, as a host is not listed yet and may still answer. */
export function watchUnlisted(inventory: Inventory) {
  const asked = new Set<string>()
  /** The stacks that were asked about, once all hosts have answered or are known not to. */
  const listed = new Subject<string>()
  const hosts = inventory.watch().subscribe(({ type }) => {
    if (type !== 'host' || inventory.unlisted().size > 0) return
    const all = [...asked]
    asked.clear()
    for (const stack of all) listed.next(stack)
  })
  return {
    ...{ listed, stop: () => hosts.unsubscribe() },
    holdOf(stack: string): NodeHold | undefined {
      const [node] = inventory.unlisted()
      if (node === undefined) return undefined
      asked.add(stack)
      const because = `whether another home works on ${stack} is known once ${node} has answered`
      return { reason: holdReasons.hostUnreachable, because }
    },
  }
}
