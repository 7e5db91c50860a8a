import type { Log } from '../../../api/v1/installation/log.ts'
import type { Opened } from '../open/open-core.ts'
import { createSources, type Sources } from './sources.ts'
import { diskTree } from './tree.ts'

/** How `serve --develop` opens the state, and the sources once it is open. */
export interface DevelopStart {
  readonly develop?: (opened: Opened) => Sources
  sources(): Sources | undefined
}

/** Disabled unless asked for: a production host may watch the same files. */
export function developStart(isAsked: boolean, log: Log): DevelopStart {
  let sources: Sources | undefined
  if (!isAsked) return { sources: () => undefined }
  return {
    develop: ({ store, clock, settings, audit, home }) =>
      (sources ??= createSources({ store, clock, quietMs: settings.quietMs, tree: diskTree, audit, log, home })),
    sources: () => sources,
  }
}
