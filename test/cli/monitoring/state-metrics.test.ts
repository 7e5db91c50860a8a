import { deepEqual, equal, ok } from 'node:assert/strict'
import { Registry } from 'prom-client'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { driftMetrics } from '../../../cli/monitoring/drift-metrics.ts'
import { eventMetrics } from '../../../cli/monitoring/event-metrics.ts'
import { serviceMetrics } from '../../../cli/monitoring/service-metrics.ts'
import { stateMetrics } from '../../../cli/monitoring/state-metrics.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createHistory } from '../../../store/objects/history.ts'
import { aWorld } from '../../support/world.ts'
import { valuesOf } from './values.ts'

/** A world that is measured from its beginning. */
function aMeasuredWorld(nodes: readonly string[] = ['a']) {
  const simulated = aWorld({ nodes })
  const { clock } = simulated.world
  const { ports, inventory, recorder } = simulated.life()
  const { store } = ports
  const registry = new Registry()
  const history = createHistory({ store, clock })
  stateMetrics(registry, () => ({ store, history, inventory }))
  const onService = serviceMetrics(registry)
  const onTask = driftMetrics(registry)
  store.watch('Service').subscribe((change) => onService(change, clock))
  store.watch('Task').subscribe((change) => onTask(change, clock))
  recorder.watch().subscribe(eventMetrics(registry))
  return { ...simulated, history, values: (name: string) => valuesOf(registry, name) }
}

describe('the metrics of what stands', () => {
  it('count tasks by phase, services by condition, and one rollout with its time', async () => {
    const { service, settle, values } = aMeasuredWorld()
    service('web', { replicas: 3 })
    await settle()
    deepEqual(await values('reconcile_tasks'), { 'stack=shop,phase=Running': 3 })
    deepEqual(await values('reconcile_services'), { 'stack=shop,condition=Ready,status=True': 1 })
    deepEqual(await values('reconcile_service_rollouts'), { 'stack=shop,state=Completed': 1 })
    equal((await values('reconcile_rollouts_begun_total'))[''], 1)
    equal((await values('reconcile_rollouts_ended_total'))['outcome=completed'], 1)
    equal((await values('reconcile_rollout_duration_seconds_count'))['outcome=completed'], 1)
    equal((await values('reconcile_service_convergence_seconds_count'))[''], 1)
    equal((await values('reconcile_objects'))['kind=Task'], 3)
  })

  it('count a rollout that fails', async () => {
    const { service, settle, values } = aMeasuredWorld()
    service('web', {})
    await settle()
    service('web', { template: { image: 'no/such:1' }, progressDeadlineSeconds: 30 })
    await settle()
    equal((await values('reconcile_rollouts_begun_total'))[''], 2)
    equal((await values('reconcile_rollouts_ended_total'))['outcome=failed'], 1)
    deepEqual(await values('reconcile_service_rollouts'), { 'stack=shop,state=Stalled': 1 })
    equal((await values('reconcile_service_convergence_seconds_count'))[''], 1)
  })

  it('say that a node does not answer', async () => {
    const { world, settle, values } = aMeasuredWorld(['a', 'b'])
    await settle()
    deepEqual(await values('reconcile_node_up'), { 'node=a': 1, 'node=b': 1 })
    world.hosts.get('b')?.crash()
    world.clock.after(60_000, () => {}) // the next heartbeat comes meanwhile
    await settle()
    deepEqual(await values('reconcile_node_up'), { 'node=a': 1, 'node=b': 0 })
    ok(((await values('reconcile_node_last_answer_timestamp_seconds'))['node=b'] ?? 0) > 0)
  })

  it('say how far the slowest watch of a kind is behind', async () => {
    const { service, settle, values, history } = aMeasuredWorld()
    const watch = history.watchFrom('Task', {})
    service('web', {})
    await settle()
    equal((await values('reconcile_watch_streams'))['kind=Task'], 1)
    ok(((await values('reconcile_watch_lag_events'))['kind=Task'] ?? 0) > 0)
    watch.close()
    equal((await values('reconcile_watch_streams'))['kind=Task'], 0)
    equal((await values('reconcile_watch_lag_events'))['kind=Task'], 0)
  })

  it('count events by reason, without the names of what they are about', async () => {
    const { service, settle, values } = aMeasuredWorld()
    service('web', {})
    await settle()
    equal((await values('reconcile_events_total'))['kind=Service,type=Normal,reason=RolloutCompleted'], 1)
  })
})

describe('the metrics of drift', () => {
  const cases = [
    { reason: 'ContainerGone', hurt: 'remove' },
    { reason: 'StoppedByHand', hurt: 'stop' },
    { reason: 'PausedByHand', hurt: 'pause' },
  ] as const
  for (const { reason, hurt } of cases)
    it(`count ${reason} as found and healed, once`, async () => {
      const { service, settle, values, host } = aMeasuredWorld()
      service('web', {})
      await settle()
      deepEqual(Object.values(await values('reconcile_drift_heal_duration_seconds_count')), [])
      const [container] = host.containers()
      host.byHand[hurt](container?.Id ?? '')
      await settle()
      deepEqual(await values('reconcile_drift_heal_duration_seconds_count'), { [`reason=${reason}`]: 1 })
      const found = await values('reconcile_drift_found_total')
      deepEqual(
        Object.entries(found).filter(([, count]) => count > 0),
        [[`reason=${reason}`, 1]],
      )
    })

  it('count a container that the engine is still removing, once', async () => {
    const registry = new Registry()
    const onTask = driftMetrics(registry)
    const clock = virtualClock()
    const spec = { desiredState: 'Running' } as V1Task['spec']
    const metadata = { name: 'web-1', namespace: 'shop', generation: 1 }
    let before: V1Task | undefined
    for (const reason of ['Running', 'Recreating', 'Creating', 'Starting', 'Running']) {
      const phase = reason === 'Running' ? 'Running' : 'Starting'
      const conditions = [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }]
      const after = {
        metadata,
        spec,
        status: { phase, reason, conditions, observedGeneration: 1 },
      } as unknown as V1Task
      onTask({ key: 'shop/web-1', ...(before ? { before } : {}), after, resourceVersion: 1 }, clock)
      before = after
    }
    deepEqual(await valuesOf(registry, 'reconcile_drift_heal_duration_seconds_count'), { 'reason=ContainerGone': 1 })
  })

  it('take a change of ours for none', async () => {
    const { service, settle, values } = aMeasuredWorld()
    service('web', {})
    await settle()
    service('web', { template: { image: 'nginx:2' } })
    await settle()
    service('web', { template: { image: 'nginx:2', resources: { limits: { memoryBytes: 67108864 } } } })
    await settle()
    service('web', { template: { image: 'nginx:2' }, replicas: 0 })
    await settle()
    equal(
      Object.values(await values('reconcile_drift_found_total')).reduce((sum, count) => sum + count, 0),
      0,
    )
  })
})
