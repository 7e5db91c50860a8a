import { rejects } from 'node:assert/strict'
import { until } from '../../hack/bench/until.ts'

describe('the wait of a bench row', () => {
  it('ends with the command that fails', async () => {
    await rejects(
      until('never', async () => false, Promise.reject(new Error('exit 1'))),
      /exit 1/,
    )
  })
})
