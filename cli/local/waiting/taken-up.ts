import { filter, firstValueFrom, fromEvent, type Observable, race, startWith, timer } from 'rxjs'

/** A loop that does not look, as its engine does not answer, is waited for so long; then the wait says what is wrong. */
const PATIENCE_MS = 10_000

/** Waits until the loops have taken up what was asked for: what the state says until then is of before. */
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
