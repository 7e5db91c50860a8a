import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Attachable, Installation } from '../../../api/v1/installation/installation.ts'
import type { ObjectWrites } from '../../../api/v1/installation/object-writes.ts'
import type { ProgressEvent, ResourceEvent } from '../../../api/v1/installation/progress.ts'
import type { AttachRequest } from '../../../api/v1/installation/requests.ts'
import { redactWords } from '../../../api/v1/redact/redact.ts'
import { resourceIdOf, resourceIdOfRef } from '../../../store/source/reading/reading.ts'
import { changesBetween } from '../request/changes.ts'

/** The result of a request. */
export type Told = Done | Refused

/** Something was declared, deleted or decided. */
export interface Done {
  readonly verb: string
  /** `Kind/stack/name`, or the id of a hold. */
  readonly object: string
  readonly change: string
  readonly details?: readonly string[]
  /** Whether it was the write of a single object over the API, by no verb of the command line. */
  readonly isWrite?: true
}

/** The request was refused, or failed. */
export interface Refused {
  readonly verb: string
  readonly object?: string
  readonly refused: string
}

/**
 * Wraps an installation so that its verbs report what they declare, delete or decide. Otherwise serve's log would show changes of hosts
 * without a reason.
 */
export function toldInstallation(installation: Whole, tell: (told: Told) => void): Whole {
  const asking = askingOf(tell)
  const told = <R extends { readonly signal: AbortSignal }>(
    verb: string,
    ask: (request: R) => AsyncIterable<ProgressEvent>,
  ) =>
    async function* (request: R): AsyncGenerator<ProgressEvent> {
      const events = asking.each({ verb, signal: request.signal }, ask(request))
      for await (const event of events) {
        if (event.type === 'resource' && event.change !== 'unchanged') tell(doneOf(verb, event))
        yield event
      }
    }
  return {
    ...installation,
    ...toldWrites(installation, tell, asking),
    apply: told('apply', installation.apply),
    delete: told('delete', installation.delete),
    scale: told('scale', installation.scale),
    edit: told('edit', installation.edit),
    retry: told('rollout retry', installation.retry),
    undo: told('rollout undo', installation.undo),
    restart: told('restart', installation.restart),
    stop: told('stop', installation.stop),
    start: told('start', installation.start),
    kill: told('kill', installation.kill),
    pause: told('pause', installation.pause),
    resume: told('resume', installation.resume),
    pauseRollout: told('rollout pause', installation.pauseRollout),
    resumeRollout: told('rollout resume', installation.resumeRollout),
    pruneImages: told('images prune', installation.pruneImages),
    storeSecret: told('secret create', installation.storeSecret),
    approve: told('approve', installation.approve),
    ...toldProcesses(installation, tell, asking),
  }
}

type Whole = Installation & ObjectWrites & Attachable

function doneOf(verb: string, { object, change, details }: ResourceEvent): Done {
  return { verb, object, change, ...(details ? { details } : {}) }
}

/** A request, with the signal of its client. */
interface Asked {
  readonly verb: string
  readonly object?: string
  readonly signal?: AbortSignal
  /** A dry run would not have changed anything, so its refusal is not reported. */
  readonly dryRun?: boolean | undefined
}

type Asking = ReturnType<typeof askingOf>

/** Reports refusals. An aborted request is none. */
function askingOf(tell: (told: Told) => void) {
  const refused = ({ signal, dryRun, ...asked }: Asked, error: unknown) => {
    if (!signal?.aborted && !dryRun) tell({ ...asked, refused: errorText(error) })
  }
  return {
    async one<T>(asked: Asked, run: () => Promise<T>): Promise<T> {
      try {
        return await run()
      } catch (error) {
        refused(asked, error)
        throw error
      }
    },
    async *each<T>(asked: Asked, values: AsyncIterable<T>): AsyncGenerator<T> {
      try {
        yield* values
      } catch (error) {
        refused(asked, error)
        throw error
      }
    },
  }
}

/**
 * The verbs on processes in tasks are reported when they end, and a copy out at its first bytes. A client that leaves early is reported as
 * well.
 */
function toldProcesses(
  installation: Whole,
  tell: (told: Told) => void,
  asking: Asking,
): Pick<Whole, 'exec' | 'attach' | 'copyOut' | 'copyIn' | 'makeOneOff'> {
  const over = async <T>(
    { ref, signal }: Pick<AttachRequest, 'ref' | 'signal'>,
    { verb, change, details = [] }: Pick<Done, 'verb' | 'change' | 'details'>,
    run: () => Promise<T>,
  ): Promise<T> => {
    const object = resourceIdOfRef(ref)
    const did = (...more: readonly string[]) => tell({ verb, object, change, ...someOf([...details, ...more]) })
    try {
      const ended = await asking.one({ verb, object, signal }, run)
      did(...(typeof ended === 'number' ? [`exit ${ended}`] : []))
      return ended
    } catch (error) {
      if (signal.aborted) did('left before its end')
      throw error
    }
  }
  return {
    async exec(request) {
      const details = [redactWords(request.command).join(' ')]
      return await over(request, { verb: 'exec', change: 'executed', details }, () => installation.exec(request))
    },
    async *makeOneOff(request) {
      const { ref, command, signal } = request
      const asked = { verb: 'run', object: resourceIdOfRef(ref) }
      for await (const event of asking.each({ ...asked, signal }, installation.makeOneOff(request))) {
        const words = command.length > 0 ? [redactWords(command).join(' ')] : []
        if (event.type === 'made') tell({ ...asked, change: 'run', details: [...words, `in ${event.oneOff.name}`] })
        yield event
      }
    },
    async attach(request) {
      await over(request, { verb: 'attach', change: 'attached' }, () => installation.attach(request))
    },
    async *copyOut(request) {
      const { ref, path, signal } = request
      const asked = { verb: 'cp', object: resourceIdOfRef(ref) }
      let isTold = false
      for await (const bytes of asking.each({ ...asked, signal }, installation.copyOut(request))) {
        if (!isTold) tell({ ...asked, change: 'copied', details: [`from ${path}`] })
        isTold = true
        yield bytes
      }
    },
    async copyIn(request) {
      const details = [`to ${request.path}`]
      await over(request, { verb: 'cp', change: 'copied', details }, () => installation.copyIn(request))
    },
  }
}

function someOf(details: readonly string[]): Pick<Done, 'details'> {
  return details.length > 0 ? { details } : {}
}

/** Reports writes of single objects; not dry runs, nor writes that change nothing. */
function toldWrites(
  installation: Installation & ObjectWrites,
  tell: (told: Told) => void,
  asking: Asking,
): ObjectWrites {
  const did = (verb: string, object: string, [change, details]: readonly [string, readonly string[]]) =>
    tell({ verb, object, change, ...someOf(details), isWrite: true })
  return {
    async createObject(request) {
      const { dryRun } = request
      const asked = { verb: 'create', dryRun }
      const written = await asking.one(asked, () => installation.createObject(request))
      if (!dryRun) did(asked.verb, resourceIdOf(written.object), ['created', []])
      return written
    },
    async changeObject(request) {
      const { ref, dryRun } = request
      const asked = { verb: 'update', object: resourceIdOfRef(ref), dryRun }
      const before = await installation.get(ref)
      const written = await asking.one(asked, () => installation.changeObject(request))
      const isNew = written.object.metadata.resourceVersion !== before?.metadata.resourceVersion
      if (dryRun || !isNew) return written
      did(asked.verb, asked.object, ['changed', before ? changesBetween(before, written.object) : []])
      return written
    },
    async deleteObject(request) {
      const { ref, dryRun } = request
      const asked = { verb: 'delete', object: resourceIdOfRef(ref), dryRun }
      const before = await installation.get(ref)
      const deleted = await asking.one(asked, () => installation.deleteObject(request))
      const isGoing = before?.metadata.deletionTimestamp !== undefined
      if (!dryRun && !isGoing) did(asked.verb, asked.object, ['deleted', []])
      return deleted
    },
  }
}
