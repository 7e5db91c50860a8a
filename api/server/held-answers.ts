import { Refusal } from './refusal.ts'

/** Answers of a listener that clients have still to take, which are held in memory as a whole (S12). */
export interface HeldAnswers {
  /**
   * Makes an answer, and counts it until it is let go. A large one is made anew once there is room for it. Throws a Refusal, 429, where
   * there is none within some seconds, or nobody waits for it any longer.
   */
  hold(make: () => Buffer, signal: AbortSignal): Promise<HeldAnswer>
}

/** An answer that is counted. */
export interface HeldAnswer {
  readonly bytes: Buffer
  /** To be called once. */
  letGo(): void
}

/** What is held at most; the last one begun may go beyond it, so that an answer larger than this can be had too. */
export interface HeldLimits {
  readonly mostBytes: number
  /** How long one waits for room, ms. */
  readonly patienceMs: number
}

const LIMITS: HeldLimits = { mostBytes: 128_000_000, patienceMs: 10_000 }
/** An answer of fewer bytes waits for nothing: those of all connections together are no more than some large ones. */
const SMALL_BYTES = 65_536

/** A count of what clients have still to take. Those who wait for room get it in the order in which they came. */
export function heldAnswers({ mostBytes, patienceMs } = LIMITS): HeldAnswers {
  let held = 0
  const waiting = new Set<() => void>()
  const isFull = () => held >= mostBytes
  const count = (bytes: Buffer): HeldAnswer => {
    held += bytes.length
    return {
      bytes,
      letGo() {
        held -= bytes.length
        for (const begin of waiting) if (!isFull()) begin()
      },
    }
  }
  // Rejects where it can't be made: who lets go gives room to others, and must not fail for one of them.
  const made = async (make: () => Buffer) => count(make())
  const inTurn = (make: () => Buffer, signal: AbortSignal) =>
    new Promise<HeldAnswer>((resolve, reject) => {
      const leave = (settle: () => void) => {
        waiting.delete(begin)
        clearTimeout(timer)
        signal.removeEventListener('abort', refuse)
        settle()
      }
      const begin = () => leave(() => resolve(made(make)))
      const refuse = () => leave(() => reject(tooMuch(mostBytes)))
      const timer = setTimeout(refuse, patienceMs)
      signal.addEventListener('abort', refuse)
      waiting.add(begin)
      // It may have left while what it asked for was looked up.
      if (signal.aborted) refuse()
    })
  return {
    hold(make, signal) {
      // What was made is forgotten while it waits.
      const bytes = make()
      if (bytes.length <= SMALL_BYTES || !isFull()) return Promise.resolve(count(bytes))
      return inTurn(make, signal)
    },
  }
}

function tooMuch(mostBytes: number): Refusal {
  const words = `clients that take their answers slowly hold ${mostBytes / 1_000_000} MB of them`
  return new Refusal(429, 'TooManyRequests', `${words}: ask again later, or for less, as one stack (-n STACK)`)
}
