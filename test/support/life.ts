import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { wrapEngine, type Call } from '../../engine/wrap.ts'
import type { LifeOptions } from '../../plan/world.ts'
import type { Storage } from '../../store/storage/storage.ts'

/** When a life ends in a call: before it is sent, right after it is sent, or when the answer arrives, which is not heard. */
export type Death = 'not sent' | 'sent' | 'applied'

/** All ways to die in a call. */
export const deaths: readonly Death[] = ['not sent', 'sent', 'applied']

/** What is counted to end a life at the n-th passage: engine calls, writing engine calls, or storage writes. */
export type Passage = 'call' | 'write' | 'storage'

/**
 * A simulated process, as wrappers around clock, engines and storage. Once killed, it falls silent: calls are not sent, answers never
 * arrive, timers do not fire. Nothing is aborted or thrown, as a crash runs no `catch` and no `finally`.
 */
export interface Life extends Required<Pick<LifeOptions, 'wrapClock' | 'wrapEngine' | 'wrapStorage'>> {
  kill(): void
  /** Kills the process in the n-th passage from now on; 1 is the next one. */
  killAt(at: { readonly passage: Passage; readonly n: number; readonly death: Death }): void
  isDead(): boolean
  /** The number of passages of this sort so far. */
  count(passage: Passage): number
}

/** What happens when a life ends. */
export interface LifeEnd {
  readonly onDeath?: () => void
  /** Whether the engine notices closed connections, and may drop calls not started yet; absent: all sent calls are carried out. */
  readonly closes?: boolean
}

interface State {
  readonly end: LifeEnd
  readonly counts: Record<Passage, number>
  readonly pending: Set<Cancel>
  readonly engines: Engine[]
  fatal: { readonly passage: Passage; readonly at: number; readonly death: Death } | undefined
  dead: boolean
}

/** Creates a life. */
export function createLife(end: LifeEnd = {}): Life {
  const life: State = {
    ...{ end, counts: { call: 0, write: 0, storage: 0 }, pending: new Set(), engines: [] },
    ...{ fatal: undefined, dead: false },
  }
  return {
    wrapClock: (clock) => clockOf(life, clock),
    wrapEngine: (engine) => engineOf(life, engine),
    wrapStorage: (storage) => storageOf(life, storage),
    kill: () => kill(life),
    killAt({ passage, n, death }) {
      life.fatal = { passage, at: life.counts[passage] + n, death }
    },
    isDead: () => life.dead,
    count: (passage) => life.counts[passage],
  }
}

function kill(life: State): void {
  if (life.dead) return
  life.dead = true
  for (const cancel of life.pending) cancel()
  life.pending.clear()
  if (life.end.closes) for (const engine of life.engines) engine.close()
  life.end.onDeath?.()
}

function clockOf(life: State, clock: Clock): Clock {
  return {
    now: clock.now,
    steady: clock.steady,
    after(ms, run, kind) {
      if (life.dead) return () => {}
      const cancel = clock.after(
        ms,
        () => {
          life.pending.delete(cancel)
          run()
        },
        kind,
      )
      life.pending.add(cancel)
      return () => {
        life.pending.delete(cancel)
        cancel()
      }
    },
  }
}

function engineOf(life: State, inner: Engine): Engine {
  life.engines.push(inner)
  const passing = wrapEngine(inner, (call, next) => pass(life, passagesOf(call), next))
  return {
    ...passing,
    watch(options) {
      if (life.dead) return () => {}
      const alive =
        <A extends unknown[]>(tell: (...args: A) => void) =>
        (...args: A) => {
          if (!life.dead) tell(...args)
        }
      const { onEvent, onReady, onBroken } = options
      const cancel = inner.watch({
        ...options,
        ...{ onEvent: alive(onEvent), onReady: alive(onReady), onBroken: alive(onBroken) },
      })
      life.pending.add(cancel)
      return cancel
    },
    close() {
      if (!life.dead) inner.close()
    },
  }
}

function passagesOf({ verb }: Call): readonly Passage[] {
  return /^(info|list|inspect|logs|resolve|get)/.test(verb) ? ['call'] : ['call', 'write']
}

function storageOf(life: State, inner: Storage): Storage {
  return {
    load: () => pass(life, [], () => inner.load()),
    write: (changes) => pass(life, ['storage'], () => inner.write(changes)),
    close: () => pass(life, [], () => inner.close()),
  }
}

/** Lets a call through, unless the life is over or ends in it. A silent call gets its own pending promise, which can be collected. */
function pass<T>(life: State, passages: readonly Passage[], send: () => Promise<T>): Promise<T> {
  if (life.dead) return new Promise(() => {})
  const death = deathIn(life, passages)
  if (death === 'not sent') {
    kill(life)
    return new Promise(() => {})
  }
  const answer = send()
  if (death === 'sent') kill(life)
  return new Promise((resolve, reject) => {
    const heard = (act: () => void) => {
      if (death === 'applied') kill(life)
      if (!life.dead) act()
    }
    answer.then(
      (value) => heard(() => resolve(value)),
      (error) => heard(() => reject(error)),
    )
  })
}

function deathIn(life: State, passages: readonly Passage[]): Death | undefined {
  for (const passage of passages) life.counts[passage]++
  const { fatal } = life
  if (!fatal || !passages.includes(fatal.passage) || life.counts[fatal.passage] !== fatal.at) return undefined
  return fatal.death
}
