import type {
  V1Network,
  V1Node,
  V1Revision,
  V1RolloutStatus,
  V1Service,
  V1ServiceSpec,
  V1Task,
  V1TaskStatus,
  V1Volume,
} from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { ContainerView, TaskView } from '../../controllers/task/view.ts'
import type { Target } from '../../controllers/service/view.ts'

/** The present time in tests: a full hour, so that printed times are short. */
export const NOW = Date.parse('2030-01-01T00:00:00Z')

/** The time `ms` before NOW, as an ISO string. */
export function ago(ms: number): string {
  return new Date(NOW - ms).toISOString()
}

/** A service `shop/web` of generation 1. */
export function aService(spec: Partial<V1ServiceSpec> = {}, status: V1Service['status'] = {}): V1Service {
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', generation: 1 },
    spec: { template: { image: 'nginx' }, ...spec },
    status,
  }
}

/** A target of the revision `hash`. */
export function aTarget(hash: string): Target {
  return { hash, template: { image: `nginx:${hash}` }, contents: {} }
}

/** The revision `hash` of `shop/web`. */
export function aRevision(hash: string): V1Revision {
  const spec = { service: 'web', hash, number: 1, template: { image: `nginx:${hash}` } }
  return { apiVersion: API_VERSION, kind: 'Revision', metadata: { name: `web-${hash}`, namespace: 'shop' }, spec }
}

/** A task of `shop/web`, bound to the node `a`. */
export function aTask(slot: number, revision: string, status: V1TaskStatus = {}): V1Task {
  return {
    apiVersion: API_VERSION,
    kind: 'Task',
    metadata: { name: `web-${slot}-${revision}`, namespace: 'shop', generation: 1 },
    spec: {
      service: 'web',
      slot,
      revision,
      attempt: 0,
      node: 'a',
      desiredState: 'Running',
      template: { image: `nginx:${revision}` },
    },
    status,
  }
}

/** A copy of the task with some fields of its spec changed. */
export function specified(task: V1Task, spec: Partial<V1Task['spec']>): V1Task {
  return { ...task, spec: { ...task.spec, ...spec } }
}

/** The status of a task that has been ready for `ms`. */
export function ready(ms = 60_000): V1TaskStatus {
  const since = ago(ms)
  return {
    phase: 'Running',
    startedAt: since,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
  }
}

/** A rollout that began a second ago. */
export function aRollout(revision: string, more: Partial<V1RolloutStatus> = {}): V1RolloutStatus {
  return { state: 'Progressing', revision, startedAt: ago(60_000), progressedAt: ago(1_000), ...more }
}

/** A running container of the task. */
export function aContainer(more: Partial<ContainerView> = {}): ContainerView {
  return {
    id: 'c1',
    name: 'shop-web-1',
    state: 'running',
    health: 'none',
    exitCode: 0,
    oomKilled: false,
    stoppedByHand: false,
    startedAt: ago(60_000),
    ...more,
  }
}

/** A container that ended `ms` ago after a minute. */
export function anEnded(exitCode: number, ms = 0, more: Partial<ContainerView> = {}): ContainerView {
  return aContainer({ state: 'exited', exitCode, startedAt: ago(ms + 60_000), finishedAt: ago(ms), ...more })
}

/** The task loop's view of the first task: everything that it needs is there, and it has no container. */
export function aTaskView(more: Partial<TaskView> = {}): TaskView {
  return {
    task: aTask(1, 'r1'),
    now: NOW,
    containers: [],
    name: 'shop-web-1',
    image: 'present',
    needs: [],
    endNeeds: [],
    drift: [],
    fused: [],
    ...more,
  }
}

/** A node that is ready. */
export function aNode(name: string, spec: V1Node['spec'] = {}, status: V1Node['status'] = {}): V1Node {
  return {
    apiVersion: API_VERSION,
    kind: 'Node',
    metadata: { name, generation: 1 },
    spec,
    status: {
      os: 'linux',
      architecture: 'x86_64',
      cpus: 4,
      memoryBytes: 8e9,
      conditions: [{ type: 'Ready', status: 'True' }],
      ...status,
    },
  }
}

/** The network `shop/default`. */
export function aNetwork(spec: V1Network['spec'] = {}, metadata: Partial<V1Network['metadata']> = {}): V1Network {
  return {
    apiVersion: API_VERSION,
    kind: 'Network',
    metadata: { name: 'default', namespace: 'shop', generation: 1, ...metadata },
    spec,
  }
}

/** The volume `shop/data`. */
export function aVolume(
  spec: V1Volume['spec'] = {},
  status: V1Volume['status'] = {},
  metadata: Partial<V1Volume['metadata']> = {},
): V1Volume {
  return {
    apiVersion: API_VERSION,
    kind: 'Volume',
    metadata: { name: 'data', namespace: 'shop', generation: 1, ...metadata },
    spec,
    status,
  }
}
