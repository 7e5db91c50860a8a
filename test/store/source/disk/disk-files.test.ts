import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { diskFiles } from '../../../../store/source/disk/disk-files.ts'
import { until } from '../../../support/until.ts'
import { filesSuite } from '../files.suite.ts'

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
    until: async (holds) => void (await until('a hint', holds)),
    answer: (call) => call,
    close: () => rmSync(root, { recursive: true, force: true }),
  }
})
