import { deepEqual, equal } from 'node:assert/strict'
import { logPosition } from '../../cli/log-position.ts'
import type { LogLine } from '../../engine/engine.ts'

const line = (timestamp: string, text: string): LogLine => ({ stream: 'stdout', text, timestamp })
const AT = '2026-11-20T10:00:00.'

describe('how far the lines of a container were taken', () => {
  it('goes on at the last millisecond, and takes no line of it twice', () => {
    const { take, again } = logPosition()
    const first = [line(`${AT}001000000Z`, 'a'), line(`${AT}002000001Z`, 'b'), line(`${AT}002000001Z`, 'b')]
    deepEqual(first.map(take), [true, true, true])
    equal(again(), Date.parse(`${AT}002Z`))
    const second = [...first.slice(1), line(`${AT}002000001Z`, 'b'), line(`${AT}002000002Z`, 'c')]
    deepEqual(second.map(take), [false, false, true, true])
    again()
    deepEqual([...second, line(`${AT}002000003Z`, 'd')].map(take), [false, false, false, false, true])
  })

  it('takes no line of before the last millisecond when another reading begins earlier', () => {
    const { take, again } = logPosition()
    const first = [line(`${AT}001000000Z`, 'a'), line(`${AT}002000000Z`, 'b')]
    deepEqual(first.map(take), [true, true])
    again()
    deepEqual([...first, line(`${AT}003000000Z`, 'c')].map(take), [false, false, true])
  })

  it('is nowhere before the first line, and takes lines without a time', () => {
    const { take, again } = logPosition()
    equal(again(), undefined)
    equal(take({ stream: 'stdout', text: 'a' }), true)
    equal(again(), undefined)
  })
})
