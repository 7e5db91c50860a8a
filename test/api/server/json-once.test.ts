import { deepEqual } from 'node:assert/strict'
import { jsonOnce } from '../../../api/server/json-once.ts'

describe('the JSON of objects', () => {
  it('is made once, until much else was asked for', () => {
    const made: string[] = []
    const object = (name: string) => ({
      toJSON() {
        made.push(name)
        return name.padEnd(10, '.')
      },
    })
    const json = jsonOnce(30)
    const [a, b, c] = ['a', 'b', 'c'].map(object)
    const asked = [a, b, a, b, c, c, a].map((each) => json(each as object))
    deepEqual([made.join(''), asked[0], asked.at(-1)], ['abca', '"a........."', '"a........."'])
  })
})
