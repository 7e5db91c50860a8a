import { isGreatGrowth } from '../../../api/v1/growth.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef, isBeingDeleted, type ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { Core } from '../open/core.ts'

/** Refuses a number of replicas that a command says and that looks like a zero too many: it is done at once, and takes long to undo. */
export function refuseGrowth({ store }: Pick<Core, 'store'>, ref: ObjectRef, replicas: number): void {
  const known = store.get('Service', keyFor(ref.namespace, ref.name))
  const before = known && !isBeingDeleted(known) ? (known.spec.replicas ?? 1) : undefined
  if (!isGreatGrowth(before, replicas)) return
  const words =
    before === undefined
      ? `is new, and ${replicas} replicas are very many`
      : `has ${before} ${before === 1 ? 'replica' : 'replicas'}, and ${replicas} are very many more`
  throw new InstallationError(exits.usage, `${describeRef(ref)} ${words}; nothing was changed`, {
    remedy: 'if that is meant, say --large',
  })
}
