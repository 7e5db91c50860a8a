import type { V1PortStatus, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { hasEnded, type TaskPlan } from './plan.ts'
import { failuresNow, SETTLED_MS } from './restart.ts'
import type { Observation } from './observe.ts'
import type { ContainerView, TaskView } from './view.ts'

/** The status of a task after a pass: where it stands and why, and what is seen of its container. */
export function taskStatus({ view, containers }: Observation, plan: TaskPlan): V1TaskStatus {
  const { task, now } = view
  const [container] = view.containers
  const { nextRetryAt, stoppedByUs, ...before } = task.status ?? {}
  const status: V1TaskStatus = {
    ...before,
    observedGeneration: task.metadata.generation ?? 1,
    phase: plan.phase,
    reason: plan.reason,
    message: plan.message,
    ...(plan.step.do === 'create' || plan.step.do === 'start' ? { progressedAt: new Date(now).toISOString() } : {}),
    ...(container ? ofContainer(view, container) : {}),
    ...(containers[0] ? ofInspect(containers[0]) : {}),
    ...(nextRetryAt !== undefined && Date.parse(nextRetryAt) > now && container?.state !== 'running'
      ? { nextRetryAt }
      : {}),
    ...(stoppedByUs && container?.state !== 'running' ? { stoppedByUs } : {}),
  }
  if (hasEnded(task)) return task.status ?? status
  const ready = isReadyNow(plan)
  status.conditions = setCondition(
    before.conditions,
    {
      type: conditionTypes.ready,
      status: ready ? 'True' : 'False',
      reason: plan.reason,
      message: plan.message,
      observedGeneration: status.observedGeneration ?? 1,
    },
    now,
  )
  return status
}

/** A task is ready when it runs, its health check passes or it has none, and nothing of it is being healed by a new container. */
function isReadyNow({ phase, step }: TaskPlan): boolean {
  return phase === 'Running' && step.do !== 'recreate' && step.do !== 'unpause'
}

function ofContainer({ task, now }: TaskView, container: ContainerView): V1TaskStatus {
  const { status = {} } = task
  const again =
    container.startedAt !== undefined && status.startedAt !== undefined && container.startedAt !== status.startedAt
  const settled =
    container.state === 'running' &&
    container.startedAt !== undefined &&
    now - Date.parse(container.startedAt) >= SETTLED_MS
  const inPlace =
    again &&
    container.state === 'running' &&
    container.finishedAt !== undefined &&
    container.finishedAt !== status.finishedAt
  const counted = inPlace ? (status.failures ?? 0) + 1 : failuresNow(task, container)
  const failures = settled ? 0 : counted
  return {
    containerID: container.id,
    containerName: container.name,
    restarts: (status.restarts ?? 0) + (again ? 1 : 0),
    healthy: ({ none: 'None', starting: 'Unknown', healthy: 'True', unhealthy: 'False' } as const)[container.health],
    ...(failures > 0 || status.failures !== undefined ? { failures } : {}),
    ...(container.startedAt !== undefined ? { startedAt: container.startedAt } : {}),
    ...(container.finishedAt !== undefined ? { finishedAt: container.finishedAt } : {}),
    ...(hasExitCode(container) ? { exitCode: container.exitCode } : {}),
  }
}

/** A container that runs again says 0: the code of its last end is gone with the restart. */
function hasExitCode({ state, finishedAt }: ContainerView): boolean {
  return finishedAt !== undefined && state !== 'running' && state !== 'paused'
}

function ofInspect(container: HostContainer): V1TaskStatus {
  const endpoints = Object.values(container.NetworkSettings.Networks)
  const ip = endpoints.map((endpoint) => endpoint.IPAddress).find((address) => address !== undefined && address !== '')
  const ports = portsOf(container)
  const lastProbe =
    container.State.Health?.Status === 'unhealthy' ? container.State.Health.Log?.at(-1)?.Output : undefined
  return {
    imageID: container.Image,
    ...(ip !== undefined ? { ip } : {}),
    ...(ports.length > 0 ? { ports } : {}),
    ...(lastProbe !== undefined ? { health: lastProbe.slice(0, 4096) } : {}),
  }
}

function portsOf(container: HostContainer): V1PortStatus[] {
  return Object.entries(container.NetworkSettings.Ports ?? {}).flatMap(([exposed, bindings]) => {
    const [port, protocol] = exposed.split('/')
    return (bindings ?? []).map((binding) => ({
      containerPort: Number(port),
      protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : ('tcp' as const),
      hostPort: Number(binding.HostPort ?? 0),
      ...(binding.HostIp ? { hostIP: binding.HostIp } : {}),
    }))
  })
}
