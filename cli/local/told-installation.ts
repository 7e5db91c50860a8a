import type { Installation } from '../../api/v1/installation.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { ObjectWrites, WrittenObject } from '../../api/v1/object-writes.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'

/** The installation, whose verbs tell `log` what they declare and delete: `serve` would change hosts for no reason in its log. */
export function toldInstallation(
  installation: Installation & ObjectWrites,
  log: (line: string) => void,
): Installation & ObjectWrites {
  const told = async function* (verb: string, events: AsyncIterable<ProgressEvent>): AsyncGenerator<ProgressEvent> {
    for await (const event of events) {
      if (event.type === 'resource' && event.change !== 'unchanged')
        log(`${event.object} ${event.change} by ${verb}${event.details ? `: ${event.details.join('; ')}` : ''}`)
      yield event
    }
  }
  const toldOf = (verb: string, { object }: WrittenObject) =>
    log(`${object.kind}/${keyOf(object)} ${verb} over the API`)
  return {
    ...installation,
    async createObject(request) {
      const written = await installation.createObject(request)
      if (!request.dryRun) toldOf('created', written)
      return written
    },
    async changeObject(request) {
      const before = (await installation.get(request.ref))?.metadata.resourceVersion
      const written = await installation.changeObject(request)
      const isNew = written.object.metadata.resourceVersion !== before
      if (!request.dryRun && isNew) toldOf('changed', written)
      return written
    },
    async deleteObject(request) {
      const left = await installation.deleteObject(request)
      const { kind, namespace, name } = request.ref
      if (!request.dryRun) log(`${kind}/${keyFor(namespace, name)} deleted over the API`)
      return left
    },
    apply: (request) => told('apply', installation.apply(request)),
    delete: (request) => told('delete', installation.delete(request)),
    scale: (request) => told('scale', installation.scale(request)),
    retry: (request) => told('rollout retry', installation.retry(request)),
    pause: (request) => told('pause', installation.pause(request)),
    resume: (request) => told('resume', installation.resume(request)),
    storeSecret: (request) => told('secret create', installation.storeSecret(request)),
    approve: (request) => told('approve', installation.approve(request)),
  }
}
