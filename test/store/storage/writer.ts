import { writeSync } from 'node:fs'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { seededRandom } from '../../../clock/random.ts'
import { openStorage } from '../../../store/storage/log.ts'

/**
 * A process that writes until it is killed: `writer DIR SEED FROM`. Batch N sets three keys to N; `sent N` and `kept N` are
 * printed without a buffer, before the write and after its acknowledgement.
 */
const [dir = '', seed = '1', from = '0'] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const storage = await openStorage({ dir, limits: { logBytes: 20_000 } })
await storage.load()
say('open')

let batch = Number(from)
const write = async () => {
  for (;;) {
    batch += 1
    const mine = batch
    const value = { batch: mine, fill: 'x'.repeat(Math.floor(random.next() * 600)) }
    say(`sent ${mine}`)
    await storage.write([`/${mine % 7}`, `/also/${mine % 7}`, '/last'].map((key) => ({ key, value })))
    say(`kept ${mine}`)
  }
}
await Promise.all([write(), write(), write()])

/** Writes a line before it returns, however full the pipe is. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error
    }
  }
}
