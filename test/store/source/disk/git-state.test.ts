import assert from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { gitStateOf } from '../../../../store/source/disk/git-state.ts'
import { createMemoryFiles } from '../../../../store/source/disk/memory-files.ts'

const left: readonly (readonly [string, string])[] = [
  [
    'index.lock',
    'git is writing the work tree (/srv/.git/index.lock): where no git runs there any more, one was killed: remove that file',
  ],
  [
    'rebase-merge/done',
    'a rebase is in progress (/srv/.git/rebase-merge): `git rebase --continue` or `--abort` there ends it',
  ],
  [
    'rebase-apply/applying',
    '`git am` is in progress (/srv/.git/rebase-apply/applying): `git am --continue` or `--abort` there ends it',
  ],
  [
    'rebase-apply/next',
    'a rebase is in progress (/srv/.git/rebase-apply): `git rebase --continue` or `--abort` there ends it',
  ],
  ['MERGE_HEAD', 'a merge is in progress (/srv/.git/MERGE_HEAD): `git commit` or `git merge --abort` there ends it'],
  ['BISECT_LOG', 'a bisect is in progress (/srv/.git/BISECT_LOG): `git bisect reset` there ends it'],
]

describe('what git left in a work tree', () => {
  for (const [name, wanted] of left)
    it(`says what goes on, and what ends it: ${name}`, async () => {
      const clock = virtualClock({ seed: 1, start: 1_000 })
      const files = createMemoryFiles(clock)
      files.write('/srv/.git/HEAD', 'aaaa')
      files.write(`/srv/.git/${name}`, '')
      const state = gitStateOf(files, '/srv')
      await clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 10_000 })
      assert.equal((await state)?.busy, wanted)
    })
})
