import type { EngineError } from '../../engine/errors.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'

const TAKEN = /Bind for \S*:(\d+) failed: port is already allocated/

/** The port of the host that a start was refused for; none for any other refusal. Pure. */
export function takenPort({ code, detail }: EngineError): number | undefined {
  const [, port] = code === 'Busy' ? (TAKEN.exec(detail) ?? []) : []
  return port === undefined ? undefined : Number(port)
}

/** Who has it, of all containers of the engine, and what to do; as the engine said it where none of them has. Pure. */
export function takenPortWords({ detail }: EngineError, port: number, containers: readonly ContainerSummary[]): string {
  const holder = containers.find(({ hostPorts }) => hostPorts.includes(port))
  if (!holder) return detail
  return `port ${port} is held by the container ${holder.name || holder.id.slice(0, 12)}: end it, or publish another one`
}
