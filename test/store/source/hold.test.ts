import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { type Hold, holdOf, withoutThose } from '../../../store/source/facts/hold.ts'
import type { Accepted } from '../../../store/source/acceptance/accepted.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'

const reason = 'ScaleToZeroNeedsApproval'
const about = { root: 'desired', file: 'a.yaml', fileHash: 'f', hash: 'h' }

function accepted(name: string): Accepted {
  const object = { apiVersion: API_VERSION, kind: 'Service' as const, metadata: { name, namespace: 'shop' }, spec: {} }
  return { ...about, id: `Service/shop/${name}`, object: object as never }
}

describe('a hold on specs of which some were decided on since', () => {
  const both = [accepted('a'), accepted('b')]
  const known = new Map<ResourceId, Accepted>(both.map((each) => [each.id, each]))
  const isFirst = (id: ResourceId) => id === both[0]?.id
  const rest = (hold: Hold) => withoutThose(hold, known, isFirst)

  it('says the same of the others', () => {
    const hold = (resources: readonly Accepted[]) =>
      holdOf({ root: 'desired', reason, resources, message: 'no 0: no replicas' })
    deepEqual(rest(hold(both)), hold(both.slice(1)))
  })

  it('says of one that a version before kept what is true of any', () => {
    const { what: _, ...old } = holdOf({ root: 'desired', reason, resources: both, message: 'a variable is not set' })
    const { id, message } = rest(old) ?? {}
    equal(
      message,
      `the spec stays as it was until that is approved: Service/shop/b. To allow it: reconcile approve ${id}`,
    )
  })
})
