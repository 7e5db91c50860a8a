import { equal } from 'node:assert/strict'
import { signalNumber } from '../../engine/signal.ts'

describe('a signal', () => {
  for (const [text, number] of [
    ['HUP', 1],
    ['sigkill', 9],
    ['15', 15],
    ['64', 64],
    ['RTMIN+3', 37],
    ['0', undefined],
    ['65', undefined],
    ['999', undefined],
    ['RTMIN+31', undefined],
    ['WHAT', undefined],
    ['', undefined],
  ] as const)
    it(`${text} is ${number ?? 'none'}`, () => equal(signalNumber(text), number))
})
