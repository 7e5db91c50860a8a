import { equal } from 'node:assert/strict'
import { signalNumber } from '../../api/v1/signal.ts'

describe('a signal', () => {
  for (const [text, number] of [
    ['HUP', 1],
    ['sigkill', 9],
    ['15', 15],
    ['64', 64],
    ['RTMIN+3', 37],
    ['sigrtmax-14', 50],
    ['CLD', 17],
    ['POLL', 29],
    ['IOT', 6],
    ['RTMIN+0', undefined],
    ['RTMIN+16', undefined],
    ['RTMAX-15', undefined],
    ['RTMAX+1', undefined],
    ['0', undefined],
    ['65', undefined],
    ['999', undefined],
    ['RTMIN+31', undefined],
    ['WHAT', undefined],
    ['', undefined],
  ] as const)
    it(`${text} is ${number ?? 'none'}`, () => equal(signalNumber(text), number))
})
