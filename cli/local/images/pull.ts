import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { PullRequest } from '../../../api/v1/installation/get-images.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { watchedRootOf } from '../../../store/source/facts/root-facts.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { pullImages } from './pull-images.ts'
import { readRequest } from '../request/read-request.ts'
import { wrongManifests } from '../request/wrong-manifests.ts'
import { withServices } from './wanted-files.ts'

/** Pulls the images of these files; what runs keeps its images. */
export async function* pull(core: Core, request: PullRequest): AsyncGenerator<ProgressEvent> {
  const reading = readRequest(request)
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  if (reading.errors.length > 0) return yield* wrongManifests(reading.errors)
  let [failed, changed, asked, isAsked] = [0, 0, 0, false]
  for await (const event of pullImages(core, withServices(reading.files, request.services), request.signal)) {
    if (event.type === 'warning') failed++
    yield event
    if (event.type !== 'state') continue
    // What is never to be pulled is told of where its tag has moved, without having been asked for.
    if (event.state === 'Pulling') asked++
    else if (event.state === 'Pulled' && isAsked) changed++
    isAsked = event.state === 'Pulling'
  }
  if (failed > 0)
    return yield {
      type: 'outcome',
      exit: exits.failed,
      message: `not all was pulled: see the warnings`,
      remedy:
        'pull again where a registry was away; else correct the image, or log in with `docker login`, and pull again',
    }
  const message =
    changed > 0 ? `pulled ${changed} of ${asked}; ${runsNew(core, reading.files)} runs what is new` : nothing(asked)
  yield { type: 'outcome', exit: exits.converged, message }
}

/** What a watched file declares is not applied. */
function runsNew({ store }: Core, files: readonly FileReading[]): string {
  const isWatched = files.some(({ file }) => watchedRootOf(store, file) !== undefined)
  return isWatched ? '`reconcile restart SERVICE --pull`' : '`reconcile apply --pull`'
}

function nothing(asked: number): string {
  return asked === 0
    ? 'there is nothing to pull: what the files declare is built, or never pulled'
    : 'all is there as the registries have it'
}
