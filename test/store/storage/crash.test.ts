import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { inShare } from '../../support/share.ts'

describe('the log of a process that is killed', () => {
  it('has every acknowledged batch, whole, and of the others each whole or not at all', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'crash-'))
    const random = seededRandom(20261120)
    let last = 0
    try {
      for (let turn = 0; turn < inShare(6, 100); turn += 1) {
        const said = await killedAfter(Math.floor(random.next() * 250), [dir, String(turn), String(last)])
        const entries = (await readStorage({ dir })) as ReadonlyMap<string, { batch: number }>
        last = entries.get('/last')?.batch ?? 0
        assert.ok(last >= said.kept, `batch ${said.kept} was acknowledged, the last one there is ${last}`)
        assert.ok(last <= said.sent, `batch ${last} was never written`)
        for (let key = 0; key < 7; key += 1) {
          const newest = last - ((last - key + 7) % 7)
          const expected = newest > 0 ? newest : undefined
          assert.equal(entries.get(`/${key}`)?.batch, expected, `key ${key} after batch ${last}`)
          assert.deepEqual(entries.get(`/also/${key}`), entries.get(`/${key}`))
        }
      }
      assert.ok(last > 0)
    } finally {
      await rm(dir, { recursive: true })
    }
  }).timeout(600_000)
})

/** Runs the writer and kills it so long after it opened; answers the highest batches it sent and had acknowledged. */
async function killedAfter(ms: number, args: readonly string[]): Promise<{ sent: number; kept: number }> {
  const script = join(import.meta.dirname, 'writer.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => {
    if (text === '') realClock.after(ms, () => child.kill('SIGKILL'))
    text += bytes.toString()
  })
  await once(child, 'close')
  const highest = (word: string) =>
    Math.max(0, ...[...text.matchAll(new RegExp(`${word} (\\d+)\n`, 'g'))].map((m) => Number(m[1])))
  // Batches were numbered from what the life before left.
  return { sent: Math.max(highest('sent'), Number(args[2])), kept: highest('kept') }
}
