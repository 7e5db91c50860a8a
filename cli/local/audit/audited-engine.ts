import type { Audit } from '../../../api/v1/installation/audit-record.ts'
import type { Clock } from '../../../clock/clock.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError, engineWords } from '../../../engine/errors.ts'
import type { Inventory } from '../../../engine/inventory.ts'
import { isWrite } from '../../../engine/is-write.ts'
import { requestOf, targetOf } from '../../../engine/requests.ts'
import { type Call, wrapEngine } from '../../../engine/wrap.ts'
import { learnName, nameIds } from '../../../plan/name-ids.ts'

export interface AuditedEngineOptions {
  readonly audit: Audit
  readonly clock: Clock
  /** The observed hosts, once they are watched; resolves ids to names. */
  readonly inventory: () => Pick<Inventory, 'host'> | undefined
}

/** At most this many names of containers and networks are remembered besides those in the inventory. */
const MOST_LEARNED = 1_000

/** Wraps an engine so that writing calls are recorded with their answers; reads are not. */
export function auditedEngine(engine: Engine, { audit, clock, inventory }: AuditedEngineOptions): Engine {
  const learned = new Map<string, string>()
  const names = { get: (id: string) => learned.get(id) ?? nameAt(inventory()?.host(engine.node), id) }
  const recorded = async (call: Call, next: () => Promise<unknown>): Promise<unknown> => {
    const { method, ...request } = requestOf(call.verb, call.args as never)
    // Before the call, as what it removes has a name only now.
    const path = nameIds(targetOf({ method, ...request }), names)
    const begun = clock.now()
    const say = (answer: string, message?: string) =>
      audit.record({
        ...{ type: 'call', node: engine.node, method, path, object: call.run.object, reason: call.run.reason, answer },
        ...(message === undefined ? {} : { message }),
        ms: clock.now() - begun,
      })
    try {
      const answer = await next()
      say('ok')
      learnName(call, answer, learned)
      forgetOldest(learned)
      return answer
    } catch (error) {
      say(error instanceof EngineError ? error.code : 'Failed', engineWords(error))
      throw error
    }
  }
  return wrapEngine(engine, (call, next) => (isWrite(call.verb) ? recorded(call, next) : next()))
}

/** Each call adds at most one name. */
function forgetOldest(learned: Map<string, string>): void {
  const [oldest] = learned.keys()
  if (learned.size > MOST_LEARNED && oldest !== undefined) learned.delete(oldest)
}

function nameAt(host: ReturnType<Inventory['host']>, id: string): string | undefined {
  return host?.containers.get(id)?.Name.replace(/^\//, '') ?? host?.networks.get(id)?.Name
}
