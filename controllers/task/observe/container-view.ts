import { redactKnown } from '../../../api/v1/redact/known.ts'
import { redactAssigned } from '../../../api/v1/redact/redact.ts'
import { healthOf, isUnchecked } from '../../../engine/container/health.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { envName } from '../../../engine/normalise/image-merge.ts'
import { bytesInWords } from '../../../engine/normalise/words.ts'
import type { ContainerView, ProbeView } from '../view.ts'

/** What engines write for a time that never was. */
const NEVER = '0001-01-01T00:00:00Z'

/** The causes of a container's end or start, and its engine's clock, as far as its inspect does not tell. */
export type Causes = Pick<
  ContainerView,
  | 'stoppedByHand'
  | 'restartedByHand'
  | 'lastEnd'
  | 'endUnseen'
  | 'stoppedUnseen'
  | 'endedWithEngine'
  | 'startedWithEngine'
  | 'madeBeforeEngine'
  | 'clockAheadMs'
>

/** How many characters of an engine's message are kept. */
const LONGEST_ERROR = 4_096

/** A container of the inventory as the plan needs it. */
export function viewOf(container: HostContainer, causes: Causes): ContainerView {
  const { State: state } = container
  const health = healthOf(container) ?? 'none'
  const isTold = health === 'unhealthy' || (health === 'starting' && isUnchecked(container))
  const probe = isTold ? failedProbe(container) : undefined
  return {
    id: container.Id,
    name: nameOf(container),
    state: state.Status,
    health,
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    ...causes,
    ...(isTime(container.Created) ? { createdAt: container.Created } : {}),
    ...(isTime(state.StartedAt) ? { startedAt: state.StartedAt } : {}),
    ...(isTime(state.FinishedAt) ? { finishedAt: state.FinishedAt } : {}),
    ...(state.Status === 'created' && state.Error
      ? { startError: redactAssigned(state.Error).slice(0, LONGEST_ERROR) }
      : {}),
    ...(container.RestartCount ? { restartCount: container.RestartCount } : {}),
    ...(container.HostConfig.Memory ? { memoryLimit: bytesInWords(container.HostConfig.Memory) } : {}),
    ...(probe ? { probe } : {}),
  }
}

function failedProbe({ State: state, Config: { Env: lines } }: HostContainer): ProbeView | undefined {
  const last = state.Health?.Log?.at(-1)
  if (!last || last.ExitCode === 0) return undefined
  const env = (lines ?? []).map((line) => ({ name: envName(line), value: line.slice(envName(line).length + 1) }))
  return { exitCode: last.ExitCode, output: redactKnown(last.Output, env) }
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text !== NEVER
}
