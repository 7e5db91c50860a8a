import { deepEqual, equal, match } from 'node:assert/strict'
import { kubernetesField } from '../../../api/v1/validation/kubernetes-fields.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { formatError } from './format-error.ts'

const service = (spec: object) => ({
  apiVersion: 'reconcile.dev/v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec,
})

describe('a field that Kubernetes has', () => {
  for (const { at, spec, says } of [
    {
      at: 'a probe',
      spec: { template: { image: 'a', livenessProbe: {} } },
      says: /livenessProbe: .*: write healthcheck/,
    },
    {
      at: 'a variable from elsewhere',
      spec: { template: { image: 'a', env: [{ name: 'A', valueFrom: {} }] } },
      says: /env\[0\].valueFrom: .*: write value; .*`secrets`/,
    },
    {
      at: 'what a container asks for',
      spec: { template: { image: 'a', resources: { requests: {} } } },
      says: /resources.requests: .*: write reservations/,
    },
    {
      at: 'a schedule',
      spec: { template: { image: 'a' }, schedule: '@daily' },
      says: /schedule: .*nothing runs by the clock/,
    },
    { at: 'a pod', spec: { template: { spec: { containers: [] } } }, says: /template.spec: .*in spec.template itself/ },
    {
      at: 'what is near a field of ours, and another thing',
      spec: { template: { image: 'a', securityContext: {} } },
      says: /securityContext: .*: write user, /,
    },
  ])
    it(`is answered with ours: ${at}`, () => match(validateObject(service(spec)).map(formatError).join('\n'), says))

  it('is none of another kind', () => {
    equal(kubernetesField('Node', ['spec', 'template', 'livenessProbe']), undefined)
    equal(kubernetesField('Service', ['spec', 'template', 'labels', 'livenessProbe']), undefined)
    deepEqual(validateObject(service({ template: { image: 'a' } })), [])
  })
})
