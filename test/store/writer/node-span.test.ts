import { equal } from 'node:assert/strict'
import { nodeSpan, withNode } from '../../../store/writer/node-span.ts'

describe('a node of a text', () => {
  for (const { it: sentence, text, path, node, becomes } of [
    {
      it: 'is replaced from its key to its end, comments around it kept',
      text: '# shop\nservices:\n  # the front\n  web:\n    image: a # old\n  # the rest\n  db: { image: b }\n',
      path: ['services', 'web'],
      node: 'web:\n    image: c # new\n    user: "1"',
      becomes:
        '# shop\nservices:\n  # the front\n  web:\n    image: c # new\n    user: "1"\n  # the rest\n  db: { image: b }\n',
    },
    {
      it: 'that is the last one ends as the text did',
      text: 'services:\n  web:\n    image: a',
      path: ['services', 'web'],
      node: 'web:\n    image: c\n',
      becomes: 'services:\n  web:\n    image: c',
    },
    {
      it: 'may stand in braces',
      text: '{ services: { web: { image: a }, db: { image: b } } }\n',
      path: ['services', 'web'],
      node: 'web: { image: c }',
      becomes: '{ services: { web: { image: c }, db: { image: b } } }\n',
    },
    {
      it: 'may be a whole document',
      text: '\ufeff# one\na: 1\n---\n# two\nb: 2\n',
      path: [],
      node: 'a: 3\nc: 4\n',
      becomes: '\ufeff# one\na: 3\nc: 4\n---\n# two\nb: 2\n',
    },
    {
      it: 'that an anchor names has no place of its own',
      text: 'x-a: &a { image: a }\nservices:\n  web: *a\n',
      path: ['services', 'web'],
      node: 'web: { image: b }',
      becomes: undefined,
    },
  ])
    it(sentence, () => {
      const span = nodeSpan(text, { document: 0, path })
      equal(span && withNode(text, span, node), becomes)
    })
})
