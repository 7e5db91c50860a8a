import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Observable, share, Subject } from 'rxjs'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { watchPlaces } from '../source/disk/disk-watch.ts'
import { waitAfterHint } from '../source/quiet.ts'
import type { Watch } from '../source/disk/source-files.ts'

/** Files that are watched from their reading on. */
export interface WatchedFiles {
  /** Notes who is about to read a file: with a change that follows they are told of, once. */
  note(reader: string, path: string): Promise<void>
  /** Readers whose file is another one than they read, a quiet time after the last sign of it. Never errors. */
  changes(): Observable<string>
}

interface Noted {
  readonly path: string
  /** What tells this state of the file from another. */
  readonly stamp: string
}

/** Watches nothing before somebody subscribes; the last one that leaves ends it. */
export function watchFiles(quiet: { readonly clock: Clock; readonly quietMs: number }): WatchedFiles {
  const noted = new Map<string, Noted>()
  const told = new Subject<string>()
  let hint = () => {}
  const changed = new Observable<string>((subscriber) => {
    const hints = afterQuiet(quiet, () => void look(noted, watch, told))
    const watch = watchPlaces(hints.hint)
    hint = hints.hint
    hint()
    const telling = told.subscribe(subscriber)
    return () => {
      hint = () => {}
      hints.cancel()
      telling.unsubscribe()
      void watch.close()
    }
  }).pipe(share())
  return {
    async note(reader, path) {
      const isNew = noted.get(reader)?.path !== path
      noted.set(reader, { path, stamp: await stampOf(path) })
      if (isNew) hint()
    },
    changes: () => changed,
  }
}

/** Tells whose file has changed, and watches where all of them are now: what changes before that stands shows at its first hint. */
async function look(noted: Map<string, Noted>, watch: Watch, told: Subject<string>): Promise<void> {
  const places = await Promise.all([...noted.values()].map(({ path }) => placesOf(path)))
  watch.also(places.flat())
  for (const [reader, { path, stamp }] of [...noted])
    if ((await stampOf(path)) !== stamp && noted.get(reader)?.stamp === stamp) {
      noted.delete(reader)
      told.next(reader)
    }
}

/** Runs `run` when the hints have ended for a quiet time. */
function afterQuiet(
  { clock, quietMs }: { readonly clock: Clock; readonly quietMs: number },
  run: () => void,
): { readonly hint: () => void; readonly cancel: Cancel } {
  let firstHintAt: number | undefined
  let cancel: Cancel = () => {}
  return {
    hint() {
      firstHintAt ??= clock.now()
      cancel()
      cancel = clock.after(waitAfterHint({ firstHintAt, now: clock.now() }, quietMs), () => {
        firstHintAt = undefined
        run()
      })
    },
    cancel: () => cancel(),
  }
}

/** Where a change of the file shows: where it is named, and where links lead to. */
async function placesOf(path: string): Promise<string[]> {
  const real = await realpath(path).catch(() => path)
  const directory = await realpath(dirname(path)).catch(() => dirname(path))
  return [path, real, join(directory, basename(path))]
}

async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found ? [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ') : 'none'
}
