import type { AttachArgs } from '../engine.ts'
import { findContainer } from './containers.ts'
import { writeLog } from './logs.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState, LogEntry } from './state.ts'

/** Attaches to a process: passes on its output and writes its input until it exits, the input ends, or the caller leaves. */
export function attachContainer(host: HostState, args: AttachArgs, ended: AbortSignal): Promise<void> {
  const container = findContainer(host, args.id)
  if (container.paused) refuse(409, `container ${args.id} is paused, unpause the container before attach`)
  if (container.state === 'restarting')
    refuse(409, `container ${args.id} is restarting, wait until the container is running`)
  return new Promise((resolve) => {
    const attached = (container.attached ??= new Set())
    const take = (line: LogEntry | undefined) => {
      if (line !== undefined)
        return void args.onOutput(container.config.Tty ? 'stdout' : line.stream, bytesOf(line, container))
      attached.delete(take)
      forget?.()
      resolve()
    }
    attached.add(take)
    args.onBegin?.()
    const forget = args.terminal?.onResize(() => resize(host, container, args))
    resize(host, container, args)
    ended.addEventListener('abort', () => take(undefined), { once: true })
    void typeIn(host, container, args).then(
      () => container.config.StdinOnce || take(undefined),
      () => take(undefined),
    )
  })
}

/** Detaches everyone, as the process has ended. */
export function leaveAll(container: Container): void {
  for (const take of container.attached ?? []) take(undefined)
}

/** Copies the input to the process; never resolves without an input. */
async function typeIn(host: HostState, container: Container, { stdin }: AttachArgs): Promise<void> {
  if (stdin === undefined) return new Promise(() => {})
  for await (const bytes of stdin) {
    if (!container.process?.behaviour.echoes || !container.config.OpenStdin) continue
    const lines = new TextDecoder().decode(bytes).split('\n')
    for (const text of lines.filter((line) => line !== '')) writeLog(host, container, { stream: 'stdout', text })
  }
}

function resize(host: HostState, container: Container, { terminal }: AttachArgs): void {
  const size = terminal?.size()
  const text = size && container.process?.behaviour.resized?.(size)
  if (text !== undefined) writeLog(host, container, { stream: 'stdout', text })
}

function bytesOf({ text }: LogEntry, { config }: Container): Uint8Array {
  return new TextEncoder().encode(`${text}${config.Tty ? '\r\n' : '\n'}`)
}
