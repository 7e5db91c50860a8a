import { equal } from 'node:assert/strict'
import { lastLines, QUOTED } from '../../../controllers/runtime/bounded-exec.ts'

describe('what a failed command said last', () => {
  const rows: readonly [output: string, said: string][] = [
    ['', ''],
    ['no such file\n', 'no such file'],
    ['DB_PASSWORD=hunter2 is refused\n', 'DB_PASSWORD=*** is refused'],
    [`DB_PASSWORD=${'hunter2'.repeat(100)}\nit is refused\n`, 'it is refused'],
    ['hunter2'.repeat(100), ''],
  ]
  for (const [output, said] of rows)
    it(`is ${JSON.stringify(said)} of ${JSON.stringify(output.slice(0, 30))}`, () => {
      const bytes = Buffer.from(output).subarray(-QUOTED)
      equal(lastLines(bytes).replace(/=\S+/, '=***'), said)
      equal(lastLines(bytes).includes('hunter2'), false)
    })
})
