import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import type { Placing } from '../../../controllers/data/pinned-volumes.ts'
import type { Core } from '../open/core.ts'
import { leavingWords, NEXT } from '../plan/turned-away.ts'
import { withSuccess } from './outcome.ts'

/** The events of a wait for nodes alone. A successful outcome says how these nodes are, and what is left for others to do there. */
export function endingWithNodes(
  events: AsyncIterable<ProgressEvent>,
  names: readonly string[],
  core: Pick<Core, 'store' | 'purpose' | 'inventory' | 'installation'>,
): AsyncGenerator<ProgressEvent> {
  return withSuccess(events, async (outcome) => {
    const words = await wordsOfAll(names, core)
    return words.length > 0 ? { ...outcome, message: `converged: ${words.join('; ')}` } : outcome
  })
}

/** Who moves tasks off a node, by the purpose of this process: a running serve does it by itself. */
const MOVERS: Readonly<Record<Core['purpose'], string>> = { serve: 'the running serve', act: NEXT, read: NEXT }

async function wordsOfAll(
  names: readonly string[],
  { store, purpose, installation, inventory }: Parameters<typeof endingWithNodes>[2],
): Promise<readonly string[]> {
  const ports = { store, installation, inventory: await inventory() }
  return names.flatMap((name) => wordsOf(store.get('Node', name), ports, MOVERS[purpose]))
}

function wordsOf(node: V1Node | undefined, ports: Placing, mover: string): readonly string[] {
  if (!node) return []
  const { name } = node.metadata
  const { conditions } = node.status ?? {}
  const isReady = isTrue(conditions, conditionTypes.ready)
  const answers = isReady
    ? `node ${name} answers, and no service was to be worked on`
    : `node ${name}: ${getCondition(conditions, conditionTypes.ready)?.message ?? 'it was not looked at yet'}`
  return [answers, ...(isReady || isDrained(node) ? leavingWords(name, { ...ports, mover }) : [])]
}
