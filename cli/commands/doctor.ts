import type { V1Node } from '../../api/v1/generated/types.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { keyFor } from '../../api/v1/names.ts'
import { type EngineDecision, engineDecision } from '../../api/v1/other-engine.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { realClock } from '../../clock/real.ts'
import { realRandom } from '../../clock/random.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Answering } from '../../controllers/holds/engine-guard.ts'
import { otherEngineOf } from '../../controllers/holds/node-hold.ts'
import { ownerOf } from '../../controllers/holds/engine-owner.ts'
import { ownedWords } from '../../engine/owned-engine.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { Context } from '../context.ts'
import { buildxCheck } from '../doctor/buildx.ts'
import { engineChecks } from '../doctor/engine.ts'
import { type Check, examine, failure, type Finding, ok } from '../doctor/finding.ts'
import { lookRemedy } from '../failure-remedy.ts'
import { homeChecks } from '../doctor/home.ts'
import { stateFinding } from '../doctor/state.ts'
import { hookChecks } from '../doctor/hooks.ts'
import { limitChecks } from '../doctor/limits.ts'
import { connectNode, localBuildx, localEndpoint, nodesThere } from '../local/open/engines.ts'
import { installationOf } from '../local/open/open-core.ts'
import { readState } from '../local/open/open-state.ts'
import { variableOf } from '../local/open/variable-of.ts'
import { placeWords } from '../local/watched/place.ts'
import { rootsOf } from '../local/watched/roots.ts'
import { settingsFrom } from '../local/open/settings.ts'
import { doctorLines } from '../output/doctor-lines.ts'
import { paint } from '../output/paint.ts'

export interface DoctorOptions {
  readonly output: 'text' | 'json'
}

/** The time limit of a check, ms. */
const PATIENCE_MS = 5_000

/** Checks this machine, its home and its engines. Prints for each check whether it passed and what to do; exit 1 if one failed. */
export async function doctor(context: Context, { output }: DoctorOptions): Promise<number> {
  const { terminal } = context
  const { store, finding } = await stateOf(context)
  const checks = [
    { name: 'settings', look: () => [settings(context)] },
    { name: 'state', look: () => [finding] },
    ...checksOf(context, store),
  ]
  const findings = await examine(checks, realClock, PATIENCE_MS)
  if (output === 'json') terminal.print(JSON.stringify({ findings }, undefined, 2))
  else terminal.print(...doctorLines(findings, paint(terminal.color)))
  return findings.some(({ level }) => level === 'failure') ? exits.failed : exits.converged
}

/** Reads the state, or returns why it can't be read. */
async function stateOf({ home }: Context): Promise<{ readonly store?: Store; readonly finding: Finding }> {
  try {
    const { store } = await readState({ home, clock: realClock, random: realRandom })
    return { store, finding: stateFinding(home, store) }
  } catch (error) {
    return { finding: failed('state', error) }
  }
}

function settings({ env }: Context): Finding {
  try {
    settingsFrom(env)
    const text = env['RECONCILE_SETTINGS']
    return ok('settings', text ? `RECONCILE_SETTINGS is ${text}` : 'RECONCILE_SETTINGS is not set: the defaults count')
  } catch (error) {
    return failed('settings', error)
  }
}

function failed(check: string, error: unknown): Finding {
  return failure(check, errorText(error), lookRemedy(error))
}

/** Why an engine is refused under a node's name: the node was recorded with another engine, or another node has this one. */
function refusedAs(node: string, engine: EngineInfo & Answering, store: Store): EngineDecision | undefined {
  const known = store.get('Node', node)
  const other = known && otherEngineOf(known, engine, store)
  if (other) return engineDecision(known, other)
  const owner = ownerOf(engine, node, { store, inventory: { nodesOfEngine: () => [] } })
  return owner === undefined ? undefined : { what: ownedWords(owner) }
}

function checksOf({ home, env, cwd }: Context, store: Store | undefined): readonly Check[] {
  const nodes = store ? nodesThere(store, env) : new Map<string, V1Node | undefined>([['local', undefined]])
  const known = {
    clock: realClock,
    installation: store ? installationOf(store) : 'default',
    // Without a readable state, nothing counts as an orphan.
    hasTask: (stack: string, task: string) => !store || store.get('Task', keyFor(stack, task)) !== undefined,
    hasService: (stack: string, name: string) => !store || store.get('Service', keyFor(stack, name)) !== undefined,
  }
  const engines = [...nodes].flatMap(([node, declared]) =>
    engineChecks({
      ...known,
      node,
      ...(store
        ? {
            refused: (engine: EngineInfo & Answering) => refusedAs(node, engine, store),
            declaredAt: () => placeWords({ store, variable: variableOf(env) }, `Node/${node}`, 'spec.engine'),
          }
        : {}),
      host: () => declared?.spec.engine?.host ?? localEndpoint(env).host,
      connect: () => connectNode(node, declared, { env, clock: realClock, settings: defaultSettings }),
    }),
  )
  const roots = store ? rootsOf(store, []) : []
  const hasContents = store !== undefined && store.list('Secret').size + store.list('Config').size > 0
  const limits = limitChecks({ proc: '/proc', roots, tried: cwd })
  const buildx = buildxCheck({ ...localBuildx(env), services: store?.list('Service').values() ?? [] })
  return [...homeChecks(home, realClock, hasContents), ...limits, ...hookChecks(roots, home), ...engines, buildx]
}
