import type { ExecArgs } from '../engine.ts'
import { findContainer } from './containers.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'

/** Runs a command in a container, with the result of its behaviour; a terminal ends lines with CR LF. Standard input is ignored. */
export function runCommand(host: HostState, args: ExecArgs): { exitCode: number } {
  const container = findContainer(host, args.id)
  if (container.paused) refuse(409, `Container ${args.id} is paused, unpause the container before exec`)
  if (container.state === 'restarting')
    refuse(409, `Container ${container.id} is restarting, wait until the container is running`)
  if (container.state !== 'running') refuse(409, `Container ${container.id} is not running`)
  args.onStart?.()
  const answer = container.process?.behaviour.exec?.(args.command, args.terminal?.size())
  const output = args.terminal ? answer?.output?.replaceAll('\n', '\r\n') : answer?.output
  if (output !== undefined) void args.onOutput('stdout', new TextEncoder().encode(output))
  return { exitCode: answer?.exitCode ?? 0 }
}
