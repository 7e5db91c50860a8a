import { deepEqual } from 'node:assert/strict'
import type { V1Dependency, V1RestartPolicy, V1Service } from '../../../api/v1/generated/types.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import { aService } from '../../support/builders.ts'

const named = (name: string, spec: Partial<V1Service['spec']>): V1Service => ({
  ...aService(spec),
  metadata: { name, namespace: 'shop' },
})
const migrate = (restartPolicy?: V1RestartPolicy) =>
  named('migrate', { template: { image: 'a', ...(restartPolicy ? { restartPolicy } : {}) } })
const web = (condition: NonNullable<V1Dependency['condition']>, name = 'web') =>
  named(name, { dependsOn: [{ service: 'migrate', condition }] })

const errorsOf = (...services: readonly V1Service[]) =>
  validateSet(services).map(
    ({ object, other, message, value }) => `${object.name} ${other?.name}: ${message}: ${value}`,
  )

const refused = (value: string) => [
  `migrate web: never lets migrate complete, and web waits for that: use OnFailure or Never: ${value}`,
]

describe('a service that others wait for to complete', () => {
  for (const { policy, says } of [
    { policy: undefined, says: [] },
    { policy: { condition: 'OnFailure' as const }, says: [] },
    { policy: { condition: 'Never' as const }, says: [] },
    { policy: { condition: 'Always' as const }, says: refused('Always') },
    { policy: { condition: 'UnlessStopped' as const }, says: refused('UnlessStopped') },
    { policy: { maxAttempts: 3 }, says: refused('Always') },
  ])
    it(`is ${says.length === 0 ? 'taken' : 'refused'} with the policy ${JSON.stringify(policy ?? 'of none')}`, () =>
      deepEqual(errorsOf(migrate(policy), web('Completed')), says))

  it('is refused once, however many wait for it', () =>
    deepEqual(errorsOf(migrate({ condition: 'Always' }), web('Completed'), web('Completed', 'api')), refused('Always')))

  it('may have any policy where it has no task to wait for', () => {
    const endless = migrate({ condition: 'Always' })
    deepEqual(errorsOf({ ...endless, spec: { ...endless.spec, replicas: 0 } }, web('Completed')), [])
  })

  it('may run for good where they wait for its start alone', () =>
    deepEqual(errorsOf(migrate({ condition: 'Always' }), web('Started')), []))
})
