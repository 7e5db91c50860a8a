import type { V1NetworkSpec } from '../api/v1/generated/types.ts'
import { shapeOfNetwork } from '../api/v1/validation/rules.ts'
import type { Context } from './context.ts'

/** Drops, with a warning, fields of an external network that would shape it: such a network is used as it is, also by Compose. */
export function finishNetwork(spec: V1NetworkSpec, { ledger, warn }: Context): void {
  if (!spec.external) return
  for (const key of shapeOfNetwork) {
    const node = ledger.origin(spec, key)
    if (!node || !spec[key]) continue
    warn(node, 'shapes nothing where external is true, because that network is used as it is: leave it out')
    delete spec[key]
  }
}
