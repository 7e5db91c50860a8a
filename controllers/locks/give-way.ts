import type { Subscription } from 'rxjs'
import type { Giving } from './giving.ts'
import type { LockView } from './lock-view.ts'
import type { Rivals } from './rivals.ts'
import { keyOf } from './stack-lock.ts'
import type { createWrites } from './writes.ts'

interface GivingWay {
  readonly view: LockView
  readonly rivals: Rivals
  readonly writes: ReturnType<typeof createWrites>
  readonly giving: Giving
}

/** Gives our locks of a stack back, once the writes under them have ended, if another home's go before. */
export function giveWay({ view, rivals, writes, giving }: GivingWay): Subscription {
  return view.changes().subscribe(({ stack }) => {
    const isMeant = () => rivals.givesWay(stack)
    if (isMeant())
      for (const at of view.oursOf(stack)) void writes.ended(keyOf(at)).then(() => giving.give(at, isMeant))
  })
}
