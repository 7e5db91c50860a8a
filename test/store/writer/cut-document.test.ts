import { deepEqual, equal } from 'node:assert/strict'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import { cutDocument } from '../../../store/writer/cut-document.ts'
import { commentsOf } from '../../../store/writer/comments.ts'

const A = 'a: 1   # one\nlist:\n  - x\n'
const B = 'b: |\n  text\n  more\n'
const C = 'c: { d: 1 }\n'

describe('cutDocument', () => {
  for (const { it: sentence, text, document = 0, wants } of [
    { it: 'takes out the first one', text: `${A}---\n${B}`, wants: `---\n${B}` },
    { it: 'takes out one between', text: `${A}---\n${B}---\n${C}`, document: 1, wants: `${A}---\n${C}` },
    { it: 'takes out the last one', text: `${A}---\n${B}`, document: 1, wants: A },
    { it: 'takes its mark, and what stands behind that', text: `--- # a\n${A}--- # b\n${B}`, wants: `--- # b\n${B}` },
    {
      it: 'takes one in the line of its mark',
      text: `${A}--- {b: 1} # b\n---\n${C}`,
      document: 1,
      wants: `${A}---\n${C}`,
    },
    { it: 'takes the comments right above it', text: `# of a\n${A}---\n# of b\n${B}`, wants: `---\n# of b\n${B}` },
    { it: 'takes those in it, and indented ones behind it', text: `${A}  # still a\n---\n${B}`, wants: `---\n${B}` },
    {
      it: 'leaves what a blank line sets apart: it may be about the file',
      text: `# Licence\n#\n# of all\n\n# of a\n${A}---\n${B}`,
      wants: `# Licence\n#\n# of all\n---\n${B}`,
    },
    {
      it: 'leaves a heading between documents with the one before',
      text: `${A}---\n# ==== databases ====\n\n# of b\n${B}---\n${C}`,
      document: 1,
      wants: `${A}# ==== databases ====\n---\n${C}`,
    },
    {
      it: 'leaves a comment above the next mark: it may be about that',
      text: `${A}\n# about b\n---\n${B}`,
      wants: `# about b\n---\n${B}`,
    },
    {
      it: 'leaves the end of the file',
      text: `${A}---\n${B}\n# vim: ft=yaml\n`,
      document: 1,
      wants: `${A}# vim: ft=yaml\n`,
    },
    {
      it: 'passes over blank documents',
      text: `---\n---\n${A}---\n---\n${B}`,
      document: 1,
      wants: `---\n---\n${A}---\n`,
    },
    {
      it: 'keeps line ends and byte order mark',
      text: '\ufeffa: 1\r\n---\r\nb: 2\r\n',
      document: 1,
      wants: '\ufeffa: 1\r\n',
    },
    { it: 'leaves a text without an end of its last line', text: 'a: 1\n---\nb: 2', wants: '---\nb: 2' },
  ])
    it(sentence, () => {
      const edited = cutDocument(text, document)
      equal('text' in edited ? edited.text : edited.refused, wants)
    })

  for (const { it: sentence, text, wants } of [
    { it: 'the only document', text: A, wants: 'it is the only document' },
    { it: 'what is no YAML', text: `${A}---\n[`, wants: /can't be read/ },
    { it: 'documents that `...` ends', text: `${A}...\n---\n${B}`, wants: /can not be taken out alone/ },
    { it: 'what directives stand above', text: `%YAML 1.2\n---\n${A}---\n${B}`, wants: /can not be taken out alone/ },
  ])
    it(`refuses ${sentence}`, () => {
      const edited = cutDocument(text, 0)
      const said = 'refused' in edited ? edited.refused : edited.text
      equal(typeof wants === 'string' ? said === wants : wants.test(said), true, said)
    })

  it('leaves what the others say, and every comment that is not its own, in any order of documents', () => {
    const parts = [`# 0\n\n# of a\n${A}`, `# of b\n${B}\n# 1\n`, `${C}\n# 2\n`, '# of e\ne: "# none"\n']
    for (const [document] of parts.entries()) {
      const text = parts.join('---\n')
      const edited = cutDocument(text, document)
      if (!('text' in edited)) throw new Error(edited.refused)
      const values = (of: string) => parseDocuments(of, '').documents.map(({ value }) => value)
      deepEqual(values(edited.text), values(text).toSpliced(document, 1))
      const own = new Set(['# one', '# of a', '# of b', '# of e'].filter((each) => parts[document]?.includes(each)))
      deepEqual(
        commentsOf(edited.text),
        commentsOf(text).filter((comment) => !own.has(comment)),
      )
    }
  })
})
