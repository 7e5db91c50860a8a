import { deepEqual } from 'node:assert/strict'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'

/** What people get wrong: the text, and the line and the words of the one error that it is. */
const wrong: readonly (readonly [what: string, text: string, line: number, words: RegExp])[] = [
  [
    'a key that is indented less',
    'web:\n    image: a\n   command: b\n',
    3,
    /let all keys of a map begin in one column/,
  ],
  ['an item that is indented less', 'web:\n    - a\n   - b\n', 3, /let all items of a list begin in one column/],
  ['an item among keys', 'web:\n  image: a\n  - b\n', 3, /let all items of a list begin in one column/],
  [
    'a key in the line of another',
    'web: image: a\n',
    1,
    /quote the value if they are part of it, or put the keys below/,
  ],
  ['a value with a colon', 'web:\n  env: A: b\n', 2, /quote the value if they are part of it/],
  ['a key without its colon', 'web:\n  image a\n  command: b\n', 2, /a colon and a space after it are missing/],
  ['a colon without its space', 'web:\n  image:a\n  command: b\n', 2, /a colon and a space after it are missing/],
  [
    'a list that is not closed',
    'web:\n  command: [a, b\n  image: c\n',
    3,
    /the \[ before this is not closed with a \]/,
  ],
  ['a map that is not closed', 'web: {a: b\nother: c\n', 2, /the \{ before this is not closed with a \}/],
  ['a key that is indented too deep', 'web:\n  image: a\n    command: b\n', 2, /or the next line is indented too deep/],
  ['a key of an item that is indented less', 'web:\n  - a: b\n   c: d\n', 3, /in the column of the keys of its item/],
  ['a map without a comma between lines', '{"a": 1,\n "b": 2\n "c": 3}\n', 2, /^a comma after this is missing/],
  ['a map without a comma', 'web: {a: b c: d}\n', 1, /^a comma after this is missing/],
  ['a list without a comma', 'web: ["a"\n  "b"]\n', 2, /^a comma is missing before this$/],
  ['a list of keys without a comma', 'web: [\n  a\n  b: c\n  ]\n', 2, /^a comma is missing after this/],
  ['a list in the line of its key', 'web:\n  command: - a\n', 2, /begin it in the next line, or write it as \[a, b\]/],
  ['a reserved sign', 'web:\n  command: @a\n', 2, /no value begins with this sign: quote it/],
  ['an asterisk', 'web:\n  command: *\n', 2, /begins the name of an alias: quote the value that it is part of$/],
  ['a percent sign', 'web:\n  command: %a\n', 2, /no value begins with this sign: quote it/],
  ['a quote within a value', "web:\n  command: 'it's'\n", 2, /a value has ended before this: quote the whole of it/],
  ['a map behind a list', 'web:\n  command: [a] {b: c}\n', 2, /a value has ended before this: quote the whole of it/],
  ['two quoted texts', 'web:\n  command: "a" "b"\n', 2, /a value has ended before this: quote the whole of it/],
  ['a quoted text that begins a key', 'web:\n  "a" b: c\n', 2, /a value has ended before this: quote the whole of it/],
  ['a map that is closed twice', 'web: {a: b}}\n', 1, /^no \{ is open for this \}: take it out/],
  ['a list that is closed twice', 'web: [a]]\n', 1, /^no \[ is open for this \]: take it out/],
  ['two commas', 'web: [a,, b]\n', 1, /^no value stands before this comma/],
  ['a file whose map is not closed', '{"a": {"b": 1}\n', 2, /the \{ before this is not closed with a \}/],
  ['an ampersand', 'web:\n  command: a\n  entrypoint: & b\n', 3, /^an ampersand begins the name of an anchor: quote/],
  ['a key in the line of ---', '--- a: b\n', 1, /^keys and lists begin in the line after ---$/],
  ['a comment without its space', 'web:\n  command: "a"#b\n', 2, /put a space before the # of a comment/],
  ['an escape that there is none of', 'web:\n  command: "\\d"\n', 2, /double it, or use single quotes/],
  ['a text in the line of its sign', 'web:\n  command: |a\n   b\n', 2, /begins in the next line, indented deeper/],
]

describe('YAML that is written wrongly', () => {
  for (const [what, text, line, words] of wrong)
    it(`is one error with a remedy: ${what}`, () => {
      const { errors } = parseDocuments(text, 'f.yaml')
      deepEqual(
        errors.map(({ place, message }) => [place.line, words.test(message) ? words : message]),
        [[line, words]],
      )
    })
})
