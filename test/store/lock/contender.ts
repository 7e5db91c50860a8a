import { appendFileSync } from 'node:fs'
import { realClock } from '../../../clock/real.ts'
import { acquireLock } from '../../../store/lock/lock.ts'

/** A process that takes the lock again and again, notes when it has it, and at last dies with it: `contender DIR NOTES TURNS`. */
const [dir = '', notes = '', turns = '0'] = process.argv.slice(2)
const holder = { pid: process.pid, command: 'contender', startedAt: new Date(0).toISOString() }

for (let turn = 0; turn < Number(turns); turn += 1) {
  const lock = await acquireLock({ dir, waitMs: 60_000, holder, clock: realClock })
  appendFileSync(notes, `enter ${process.pid}\n`)
  await new Promise((resolve) => realClock.after(turn % 3, () => resolve(undefined)))
  appendFileSync(notes, `leave ${process.pid}\n`)
  if (turn === Number(turns) - 1) process.kill(process.pid, 'SIGKILL')
  await lock.release()
}
