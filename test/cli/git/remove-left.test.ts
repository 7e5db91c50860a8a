import { deepEqual, equal } from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearTurn } from '../../../cli/git/checkout-turn.ts'
import { removeLeft } from '../../../cli/git/remove-left.ts'
import type { Repository } from '../../../cli/git/repository.ts'

describe('what a hook that was killed left', () => {
  let gitDirectory: string
  let lock: string
  beforeEach(() => {
    gitDirectory = mkdtempSync(join(tmpdir(), 'reconcile-left-'))
    mkdirSync(join(gitDirectory, 'reconcile'))
    lock = join(gitDirectory, 'index.lock')
  })
  afterEach(() => rmSync(gitDirectory, { recursive: true }))

  const isDead = (path: string) => readFileSync(path, 'utf8') === 'dead'
  const beside = () => readdirSync(join(gitDirectory, 'reconcile'))

  it('is removed, unless another one was faster and put its own there', () => {
    writeFileSync(lock, 'dead')
    removeLeft({ gitDirectory }, lock, isDead)
    equal(existsSync(lock), false)
    removeLeft({ gitDirectory }, lock, isDead)
    writeFileSync(lock, 'alive')
    removeLeft({ gitDirectory }, lock, isDead)
    equal(readFileSync(lock, 'utf8'), 'alive')
    deepEqual(beside(), [])
  })

  it('is no turn that began while the one of before was looked at', async () => {
    const turn = join(gitDirectory, 'reconcile/turn')
    const begun = JSON.stringify({ next: 'new', pid: process.pid })
    writeFileSync(turn, JSON.stringify({ next: 'old', pid: 2 ** 30 }))
    const run = async () => {
      writeFileSync(turn, begun)
      return { code: 0, out: Buffer.from('old\n'), err: '' }
    }
    await clearTurn({ now: () => 0 } as never, { gitDirectory, run } as unknown as Repository)
    equal(readFileSync(turn, 'utf8'), begun)
    deepEqual(beside(), ['turn'])
  })
})
