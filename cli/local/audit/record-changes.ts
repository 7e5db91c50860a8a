import type { Actor, Audit } from '../../../api/v1/installation/audit-record.ts'
import type { Caller } from '../../../api/v1/installation/caller.ts'
import { annotations } from '../../../api/v1/labels.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { AcceptedChange } from '../../../store/source/acceptance/accepted-changes.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { changesBetween } from '../request/changes.ts'
import type { Told } from './told-installation.ts'

interface Recording {
  readonly store: Store
  readonly audit: Audit
}

/** Returns a function that records what a caller asked for in the audit log. */
export function recordTold({ store, audit }: Recording, by: Caller): (told: Told) => void {
  return (told) => {
    const { verb } = told
    if ('refused' in told) {
      const { object, refused } = told
      return audit.record({ type: 'refused', by, verb, ...(object === undefined ? {} : { object }), message: refused })
    }
    const { object, change, details } = told
    const generation = objectOf(store, object)?.metadata.generation
    audit.record({
      ...{ type: 'change', by, verb, object, change },
      ...(generation === undefined ? {} : { generation }),
      ...(details ? { details } : {}),
    })
  }
}

/** A push to a repository made by `init --git`: the commit that the next reading is of. */
export interface Pushed {
  readonly by: Caller
  readonly directory: string
  readonly head: string
}

/** Records a push in the audit log. */
export function recordPush(audit: Audit, { by, directory, head }: Pushed): void {
  audit.record({ type: 'change', by, verb: 'push', object: directory, change: 'pushed', details: [`commit ${head}`] })
}

/** Returns a function that records the changes of a reading of a watched directory. */
export function recordAccepted(audit: Audit): (changes: readonly AcceptedChange[], head: string | undefined) => void {
  return (changes, head) => {
    for (const change of changes) {
      const { id: object, before, after } = change
      const details = detailsOf(change)
      const generation = (after ?? before)?.metadata.generation
      audit.record({
        ...{ type: 'change', by: fileOf(change, head), verb: 'sync', object, change: change.change },
        ...(generation === undefined ? {} : { generation }),
        ...(details.length > 0 ? { details } : {}),
      })
    }
  }
}

function detailsOf({ change, because, before, after }: AcceptedChange): readonly string[] {
  if (because !== undefined) return [because]
  return change === 'changed' && before && after ? changesBetween(before, after) : []
}

function fileOf({ after, before }: AcceptedChange, head: string | undefined): Actor {
  const [now, then] = [after, before].map((object) => object?.metadata.annotations?.[annotations.source])
  const file = now ?? then ?? ''
  return { kind: 'file', file, ...(head === undefined ? {} : { commit: head }) }
}
