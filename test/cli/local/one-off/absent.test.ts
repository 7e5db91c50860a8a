import { match } from 'node:assert/strict'
import type { V1Service, V1TaskTemplate } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { absentRemedy } from '../../../../cli/local/one-off/absent.ts'
import { aCore } from '../local-core.ts'

describe('what a one-off container lacks', () => {
  const uses: V1TaskTemplate = {
    networks: [{ network: 'back' }],
    mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
  }
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
  it('comes by a person where it is external, whoever uses it', () => {
    const { store } = aCore('/nowhere')
    const made = { apiVersion: API_VERSION, metadata: { name: 'data', namespace: 'shop' } } as const
    store.create('Volume', { ...made, kind: 'Volume', spec: { external: true, hostName: 'all data' } })
    store.create('Network', {
      ...made,
      kind: 'Network',
      metadata: { ...made.metadata, name: 'back' },
      spec: { external: true },
    })
    const metadata = { name: 'tool', namespace: 'shop' }
    const tool: V1Service = {
      apiVersion: API_VERSION,
      kind: 'Service',
      metadata,
      spec: { template: { image: 'a', ...uses } },
    }
    store.create('Service', tool)
    const of = (kind: 'network' | 'volume') => absentRemedy(tool, { kind, isThere: () => false }, store)
    match(of('volume'), /^create it with `docker volume create 'all data'` on that host, or take `external` away/)
    match(of('network'), /^create it with `docker network create back` on that host, or take `external` away/)
  })
  it('is none of what is there', () => match(remedyOf('volume', {}, 'data'), /apply the stack/))
})
