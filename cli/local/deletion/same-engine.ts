import { oncePerKey } from '../../../api/v1/language/once-per-key.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { isWithdrawn } from '../../../api/v1/withdrawn.ts'
import type { EngineIdentity } from '../../../controllers/holds/engine-owner.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'

/** The identity of the engine that answers at a node; undefined if none does. */
export type IdentityOf = (node: string) => Promise<EngineIdentity | undefined>

/** Asks engines who they are: each at most once, however many steps of a deletion want to know. */
export function askedOnce({ engines }: Pick<Core, 'engines'>, signal: AbortSignal): IdentityOf {
  const once = oncePerKey<Promise<EngineIdentity | undefined>>()
  return (node) => once(node, () => ask(node, { engines }, signal))
}

async function ask(
  node: string,
  { engines }: Pick<Core, 'engines'>,
  signal: AbortSignal,
): Promise<EngineIdentity | undefined> {
  const engine = (await engines()).get(node)
  const run = { signal, object: `Node/${node}`, reason: 'which engine it has, as a node is deleted' }
  try {
    return await engine?.info({}, run)
  } catch (error) {
    if (signal.aborted || !isEngineError(error)) throw error
    return undefined
  }
}

/** Another node with the same engine that stays, as after a rename. All are asked at once: one that is silent takes its time. */
export async function otherNodeOf(
  { id, name }: EngineIdentity,
  { node, going }: { readonly node: string; readonly going: readonly ResourceId[] },
  { core: { store }, identityOf }: { readonly core: Pick<Core, 'store'>; readonly identityOf: IdentityOf },
): Promise<string | undefined> {
  const declared = [...store.list('Node').values()].filter((each) => !isWithdrawn(each) && !isBeingDeleted(each))
  const others = declared.map(({ metadata }) => metadata.name)
  const staying = others.filter((each) => each !== node && !going.includes(`Node/${each}`))
  const found = await Promise.all(staying.map(identityOf))
  return staying.find((_, index) => found[index]?.id === id && found[index].name === name)
}
