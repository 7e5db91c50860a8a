import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../../api/v1/installation/log.ts'

/** Says which files somebody put beside the saved applies, where nothing reads them. `dir` is the directory of all of them. */
export function sayStrayFiles(dir: string, log: Log): void {
  if (!existsSync(dir)) return
  const files = readdirSync(dir, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  for (const file of files.filter((entry) => entry.isFile()).map(({ name }) => join(dir, name)))
    log(
      `warning: ${file} is not read: what was applied is kept there. next: \`reconcile apply -f ${file}\`, or move it to a directory of your own and watch that with --watch`,
      { level: 'warning' },
    )
}
