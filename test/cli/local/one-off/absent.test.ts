import { match } from 'node:assert/strict'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { absentRemedy } from '../../../../cli/local/one-off/absent.ts'
import { aCore } from '../local-core.ts'

describe('what a one-off container lacks', () => {
  const uses = { networks: [{ network: 'back' }], mounts: [{ type: 'Volume', source: 'data', target: '/data' }] }
  const remedyOf = (kind: 'network' | 'volume', others: Readonly<Record<string, number | undefined>>, there = '') => {
    const { store } = aCore('/nowhere')
    const [tool] = Object.entries({ tool: 0, ...others }).map(([name, replicas]) =>
      store.create('Service', {
        apiVersion: API_VERSION,
        kind: 'Service',
        metadata: { name, namespace: 'shop' },
        spec: { template: { image: 'a', ...uses }, ...(replicas === undefined ? {} : { replicas }) },
      } as V1Service),
    )
    return absentRemedy(tool as V1Service, { kind, isThere: (name) => name === there }, store)
  }

  it('comes with an apply where others use it', () => {
    match(remedyOf('network', { web: undefined }), /apply the stack, and see `reconcile status -n shop`/)
    match(remedyOf('volume', { web: 2 }), /apply the stack/)
  })
  it('does not come where no service is to have tasks', () => {
    match(remedyOf('network', { web: 0 }), /let one use back too, .*`reconcile scale tool=1 -n shop`/)
    match(
      remedyOf('volume', {}),
      /`reconcile scale tool=1 -n shop` makes it, and it stays after `reconcile scale tool=0/,
    )
  })
  it('is none of what is there', () => match(remedyOf('volume', {}, 'data'), /apply the stack/))
})
