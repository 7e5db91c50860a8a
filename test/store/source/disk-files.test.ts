import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import { diskFiles } from '../../../store/source/disk-files.ts'
import { until } from './disk-world.ts'
import { filesSuite } from './files.suite.ts'

filesSuite('on the disk', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-files-')))
  return {
    files: diskFiles,
    root,
    write(path, text) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    },
    makeLink: (path, target) => symlinkSync(target, path),
    makePipe: (path) => execFileSync('mkfifo', [path]),
    remove: (path) => rmSync(path, { recursive: true }),
    until: (holds) => until('a hint', holds),
    async answer(call) {
      const answer = await call
      await sleep(realClock, 20)
      return answer
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
})
