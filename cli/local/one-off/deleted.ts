import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import { splitId } from '../../../api/v1/names.ts'
import type { Core } from '../open/core.ts'
import { findOneOffs, type FoundAll, removeOneOff } from './find.ts'

/** Passes a deletion's events on, and removes the one-off containers of each deleted service, which nothing else does. */
export async function* withOneOffs(
  core: Core,
  { wait, volumes, signal }: DeleteRequest,
  events: AsyncIterable<ProgressEvent>,
): AsyncGenerator<ProgressEvent> {
  const known = new Map<string, Promise<FoundAll>>()
  for await (const event of events) {
    yield event
    if (!wait || event.type !== 'resource' || event.change !== 'deleted') continue
    const { kind, namespace: stack = '', name } = splitId(event.object)
    if (kind !== 'Service') continue
    const run = { signal, object: event.object, reason: 'its service is deleted' }
    const found = known.get(stack) ?? findOneOffs(core, stack, run)
    if (!known.has(stack))
      for (const { node, detail } of (await found).silent)
        yield { type: 'warning', message: `one-off containers of ${stack} may be left on ${node}: ${detail}` }
    known.set(stack, found)
    for (const oneOff of (await found).found) {
      if (oneOff.stack !== stack || oneOff.service !== name) continue
      const details = [`a one-off container of ${name}`, ...(await removeOneOff(oneOff, { volumes, run }))]
      yield { type: 'resource', object: `Container/${stack}/${oneOff.name}`, change: 'deleted', details }
    }
  }
}
