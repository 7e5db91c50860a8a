import { equal } from 'node:assert/strict'
import { documentSpan, withSpan } from '../../../store/writer/document-span.ts'

const TWO = '# head\na: 1\n---\n# second\nb: |\n  ---\n  x\n# end\n---\n\n---\nc: 3'

describe('the span of a document', () => {
  for (const { text, document, wants } of [
    { text: 'a: 1\n', document: 0, wants: 'a: 1\n' },
    { text: '# x\na: 1\n# y\n', document: 0, wants: '# x\na: 1\n# y\n' },
    { text: '---\na: 1\n...\n', document: 0, wants: 'a: 1\n' },
    { text: '--- {a: 1}\n--- {b: 1}\n', document: 1, wants: '{b: 1}\n' },
    { text: TWO, document: 0, wants: '# head\na: 1\n' },
    { text: TWO, document: 1, wants: '# second\nb: |\n  ---\n  x\n# end\n' },
    { text: TWO, document: 2, wants: 'c: 3' },
    { text: '\ufeffa: 1\n---\nb: 2\n', document: 1, wants: 'b: 2\n' },
    { text: '{\t"a": 1}\n', document: 0, wants: '{\t"a": 1}\n' },
  ])
    it(`is its text with its comments: ${JSON.stringify(text)}, ${document}`, () => {
      const span = documentSpan(text, document)
      equal(span && text.slice(span.from, span.to), wants)
      equal(span && withSpan(text, span, wants), text)
    })

  it('is none of a document that is not there, or of a text that can not be read', () => {
    equal(documentSpan('a: 1\n', 1), undefined)
    equal(documentSpan('a: [\n', 0), undefined)
  })

  it('keeps what comes after on a line of its own', () => {
    const span = documentSpan(TWO, 0)
    equal(span && withSpan(TWO, span, 'a: 2').startsWith('a: 2\n---\n# second'), true)
  })
})
