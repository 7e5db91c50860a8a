import assert from 'node:assert/strict'
import { booleanWord } from '../../../compose/units/boolean.ts'
import { byteCount } from '../../../compose/units/bytes.ts'
import { durationSeconds } from '../../../compose/units/duration.ts'
import { goNumber } from '../../../compose/units/go-number.ts'

function table<I, O>(name: string, read: (input: I) => O, rows: readonly (readonly [I, O])[]): void {
  describe(name, () => {
    for (const [input, output] of rows) {
      it(`${JSON.stringify(input)} is ${JSON.stringify(output) ?? 'none'}`, () => assert.equal(read(input), output))
    }
  })
}

table('a duration in seconds', durationSeconds, [
  ['10s', 10],
  ['1m30s', 90],
  ['1.5h', 5400],
  ['500ms', 0.5],
  ['100us', 0.0001],
  ['100µs', 0.0001],
  ['1ns', 1e-9],
  ['1d', 86_400],
  ['1w2d', 777_600],
  ['.5s', 0.5],
  ['0', 0],
  ['0s', 0],
  ['10', undefined],
  ['', undefined],
  ['1 s', undefined],
  ['-1s', undefined],
  ['1y', undefined],
  ['1s2', undefined],
])

table('a size in bytes', byteCount, [
  ['0', 0],
  ['1024', 1024],
  ['64m', 67_108_864],
  ['64M', 67_108_864],
  ['64mb', 67_108_864],
  ['64MiB', 67_108_864],
  ['1kb', 1024],
  ['1.5g', 1_610_612_736],
  ['64 m', 67_108_864],
  ['1b', 1],
  ['1p', 1_125_899_906_842_624],
  ['0.5k', 512],
  ['.5k', 512],
  ['1.g', 1_073_741_824],
  ['.', undefined],
  ['1x', undefined],
  ['-1', undefined],
  ['', undefined],
  ['1.2.3k', undefined],
  ['999999p', undefined],
])

table('a word for true or false', booleanWord, [
  ['true', true],
  ['Yes', true],
  ['y', true],
  ['ON', true],
  ['false', false],
  ['No', false],
  ['n', false],
  ['off', false],
  ['1', undefined],
  ['', undefined],
  ['constructor', undefined],
])

table('a number as text', goNumber, [
  [0, '0'],
  [-0, '0'],
  [5432, '5432'],
  [100_000_000, '100000000'],
  [1.5, '1.5'],
  [-1.5, '-1.5'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [123_456.5, '123456.5'],
  [1_234_567.5, '1.2345675e+06'],
  [12_345_678_901.5, '1.23456789015e+10'],
])

table('a whole number written as a float', (value: number) => goNumber(value, true), [
  [1, '1'],
  [100_000, '100000'],
  [1e6, '1e+06'],
  [2_100_000, '2.1e+06'],
  [1e21, '1e+21'],
])
