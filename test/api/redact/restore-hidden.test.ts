import { deepEqual } from 'node:assert/strict'
import { restoreHidden } from '../../../api/v1/redact/restore-hidden.ts'

/** Each row: a text as a client sends it back, and the text that results; undefined where that can't be known. */
describe('S9: what is put back in the place of ***', () => {
  const live = 'port 1\nrequirepass hunter2\nmasterauth hunter3\n'
  const shown = 'port 1\nrequirepass ***\nmasterauth ***\n'
  for (const [sent, value] of [
    [shown, live],
    ['port 2\nrequirepass ***\nmasterauth ***\n', 'port 2\nrequirepass hunter2\nmasterauth hunter3\n'],
    ['masterauth ***\n', 'masterauth hunter3\n'],
    ['requirepass new\nmasterauth ***\n', 'requirepass new\nmasterauth hunter3\n'],
    ['requirepass *** # ours\n', undefined],
    ['other ***\n', undefined],
  ] as const)
    it(`is ${JSON.stringify(value)} for ${JSON.stringify(sent)}`, () =>
      deepEqual(restoreHidden({ content: sent }, { live: { content: live }, shown: { content: shown } }), {
        value: { content: value ?? sent },
        restored: value === undefined ? [] : [['content']],
        unknown: value === undefined ? [['content']] : [],
      }))

  it('is the next of those that are shown alike, where all of them are there', () => {
    const sides = { live: 'key a\nx\nkey b', shown: 'key ***\nx\nkey ***' }
    deepEqual(restoreHidden('key ***\ny\nkey ***', sides).value, 'key a\ny\nkey b')
    deepEqual(restoreHidden('key ***\nkey ***\nkey ***', sides).unknown, [[]])
  })

  it('is nothing where the stars are those of the value itself, however often', () => {
    const live = 'echo *** begin ***\nport 1\n'
    for (const sent of ['echo *** begin ***\nport 2\n', 'echo *** begin ***\necho *** begin ***\n'])
      deepEqual(restoreHidden(sent, { live, shown: live }), { value: sent, restored: [], unknown: [] })
    const sides = { live: `${live}key a`, shown: `${live}key ***` }
    deepEqual(restoreHidden('echo *** begin ***\nport 2\nkey ***', sides).value, 'echo *** begin ***\nport 2\nkey a')
  })
})
