import { deepEqual, equal, throws } from 'node:assert/strict'
import { isEmptied, withHead, withoutHead } from '../../../cli/edit/edited-text.ts'
import { editorOf } from '../../../cli/edit/editor.ts'

describe('the editor', () => {
  for (const { env, wants } of [
    { env: {}, wants: ['vi'] },
    { env: { EDITOR: 'nano' }, wants: ['nano'] },
    { env: { EDITOR: 'nano', VISUAL: 'code --wait', KUBE_EDITOR: ' ' }, wants: ['code', '--wait'] },
    {
      env: { KUBE_EDITOR: "'/opt/my editor/bin' -c 'set nu'", EDITOR: 'nano' },
      wants: ['/opt/my editor/bin', '-c', 'set nu'],
    },
    { env: { EDITOR: '"a \\" b" c\\ d' }, wants: ['a " b', 'c d'] },
    { env: { EDITOR: 'a; rm -rf $HOME' }, wants: ['a;', 'rm', '-rf', '$HOME'] },
  ])
    it(`is ${wants.join('|')} with ${JSON.stringify(env)}`, () => deepEqual(editorOf(env), wants))

  it('is refused where a quote has no other one', () => {
    throws(() => editorOf({ EDITOR: "vim 'x" }), /EDITOR has a quote without its other one/)
  })
})

describe('the text in the editor', () => {
  const about = ['service/web stands in a.yaml.']

  it('has what it is and what is wrong above it, and is as it was without them', () => {
    const text = '# mine\nkind: Service\n#: not at the top\n'
    const shown = withHead(text, { about, wrong: 'a.yaml:2:1: bad\nand worse' })
    equal(shown.startsWith('#: service/web stands in a.yaml.\n#:'), true)
    equal(shown.includes('\n#: error: a.yaml:2:1: bad\n#: error: and worse\n# mine\n'), true)
    equal(withoutHead(shown), text)
    equal(withoutHead(withHead(text, { about, wrong: '' })), text)
  })

  for (const { text, wants } of [
    { text: '', wants: true },
    { text: '\n# a\n---\n  \n', wants: true },
    { text: 'a: 1\n', wants: false },
  ])
    it(`${wants ? 'is' : 'is not'} emptied: ${JSON.stringify(text)}`, () => equal(isEmptied(text), wants))
})
