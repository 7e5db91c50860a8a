import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { consent } from '../../controllers/adoption/records.ts'
import type { PlanResult } from '../../plan/plan.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const migrate: V1ServiceSpec = { mode: 'ReplicatedJob', template: { image: 'nginx' } }
const web: V1ServiceSpec = {
  template: { image: 'nginx' },
  dependsOn: [{ service: 'migrate', condition: 'Completed' }],
}

describe('a plan while a job runs', () => {
  async function running(prepare: (a: TestWorld) => void): Promise<TestWorld> {
    const a = aWorld()
    prepare(a)
    await a.settle()
    await a.life().stop()
    return a
  }

  const toldBy = ({ calls, assumptions, unmet }: PlanResult) => ({
    calls: calls.map(({ method, path }) => `${method} ${path.replace(/\.[0-9a-f]{10}/, '.REV')}`),
    completes: assumptions.filter((line) => line.includes('completes')),
    unmet: unmet.map(({ object, reason }) => `${object} ${reason}`),
  })

  it('has what comes once the job has completed, and says that it is assumed to', async () => {
    const a = await running((world) => {
      world.service('migrate', migrate)
      world.service('web', web)
    })
    deepEqual(toldBy(await planOf(a)), {
      calls: ['POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start'],
      completes: ['shop/migrate completes with exit code 0'],
      unmet: [],
    })
  })

  it('lets all tasks of a job that takes turns complete', async () => {
    const a = await running((world) => world.service('migrate', { ...migrate, replicas: 3, maxConcurrent: 2 }))
    deepEqual(toldBy(await planOf(a)), {
      calls: ['POST /containers/create?name=shop-migrate-3', 'POST /containers/shop-migrate-3/start'],
      completes: ['shop/migrate completes with exit code 0'],
      unmet: [],
    })
  })

  it('stops the job where another version of it is planned', async () => {
    const a = await running((world) => world.service('migrate', migrate))
    a.service('migrate', { ...migrate, template: { image: 'nginx:2' } })
    deepEqual(toldBy(await planOf(a)), {
      calls: [
        'POST /containers/create?name=shop-migrate-1.REV',
        'POST /containers/shop-migrate-1/stop',
        'DELETE /containers/shop-migrate-1?force=1',
        'POST /containers/shop-migrate-1.REV/rename?name=shop-migrate-1',
        'POST /containers/shop-migrate-1/start',
      ],
      completes: ['shop/migrate completes with exit code 0'],
      unmet: [],
    })
  })

  for (const [what, policy, calls] of [
    ['as it runs', 'no', []],
    ['and changed in place', 'always', ['POST /containers/shop-migrate-1/update']],
  ] as const)
    it(`lets one complete that is taken over from docker compose ${what}`, async () => {
      const a = await running((world) => {
        const compose = composeProject(world.host)
        compose.network()
        compose.container('migrate', {
          body: { HostConfig: { NetworkMode: 'shop_default', RestartPolicy: { Name: policy } } },
        })
      })
      consent(a.life().ports.store, 'shop', a.world.clock.now())
      a.service('migrate', { template: { image: 'nginx', restartPolicy: { condition: 'Never' } } })
      a.service('web', web)
      deepEqual(toldBy(await planOf(a, { interest: { projects: new Set(['shop']) } })), {
        calls: [...calls, 'POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start'],
        completes: ['shop/migrate completes with exit code 0'],
        unmet: [],
      })
    })

  it('leaves alone those that the planned apply does not wait for', async () => {
    const a = await running((world) => world.service('migrate', migrate))
    const concerns = (key: string) => !key.startsWith('shop/')
    deepEqual(toldBy(await planOf(a, { concerns })), { calls: [], completes: [], unmet: [] })
  })
})
