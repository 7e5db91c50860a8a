import type { Installation, ProgressEvent } from '../../api/v1/installation.ts'

/** The installation, whose verbs tell `log` what they declare and delete: `serve` would change hosts for no reason in its log. */
export function toldInstallation(installation: Installation, log: (line: string) => void): Installation {
  const told = async function* (verb: string, events: AsyncIterable<ProgressEvent>): AsyncGenerator<ProgressEvent> {
    for await (const event of events) {
      if (event.type === 'resource' && event.change !== 'unchanged')
        log(`${event.object} ${event.change} by ${verb}${event.details ? `: ${event.details.join('; ')}` : ''}`)
      yield event
    }
  }
  return {
    ...installation,
    apply: (request) => told('apply', installation.apply(request)),
    delete: (request) => told('delete', installation.delete(request)),
    scale: (request) => told('scale', installation.scale(request)),
    retry: (request) => told('rollout retry', installation.retry(request)),
    pause: (request) => told('pause', installation.pause(request)),
    resume: (request) => told('resume', installation.resume(request)),
    approve: (request) => told('approve', installation.approve(request)),
  }
}
