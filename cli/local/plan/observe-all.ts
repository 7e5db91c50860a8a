import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { observeHost } from '../../../plan/observe.ts'
import type { Store } from '../../../store/objects/store.ts'
import { withDeclared } from '../answers.ts'
import type { Core } from '../open/core.ts'
import { silence } from '../silence.ts'
import { unreachableEngine } from '../unreachable.ts'
import type { ForeseenPulls } from './foreseen-pulls.ts'
import { interestOf } from './interest.ts'
import { ownedEngines } from './owned-engines.ts'

interface Observing extends Pick<PlanRequest, 'signal'> {
  readonly pulls: ForeseenPulls | undefined
}

/** Observes the hosts, as they would be after the pulls, and returns those that do not answer apart; throws (exit 5) where none answers. */
export async function observeAll(core: Core, store: Store, { signal, pulls }: Observing) {
  const interest = { ...interestOf(store, core.installation), isServed: core.purpose === 'serve' }
  const observe = async (engine: Engine) => {
    const run = { signal, object: `Node/${engine.node}`, reason: 'look at what it runs, for a plan' }
    const observed = await observeHost(engine, interest, run).catch((error) => silence(error, engine, run))
    return { node: engine.node, observed }
  }
  const all = await withDeclared(core, store, (engines) => Promise.all([...engines.values()].map(observe)))
  const answering = all.flatMap(({ node, observed }) => (observed instanceof EngineError ? [] : [{ node, observed }]))
  const infos = answering.flatMap(({ node, observed: { info } }) => (info ? [[node, info] as const] : []))
  const owned = ownedEngines(new Map(infos), store)
  const silent = [...all.flatMap(({ observed }) => (observed instanceof EngineError ? [observed] : [])), ...owned]
  const nodes = answering
    .filter(({ node }) => !owned.some((each) => each.node === node))
    .map(({ node, observed }) => ({ node, observed: pulls?.after(node, observed) ?? observed }))
  const [first] = silent
  if (first && nodes.length === 0) throw unreachableEngine(first)
  return { nodes, silent, several: all.length > 1 }
}

/** What a plan assumes of a host that does not answer. */
export function silenceWords({ node, detail }: EngineError): string {
  return `${node} does not answer (${detail}): nothing is done there before it does`
}
