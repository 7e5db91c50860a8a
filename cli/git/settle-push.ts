import { join } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import type { Clock } from '../../clock/clock.ts'
import { diskFiles } from '../../store/source/disk/disk-files.ts'
import { gitStateOf } from '../../store/source/disk/git-state.ts'
import { settleTurn } from './checkout-turn.ts'
import { hookRepository } from './repository.ts'

/**
 * Makes what a watched directory calls before each reading, so that nothing is read of a push whose branch git did not move. It takes such a
 * push back, and returns what is under way while one is being written. It never rejects: what fails is logged, once, and left to the next push.
 */
export function pushSettler(clock: Clock, log: Log): (directory: string) => Promise<string | undefined> {
  const told = new Set<string>()
  return async (directory) => {
    try {
      const state = await settleTurn(join(directory, '.git'), {
        now: () => clock.now(),
        head: async () => (await gitStateOf(diskFiles, directory))?.head,
        open: () => hookRepository({ env: process.env, cwd: directory }),
      })
      if (state === 'taken back') log(`${directory}: took back a push that git did not accept in the end`)
      return state === 'under way' ? 'a push is being written, and git has not moved the branch yet' : undefined
    } catch (error) {
      const message = errorText(error)
      if (!told.has(message)) log(message, { level: 'warning' })
      told.add(message)
      return undefined
    }
  }
}
