import { Subscription } from 'rxjs'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { createBackoff } from '../../controllers/runtime/backoff.ts'
import type { Random } from '../../clock/random.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import { messageOf, type NoticeMessage } from './message.ts'
import { delivered, type Known, type Notice, planNotices } from './plan.ts'
import { NOTICED, presentIn } from './present.ts'
import { Undelivered } from './webhook.ts'

export interface NotifierOptions {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  readonly installation: string
  /** Resolves when the receiver accepted the message; rejects with `Undelivered` otherwise. */
  readonly deliver: (message: NoticeMessage, signal: AbortSignal) => Promise<void>
  /** Called once when delivery begins to fail, and once when it works again. */
  readonly log: (line: string) => void
}

/** The delay after a change, so that many changes are looked at once. */
const LOOK_MS = 1_000
/** The limit of notices per message; the others follow in the next one. */
const MOST_AT_ONCE = 50
const RETRY = { minMs: 1_000, maxMs: 300_000 } as const

/** Sends notices of failures and recoveries until closed. What was sent is kept in the store. */
export function startNotifier(options: NotifierOptions): { close(): void } {
  const { store, clock, random, settings, installation, deliver, log } = options
  const ending = new AbortController()
  const backoff = createBackoff<'webhook'>({ ...RETRY, random })
  const watches = new Subscription()
  let isBusy = false
  let isFailing = false
  let cancel: Cancel | undefined
  let at = Number.POSITIVE_INFINITY
  let retryAt = 0

  function lookIn(ms: number): void {
    const when = clock.now() + ms
    if (ending.signal.aborted || isBusy || when >= at) return
    cancel?.()
    at = when
    cancel = clock.after(ms, () => void look(), 'periodic')
  }

  async function look(): Promise<void> {
    at = Number.POSITIVE_INFINITY
    const now = clock.now()
    const { due, againIn, known } = planNotices(knownIn(store), presentIn(store), { ...settings, now })
    keep(store, known)
    if (due.length > 0 && now < retryAt) return lookIn(retryAt - now)
    const wait = due.length === 0 ? againIn : await tell(due.slice(0, MOST_AT_ONCE))
    if (wait !== undefined) lookIn(wait)
  }

  /** Sends notices; returns when to look again, ms. */
  async function tell(notices: readonly Notice[]): Promise<number> {
    isBusy = true
    try {
      await deliver(messageOf(notices, installation), ending.signal)
    } catch (error) {
      if (!isFailing && !ending.signal.aborted)
        log(`warning: notifications wait, and are sent again: ${errorText(error)}`)
      isFailing = true
      const { retryAfterMs } = error instanceof Undelivered ? error : { retryAfterMs: 0 }
      const wait = Math.max(backoff.next('webhook'), Math.min(retryAfterMs, RETRY.maxMs))
      retryAt = clock.now() + wait
      return wait
    } finally {
      isBusy = false
    }
    backoff.reset('webhook')
    if (isFailing) log('notifications are delivered again')
    isFailing = false
    for (const notice of notices) keepOne(store, notice.key, delivered(notice, clock.now()))
    return LOOK_MS
  }

  for (const kind of NOTICED) watches.add(store.watch(kind).subscribe(() => lookIn(LOOK_MS)))
  watches.add(store.watchFacts().subscribe(({ family }) => family !== 'notice' && lookIn(LOOK_MS)))
  lookIn(LOOK_MS)
  return {
    close() {
      watches.unsubscribe()
      cancel?.()
      ending.abort(new Error('serve ends'))
    },
  }
}

function knownIn(store: Store): ReadonlyMap<string, Known> {
  return new Map([...store.facts('notice')].map(([key, fact]) => [key, fact as unknown as Known]))
}

/** Writes what is known; unchanged facts cause no write. */
function keep(store: Store, known: ReadonlyMap<string, Known>): void {
  for (const key of knownIn(store).keys()) if (!known.has(key)) store.putFact('notice', key, undefined)
  for (const [key, each] of known) keepOne(store, key, each)
}

function keepOne(store: Store, key: string, known: Known): void {
  store.putFact('notice', key, known as unknown as Json)
}
