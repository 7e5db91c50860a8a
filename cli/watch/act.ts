import { errorCode, errorText } from '../../api/v1/caught-error.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { exits } from '../../api/v1/installation-error.ts'
import type { Installation } from '../../api/v1/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { Purpose } from '../connect.ts'
import type { Context } from '../context.ts'
import { packed } from '../copy/pack.ts'
import type { WatchWork } from './plan.ts'

/** What a change of files is carried out with. */
export interface Acting {
  readonly context: Context
  readonly stack: string
  /** Connects for as long as something is brought: nothing is locked while nothing changes. */
  readonly connected: (purpose: Purpose, use: (installation: Installation) => Promise<void>) => Promise<void>
  /** Builds and rolls out what has changed; false where that failed. */
  readonly rebuild: () => Promise<boolean>
}

interface Bringing {
  readonly context: Context
  readonly stack: string
  readonly installation: Installation
}

/** Brings a service's running tasks what has changed, and says so; what fails is said, and the next change tries again. */
export async function actOn(work: WatchWork, acting: Acting): Promise<void> {
  const { context, stack, connected, rebuild } = acting
  const { terminal } = context
  try {
    if (work.rebuild) {
      terminal.print(`${work.service}: rebuilding`)
      await rebuild()
      return
    }
    await connected('read', (installation) => bring(work, { context, stack, installation }))
    if (work.restart)
      await connected('act', (installation) => startAgain(work.service, { context, stack, installation }))
  } catch (error) {
    if (context.signal.aborted) throw error
    terminal.complain(`error: ${work.service}: ${errorText(error)}`)
  }
}

async function bring(work: WatchWork, bringing: Bringing): Promise<void> {
  const { terminal } = bringing.context
  const tasks = await runningTasks(work.service, bringing)
  for (const ref of tasks) await sync(work, ref, bringing)
  const files = [...work.copies.map(({ to }) => to), ...work.removals.map((path) => `${path} removed`)]
  if (files.length > 0 && tasks.length > 0) terminal.print(`${work.service}: synced ${shown(files)}`)
  if (tasks.length === 0) terminal.complain(`warning: no task of ${work.service} runs: nothing was synced`)
  if (work.restart) await end(work.service, bringing)
}

async function runningTasks(service: string, { installation, stack }: Bringing): Promise<readonly ObjectRef[]> {
  const { items } = await installation.list('Task', { stack })
  return (items as readonly V1Task[])
    .filter(({ spec, status }) => spec.service === service && status?.phase === 'Running')
    .map(({ metadata }) => ({ kind: 'Task' as const, namespace: stack, name: metadata.name }))
}

async function sync(work: WatchWork, ref: ObjectRef, { context, installation }: Bringing): Promise<void> {
  const { signal, terminal } = context
  for (const { from, to } of work.copies) {
    const onSkip = (path: string, what: string) => terminal.complain(`warning: ${path} is left out: it is ${what}`)
    const tar = packed(from, { name: to.replace(/^\/+/, ''), onSkip })
    try {
      await installation.copyIn({ ref, path: '/', tar, asItsUser: true, signal })
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error // it is gone meanwhile: that comes as a change of its own
    }
  }
  const say = (_stream: string, bytes: Uint8Array) => terminal.writeError(bytes)
  if (work.removals.length > 0)
    await installation.exec({ ref, command: ['rm', '-rf', '--', ...work.removals], onOutput: say, signal })
  for (const { command, user, workingDir, env } of work.execs) {
    const exec = { ref, command, env, onOutput: say, signal, ...(user ? { user } : {}) }
    const exit = await installation.exec({ ...exec, ...(workingDir ? { workingDir } : {}) })
    if (exit !== 0) terminal.complain(`warning: ${command.join(' ')} in ${ref.name} ended with ${exit}`)
  }
}

/** In place: a new container would have none of what was synced. */
async function end(service: string, { context, stack, installation }: Bringing): Promise<void> {
  const refs = [refTo(service, stack)]
  for await (const event of installation.kill({ refs, gracefully: true, signal: context.signal }))
    if (event.type === 'resource') context.terminal.print(`${service}: restarted ${event.object.split('/').at(-1)}`)
}

/** Who has RECONCILE_HOME starts what has ended: a serve does, and without one that is us. */
async function startAgain(service: string, { context, stack, installation }: Bringing): Promise<void> {
  const refs = [refTo(service, stack)]
  for await (const event of installation.start({ refs, wait: true, signal: context.signal }))
    if (event.type === 'outcome' && event.exit !== exits.converged) throw new Error(event.message)
}

function refTo(service: string, stack: string): ObjectRef {
  return { kind: 'Service', namespace: stack, name: service }
}

function shown(files: readonly string[]): string {
  return files.length > 4 ? `${files.length} files` : files.join(', ')
}
