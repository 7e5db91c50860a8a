import { errorText } from '../../api/v1/language/caught-error.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { bring, type Bringing, type Undone, withoutLeft } from '../../controllers/develop/bring.ts'
import { filesOf, type WatchWork } from '../../controllers/develop/work.ts'
import { lastLines, QUOTED } from '../../controllers/runtime/bounded-exec.ts'
import type { Purpose } from '../connect.ts'
import type { Context } from '../context.ts'
import { packedFiles } from '../copy/pack.ts'

/** What is needed to sync changes. */
export interface Acting {
  readonly context: Context
  readonly stack: string
  /** Connects only while something is synced, so that no lock is held in between. */
  readonly connected: (purpose: Purpose, use: (installation: Installation) => Promise<void>) => Promise<void>
  /** Rebuilds and rolls out; false if that failed. */
  readonly rebuild: () => Promise<boolean>
}

interface Reaching {
  readonly context: Context
  readonly stack: string
  readonly service: string
  readonly installation: Installation
}

/** The services of the stack; undefined if that can't be determined now. */
export async function servicesOf({
  connected,
  stack,
}: Pick<Acting, 'connected' | 'stack'>): Promise<ReadonlySet<string> | undefined> {
  let names: readonly string[] = []
  const listed = connected('read', async (installation) => {
    const { items } = await installation.list('Service', { stack })
    names = items.map(({ metadata }) => metadata.name)
  })
  return await listed.then(
    () => new Set(names),
    () => undefined,
  )
}

/** Separates services that were deleted meanwhile, which must not be brought back. */
export function partDeleted(
  services: readonly string[],
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): { readonly kept: readonly string[]; readonly deleted: readonly string[] } {
  const isDeleted = (service: string) => before.has(service) && !now.has(service)
  return { kept: services.filter((each) => !isDeleted(each)), deleted: services.filter(isDeleted) }
}

/** Syncs changes to a service's running tasks and reports it. Errors are reported, and the next change tries again. */
export async function actOn(work: WatchWork, acting: Acting): Promise<void> {
  const { context, stack, connected, rebuild } = acting
  const { service } = work
  const { terminal } = context
  try {
    if (work.rebuild) {
      terminal.print(`${work.service}: rebuilding`)
      await rebuild()
      return
    }
    let tasks: readonly ObjectRef[] = []
    await connected('read', async (installation) => {
      tasks = await bringAll(work, { context, stack, service, installation })
    })
    if (work.restart && tasks.length > 0)
      await connected('act', (installation) => restartAll(tasks, { context, stack, service, installation }))
  } catch (error) {
    if (context.signal.aborted) throw error
    terminal.complain(`error: ${work.service}: ${errorText(error)}`)
  }
}

/** Syncs to all running tasks; returns them. */
async function bringAll(work: WatchWork, reaching: Reaching): Promise<readonly ObjectRef[]> {
  const { terminal } = reaching.context
  const tasks = await runningTasks(reaching)
  const undone: Undone[] = []
  for (const ref of tasks) {
    const own = await bring(work, bringingTo(ref, reaching))
    for (const each of own.failures) terminal.complain(`warning: ${ref.name}: ${each}`)
    undone.push(own)
  }
  const files = filesOf(withoutLeft(work, { left: undone.flatMap(({ left }) => left) }))
  if (files !== '' && tasks.length > 0) terminal.print(`${work.service}: synced ${files}`)
  if (tasks.length === 0) terminal.complain(`warning: no task of ${work.service} runs: nothing was synced`)
  return tasks
}

async function runningTasks({ installation, stack, service }: Reaching): Promise<readonly ObjectRef[]> {
  const { items } = await installation.list('Task', { stack })
  return (items as readonly V1Task[])
    .filter(({ spec, status }) => spec.service === service && status?.phase === 'Running')
    .map(({ metadata }) => ({ kind: 'Task' as const, namespace: stack, name: metadata.name }))
}

/** Syncs to a task through the installation. */
function bringingTo(ref: ObjectRef, { context, installation }: Reaching): Bringing {
  const { signal, terminal } = context
  let words = ''
  const onSkip = (path: string, what: string) => terminal.complain(`warning: ${path} is left out: it is ${what}`)
  return {
    async copy(copies) {
      const tar = packedFiles(copies, { onSkip })
      await whole(signal, (own) =>
        installation.copyIn({ ref, path: '/', tar, asItsUser: true, replaces: true, signal: own }),
      )
    },
    async run(exec) {
      words = '' // its output is shown at once
      const onOutput = (_stream: string, bytes: Uint8Array) => terminal.writeError(bytes)
      return await installation.exec({ ref, ...exec, onOutput, signal })
    },
    async tryTo(exec) {
      let output: Buffer = Buffer.alloc(0)
      const onOutput = (_stream: string, bytes: Uint8Array) => {
        output = Buffer.concat([output, bytes]).subarray(-QUOTED)
      }
      const exit = await installation.exec({ ref, ...exec, onOutput, signal })
      words = lastLines(output)
      return exit
    },
    isThere: async (path) => (await installation.statPath({ ref, path, signal })) !== undefined,
    lastWords: () => words,
  }
}

/** How long an interrupted sync may take to complete, ms. */
const LINGER_MS = 10_000

/** Lets a copy complete although the command is interrupted, as an incomplete archive would leave half a file. */
async function whole(signal: AbortSignal, copy: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const over = new AbortController()
  const linger = () => AbortSignal.timeout(LINGER_MS).addEventListener('abort', () => over.abort(signal.reason))
  signal.addEventListener('abort', linger, { once: true })
  try {
    await copy(over.signal)
  } finally {
    signal.removeEventListener('abort', linger)
  }
}

/**
 * Restarts containers in place, as new ones would lack the synced files. Whoever holds the state starts them again: serve, or this process.
 */
async function restartAll(tasks: readonly ObjectRef[], reaching: Reaching): Promise<void> {
  const { context, stack, service, installation } = reaching
  const { signal, terminal } = context
  const ended: string[] = []
  for await (const event of installation.kill({ refs: tasks, gracefully: true, signal }))
    if (event.type === 'resource') ended.push(event.object.split('/').at(-1) ?? '')
  const refs = [{ kind: 'Service' as const, namespace: stack, name: service }]
  for await (const event of installation.start({ refs, wait: true, signal }))
    if (event.type === 'outcome' && event.exit !== exits.converged) throw new Error(event.message)
  for (const task of ended) terminal.print(`${service}: restarted ${task}`)
}
