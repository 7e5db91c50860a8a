import { filter, firstValueFrom, fromEvent, type Observable, race, startWith, timer } from 'rxjs'

/** How long to wait for a loop that does not look because its engine does not answer, ms; then the wait itself says what is wrong. */
const PATIENCE_MS = 10_000

/** Waits until the loops have taken up a request: until then the state describes what was before it. */
export async function takenUp(
  changes: Observable<unknown>,
  isAwaited: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const taken = changes.pipe(
    startWith(undefined),
    filter(() => !isAwaited()),
  )
  await firstValueFrom(race(taken, timer(PATIENCE_MS), fromEvent(signal, 'abort')), { defaultValue: undefined })
  signal.throwIfAborted()
}
