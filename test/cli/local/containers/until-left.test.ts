import { equal } from 'node:assert/strict'
import { untilLeft } from '../../../../cli/local/containers/until-left.ts'

const LEFT = '(left)'

describe('what is typed until ctrl-p ctrl-q', () => {
  for (const [sentence, typed, passed] of [
    ['passes on all that is typed', ['ls\n', 'exit\n'], 'ls\nexit\n'],
    ['ends at the two keys', ['ls\n\u0010\u0011', 'rm\n'], `ls\n${LEFT}`],
    ['ends at the two keys, however they come', ['ls\n\u0010', '\u0011rm\n'], `ls\n${LEFT}`],
    ['ends at the last of several ctrl-p', ['\u0010\u0010', '\u0011'], `\u0010${LEFT}`],
    ['passes on a ctrl-p with the next key', ['\u0010', 'a'], '\u0010a'],
    ['passes on a ctrl-q alone', ['\u0011', '\u0011'], '\u0011\u0011'],
    ['passes on a ctrl-p that comes last', ['a\u0010'], 'a\u0010'],
  ] as const)
    it(sentence, async () => equal(await passedOf(typed), passed))
})

async function passedOf(typed: readonly string[]): Promise<string> {
  let passed = ''
  try {
    for await (const bytes of untilLeft(bytesOf(typed))) passed += Buffer.from(bytes).toString()
  } catch (error) {
    passed += error instanceof Error && error.message.includes('goes on in its container') ? LEFT : String(error)
  }
  return passed
}

async function* bytesOf(typed: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of typed) yield Buffer.from(text)
}
