import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { withoutAttempts } from '../../plan/failures.ts'
import type { PlanResult } from '../../plan/plan.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const PORT_8080 = {
  Image: 'nginx',
  ExposedPorts: { '80/tcp': {} },
  HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
}
const withPort = { template: { image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] } }

describe('a plan of what fails', () => {
  const callsOf = ({ calls }: PlanResult) =>
    calls.map(({ method, path, refused }) => `${refused === undefined ? '' : 'refused '}${method} ${path}`)

  async function stopped(prepare: (a: TestWorld) => void = () => {}): Promise<TestWorld> {
    const a = aWorld()
    prepare(a)
    await a.settle()
    await a.life().stop()
    return a
  }

  it('names the port that is taken, by whom, and what to do, once', async () => {
    const a = await stopped()
    a.host.byHand.run('holder', PORT_8080)
    a.service('web', withPort)
    const planned = await planOf(a, { interest: { hostPorts: new Set(['8080/tcp']) } })
    deepEqual(callsOf(planned), [
      'POST /networks/create',
      'POST /containers/create?name=shop-web-1',
      'refused POST /containers/shop-web-1/start',
    ])
    equal(planned.changes, 2)
    const [failure, ...more] = planned.failures
    deepEqual([more, planned.unmet], [[], []])
    match(failure?.object ?? '', /^Task\/shop\/web-1-/)
    equal(failure?.service, 'shop/web')
    match(failure?.message ?? '', /^the engine would refuse POST .*\/start: .*port is already allocated/)
    equal(failure?.remedy, 'the container holder has port 8080: remove it, or declare another host port')
  })

  it('says whose container has the name that it needs, and what to do about that', async () => {
    const a = await stopped()
    a.host.byHand.run('front', { Image: 'nginx' })
    a.service('web', { containerName: 'front', template: { image: 'nginx' } })
    const { failures } = await planOf(a, { interest: { containerNames: new Set(['front']) } })
    match(
      failures[0]?.remedy ?? '',
      /^a container that is not ours has the name front \(\w+\): `docker rm -f front` if nobody/,
    )
  })

  it('is of what an engine that remaps users refuses to share with its host', async () => {
    for (const [more, words] of [
      [{ networkMode: 'host' }, /cannot share the host's network namespace/],
      [{ pidMode: 'host' }, /cannot share the host PID namespace/],
      [{ privileged: true }, /privileged mode is incompatible with user namespaces/],
      [{ networkMode: 'host', privileged: true, usernsMode: 'host' }, undefined],
    ] as const) {
      const a = aWorld({ info: { remapsUsers: true } })
      a.service('web', { template: { image: 'nginx', ...more } })
      const { failures } = await planOf(a)
      equal(failures.length, words === undefined ? 0 : 1)
      if (words !== undefined) match(failures[0]?.message ?? '', words)
    }
  })

  it('names no container that has the number with another protocol, or on another address', async () => {
    const a = await stopped()
    const udp = { '53/udp': [{ HostPort: '8080' }] }
    a.host.byHand.run('aside', { Image: 'nginx', ExposedPorts: { '53/udp': {} }, HostConfig: { PortBindings: udp } })
    const own = { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] }
    a.host.byHand.run('holder', { ...PORT_8080, HostConfig: { PortBindings: own } })
    const local = { '80/tcp': [{ HostIp: '127.0.0.2', HostPort: '8080' }] }
    a.host.byHand.run('elsewhere', { ...PORT_8080, HostConfig: { PortBindings: local } })
    a.service('web', {
      template: { image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080, hostIP: '127.0.0.1' }] },
    })
    const planned = await planOf(a, { interest: { hostPorts: new Set(['8080/tcp']) } })
    match(planned.failures[0]?.remedy ?? '', /^the container holder has port 8080/)
  })

  it('says why a task fits on no node, and foretells no deadline that an apply does not wait for', async () => {
    const a = await stopped()
    a.service('web', { ...withPort, placement: { constraints: ['node.name==elsewhere'] } })
    const planned = await planOf(a)
    deepEqual([planned.end, planned.failures], ['quiet', []])
    const [unmet, ...more] = planned.unmet
    deepEqual([unmet?.object, unmet?.reason, more], ['Service/shop/web', 'NoNodeFits', []])
    match(unmet?.message ?? '', /^no node fits: a: .*node\.name==elsewhere/)
    deepEqual(
      planned.rollouts.flatMap(({ phases }) => phases.map(({ state }) => state)),
      ['Progressing'],
    )
  })

  it('says so of a job of each node, and foretells no deadline of what depends on it either', async () => {
    const a = await stopped()
    a.service('first', {
      mode: 'GlobalJob',
      template: { image: 'nginx' },
      placement: { constraints: ['node.name==b'] },
    })
    a.service('web', { template: { image: 'nginx' }, dependsOn: [{ service: 'first', condition: 'Completed' }] })
    a.service('last', { template: { image: 'nginx' }, dependsOn: [{ service: 'web' }] })
    const planned = await planOf(a)
    deepEqual(
      planned.unmet.map(({ object, reason, message }) => [object, reason, message]),
      [
        ['Service/shop/first', 'NoNodeFits', 'no node fits: a: it does not meet node.name==b'],
        ['Service/shop/web', 'WaitingForDependency', 'it waits for first'],
        ['Service/shop/last', 'WaitingForDependency', 'it waits for web'],
      ],
    )
    deepEqual(
      planned.rollouts.flatMap(({ phases }) => phases.map(({ state }) => state)),
      ['Progressing', 'Progressing', 'Progressing'],
    )
  })

  it('says of what depends on it, and fails by itself, why that is', async () => {
    const a = await stopped((world) => world.service('first', { template: { image: 'nginx' } }))
    a.service('first', { template: { image: 'nginx:2' }, placement: { constraints: ['node.name==b'] } })
    const taken = { ...withPort.template, image: 'nginx' }
    a.host.byHand.run('holder', PORT_8080)
    a.service('web', { template: taken, dependsOn: [{ service: 'first' }] })
    const planned = await planOf(a, { interest: { hostPorts: new Set(['8080/tcp']) } })
    deepEqual(
      planned.unmet.map(({ object, reason }) => [object, reason]),
      [['Service/shop/first', 'NoNodeFits']],
    )
    const web = planned.rollouts.find(({ service }) => service === 'shop/web')
    equal(web?.phases.at(-1)?.state, 'Stalled')
  })

  it('has the calls after a refusal that change something', async () => {
    const a = await stopped((world) => world.service('web', { template: { image: 'nginx' } }))
    a.host.byHand.run('holder', PORT_8080)
    a.service('web', { updateStrategy: { failureAction: 'Rollback' }, ...withPort })
    const planned = await planOf(a, { interest: { hostPorts: new Set(['8080/tcp']) } })
    const calls = callsOf(planned).map((call) => call.replace(/shop-web-1\.[0-9a-f]+/, 'shop-web-1.REV'))
    deepEqual(calls, [
      'POST /containers/create?name=shop-web-1.REV',
      'POST /containers/shop-web-1/stop',
      'DELETE /containers/shop-web-1?force=1',
      'POST /containers/shop-web-1.REV/rename?name=shop-web-1',
      'refused POST /containers/shop-web-1/start',
      'POST /containers/create?name=shop-web-1.REV',
      'DELETE /containers/shop-web-1?v=1',
      'POST /containers/shop-web-1.REV/rename?name=shop-web-1',
      'POST /containers/shop-web-1/start',
    ])
    equal(planned.changes, 8)
  })

  it('names what an engine answers with nothing but words', async () => {
    const a = await stopped()
    a.host.byHand.run('old', { Image: 'nginx' })
    a.host.byHand.exit('old')
    a.service('web', { template: { image: 'nginx', networkMode: 'bridge', externalLinks: ['old'] } })
    const planned = await planOf(a, { interest: { containerNames: new Set(['old']) } })
    const starts = callsOf(planned).filter((call) => call.endsWith('/start'))
    deepEqual(starts, ['refused POST /containers/shop-web-1/start'])
    match(planned.failures[0]?.message ?? '', /^the engine would refuse .*Cannot link to a non running container/)
    const creates = callsOf(planned).filter((call) => call.startsWith('POST /containers/create'))
    ok(creates.length < 60, `${creates.length} containers in an hour`)
  })

  it('is none where a simulated engine itself is at fault: that is told', async () => {
    const a = await stopped()
    a.service('web', { template: { image: 'nginx' } })
    const observed = {
      containers: [],
      networks: [],
      volumes: [],
      images: [],
      info: { apiVersion: '1.51' } as EngineInfo,
    }
    await rejects(planOf(a, { nodes: [{ node: 'a', observed }] }), (error: Error) => {
      match(error.message, /on a: the simulated engine failed: .*a fault of reconcile/)
      return error.cause instanceof TypeError
    })
  })

  it('assumes nothing of an image whose build is refused', async () => {
    const a = await stopped()
    a.service('web', {
      template: { args: ['serve'], build: { context: '/srv', additionalContexts: { docs: '/docs' } } },
    })
    const planned = await planOf(a)
    match(callsOf(planned).filter((call) => call !== 'POST /networks/create')[0] ?? '', /^refused BUILD /)
    deepEqual(
      planned.assumptions.filter((each) => each.includes('succeeds')),
      [],
    )
  })

  for (const [words, exitsAfterMs, ranMs] of [
    ['it exited with 3; the engine restarts it', 100, 20_000],
    ['it runs again, after it ended 3 times in a row', 5_000, 18_000],
  ] as const)
    it(`names what ends again and again today, where no call is for it: ${words}`, async () => {
      const image = { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs, exitCode: 3 } }
      const a = aWorld({ images: { nginx: image } })
      a.service('web', {})
      await a.settle(ranMs)
      await a.life().stop()
      const planned = await planOf(a)
      deepEqual(callsOf(planned), [])
      const [failure, ...more] = planned.failures
      deepEqual([failure?.object, more], ['Service/shop/web', []])
      match(failure?.message ?? '', new RegExp(`^web-1-\\w+ CrashLoop: ${words}$`))
      match(failure?.remedy ?? '', /`reconcile describe service\/web -n shop`/)
    })

  it('takes for granted that what could not be started before can be now, and says so', async () => {
    const a = aWorld()
    a.host.byHand.run('holder', PORT_8080)
    a.service('web', withPort)
    await a.settle(100)
    const stopped = a.life().stop()
    await a.settle(1_000)
    await stopped
    a.host.byHand.remove('holder')
    const planned = await planOf(a)
    deepEqual([planned.failures, planned.unmet], [[], []])
    deepEqual(callsOf(planned), ['POST /containers/shop-web-1/start'])
    match(
      planned.assumptions.join(),
      /shop-web-1 starts this time; the last time the engine said: .*port is already allocated/,
    )
  })
})

describe('a plan of a first rollout that failed', () => {
  const template = { image: 'sick', healthcheck: { test: ['CMD', 'nosuch'], intervalSeconds: 1, retries: 2 } }
  const images = { sick: { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true } } }
  const AGAIN =
    /^shop\/web comes up this time; the last time its rollout failed: task web-1-\w+: its health check failed/

  for (const [sentence, afterMs, taken] of [
    ['while its container runs', 0, /^shop\/web is healthy 1 s from now: its health check has not passed yet$/],
    ['once that is to be started again', 60_000, /^shop\/web is healthy 1 s after its start$/],
  ] as const)
    it(`takes for granted that it goes through, and says so: ${sentence}`, async () => {
      const a = aWorld({ images })
      a.service('web', { template })
      while (a.serviceNamed('web')?.status?.rollout?.state !== 'Stalled') await a.pass(1_000)
      while (a.host.containers()[0]?.State.Health?.Status !== 'starting') await a.pass(500)
      await a.life().stop()
      await a.pass(afterMs)
      const { assumptions, failures, unmet } = await planOf(a)
      deepEqual([failures, unmet], [[], []])
      equal(assumptions.length, 2, assumptions.join())
      match(assumptions[0] ?? '', taken)
      match(assumptions[1] ?? '', AGAIN)
    })
})

describe('a plan of a rollout that is under way', () => {
  it('takes for granted of no container that it gets healthy which is so', async () => {
    const image = { config: { Cmd: ['serve'] }, behaviour: { healthyAfterMs: 500 } }
    const a = aWorld({ images: { 'app:1': image, 'app:2': image } })
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
    const updateStrategy = { monitorSeconds: 60 }
    a.service('web', { template: { image: 'app:1', healthcheck }, updateStrategy })
    await a.settle()
    a.service('web', { template: { image: 'app:2', healthcheck }, updateStrategy })
    await a.pass(20_000)
    const stopped = a.life().stop()
    await a.settle(1_000)
    await stopped
    const health = () => a.host.containers().map(({ State }) => State.Health?.Status)
    deepEqual([a.serviceNamed('web')?.status?.rollout?.state, health()], ['Progressing', ['healthy']])
    const { calls, assumptions, rollouts } = await planOf(a)
    deepEqual([calls, assumptions], [[], []])
    equal(rollouts[0]?.phases.at(-1)?.state, 'Completed')
  })
})

describe('the calls of a plan without attempts', () => {
  const create = {
    ...{ node: 'a', object: 'Task/shop/web-1', method: 'POST' },
    path: '/containers/create',
    reason: '',
    at: 0,
  }
  const refused = { ...create, refused: 'Conflict' }

  it('are without what is refused first and then taken, and have what stays refused once', () => {
    deepEqual(withoutAttempts([refused, refused, create]), [create])
    deepEqual(withoutAttempts([refused, refused]), [refused])
    deepEqual(withoutAttempts([refused, { ...create, node: 'b' }]), [refused, { ...create, node: 'b' }])
  })

  it('are without a create whose name was taken, where the next one has another', () => {
    const named = (name: string, call: typeof create) => ({ ...call, path: `/containers/create?name=${name}` })
    const other = named('shop-web-1.r2', create)
    deepEqual(withoutAttempts([named('shop-web-1', refused), other]), [other])
    const ofAnother = { ...other, object: 'Task/shop/web-2' }
    deepEqual(withoutAttempts([named('shop-web-1', refused), ofAnother]), [named('shop-web-1', refused), ofAnother])
  })
})
