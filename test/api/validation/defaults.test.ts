import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import type { V1Network, V1Service } from '../../../api/v1/generated/types.ts'

const service = (spec: V1Service['spec']): V1Service => ({
  apiVersion: 'reconcile.dev/v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec,
})

describe('withDefaults', () => {
  it('fills what the schema says, and keeps what is given', () => {
    const filled = withDefaults(service({ replicas: 0, template: { image: 'a' } }))
    deepEqual(filled.spec, {
      mode: 'Replicated',
      replicas: 0,
      template: { image: 'a' },
      progressDeadlineSeconds: 300,
      revisionHistoryLimit: 10,
    })
  })

  it('fills the items of lists', () => {
    const { spec } = withDefaults(
      service({ template: { image: 'a', ports: [{ containerPort: 80 }] }, dependsOn: [{ service: 'db' }] }),
    )
    deepEqual(spec.template.ports, [{ containerPort: 80, protocol: 'tcp' }])
    deepEqual(spec.dependsOn, [{ service: 'db', condition: 'Started', restart: false, required: true }])
  })

  it('fills nothing below an absent object: an updateStrategy that is absent means something', () => {
    equal(withDefaults(service({ template: {} })).spec.updateStrategy, undefined)
    equal(withDefaults(service({ template: {}, updateStrategy: {} })).spec.updateStrategy?.parallelism, 1)
  })

  it('leaves its input as it is', () => {
    const input = service({ template: { image: 'a', ports: [{ containerPort: 80 }] } })
    const copy = structuredClone(input)
    notEqual(withDefaults(input), input)
    deepEqual(input, copy)
  })

  it('gives back the very object when nothing is missing', () => {
    const filled = withDefaults(service({ template: { image: 'a', ports: [{ containerPort: 80 }] } }))
    equal(withDefaults(filled), filled)
  })

  it('makes a spec where there is none', () => {
    const bare = { apiVersion: 'reconcile.dev/v1', kind: 'Network', metadata: { name: 'a' } } as V1Network
    deepEqual(withDefaults(bare).spec, { external: false })
  })
})
