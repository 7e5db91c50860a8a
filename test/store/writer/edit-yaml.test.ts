import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import { editYaml, type Scalar } from '../../../store/writer/edit-yaml.ts'
import { texts } from './texts.ts'

const SERVICES = 'services:\n  web:\n    image: nginx\n'

describe('editing one value of a YAML text', () => {
  const cases: readonly {
    readonly it: string
    readonly text: string
    readonly path: readonly (string | number)[]
    readonly value?: Scalar
    readonly document?: number
    readonly becomes: (text: string) => string
  }[] = [
    {
      it: 'changes a number and nothing around it',
      text: texts['comments everywhere, aligned'] ?? '',
      path: ['services', 'web', 'deploy', 'replicas'],
      becomes: (text) => text.replace('replicas:   3   ', 'replicas:   5   '),
    },
    {
      it: 'keeps CRLF where it adds lines',
      text: texts['CRLF line ends'] ?? '',
      path: ['services', 'api', 'deploy', 'replicas'],
      becomes: (text) => `${text}    deploy:\r\n      replicas: 5\r\n`,
    },
    {
      it: 'adds no line end to a file that has none',
      text: texts['CRLF without an end'] ?? '',
      path: ['services', 'web', 'deploy', 'replicas'],
      becomes: (text) => `${text}\r\n        deploy:\r\n            replicas: 5`,
    },
    {
      it: 'adds a key before the comment of what follows',
      text: `${SERVICES}\n  # the api\n  api:\n    image: api\n`,
      path: ['services', 'web', 'scale'],
      becomes: (text) => text.replace('nginx\n', 'nginx\n    scale: 5\n'),
    },
    {
      it: 'adds a key beside a merge key that brings it',
      text: texts['anchors, merge keys and extension fields'] ?? '',
      path: ['services', 'jobs', 'deploy', 'replicas'],
      becomes: (text) => text.replace('dnsrr\n', 'dnsrr\n      replicas: 5\n'),
    },
    {
      it: 'adds a key in braces, with a comma',
      text: texts['several documents'] ?? '',
      document: 1,
      path: ['spec', 'progressDeadlineSeconds'],
      becomes: (text) => text.replace('args: [a, b]}}', 'args: [a, b]}, progressDeadlineSeconds: 5}'),
    },
    {
      it: 'adds a key in braces that end with a comma',
      text: texts['flow maps over lines, commas behind the last'] ?? '',
      path: ['services', 'api', 'init'],
      value: true,
      becomes: (text) => text.replace('scale: 4,\n', 'scale: 4,\n    init: true,\n'),
    },
    {
      it: 'quotes what it adds to JSON',
      text: texts['JSON'] ?? '',
      path: ['services', 'web', 'scale'],
      becomes: (text) => text.replace('"replicas": 2 }\n', '"replicas": 2 },\n      "scale": 5\n'),
    },
    {
      it: 'edits JSON that is indented with tabs',
      text: texts['JSON with tabs'] ?? '',
      path: ['services', 'web', 'scale'],
      becomes: (text) => text.replace('"scale": 1', '"scale": 5'),
    },
    {
      it: 'gives a key without a value one, behind its comment',
      text: 'services:\n  web:\n    deploy:  # later\n    image: a\n',
      path: ['services', 'web', 'deploy', 'replicas'],
      becomes: (text) => text.replace('# later\n', '# later\n      replicas: 5\n'),
    },
    {
      it: 'keeps the quotes of a number that is written as text',
      text: 'services:\n  web:\n    scale: "2"\n',
      path: ['services', 'web', 'scale'],
      becomes: (text) => text.replace('"2"', '"5"'),
    },
    {
      it: 'quotes text that would read as a number',
      text: SERVICES,
      path: ['services', 'web', 'image'],
      value: '12',
      becomes: (text) => text.replace('nginx', '"12"'),
    },
    {
      it: 'keeps a byte order mark',
      text: texts['a byte order mark'] ?? '',
      path: ['services', 'web', 'scale'],
      becomes: (text) => text.replace('scale: 1', 'scale: 5'),
    },
  ]
  for (const { it: sentence, text, path, value = 5, document = 0, becomes } of cases)
    it(sentence, () => {
      const edited = editYaml(text, { document, path, value })
      ok('text' in edited, JSON.stringify(edited))
      equal(edited.text, becomes(text))
      ok(edited.text !== text)
    })

  for (const { it: sentence, text, path, refused, line } of [
    {
      it: 'is refused where other places take the value by an anchor',
      text: 'services:\n  web: &web\n    scale: 2\n  api: *web\n',
      path: ['services', 'web', 'scale'],
      refused: /shared: other places take it by the anchor &web/,
      line: 3,
    },
    {
      it: 'is refused where the value is an alias',
      text: texts['anchors, merge keys and extension fields'] ?? '',
      path: ['services', 'api', 'deploy', 'replicas'],
      refused: /shared: it is what the anchor &deploy names/,
      line: 14,
    },
    {
      it: 'is refused where a key beside the merge key would hide more than one value',
      text: 'a: &a\n  deploy: { replicas: 1, mode: x }\nservices:\n  web:\n    <<: *a\n',
      path: ['services', 'web', 'deploy', 'replicas'],
      refused: /shared: deploy comes through a merge key/,
      line: 5,
    },
    { it: 'is refused where a list stands', text: 'a: [1]\n', path: ['a'], refused: /not one value/, line: 1 },
    { it: 'is refused below a value', text: 'a: 1\n', path: ['a', 'b'], refused: /nothing below it/, line: 1 },
    { it: 'is refused in a broken file', text: 'a: 1\nb: [\n', path: ['a'], refused: /can't be read/, line: 3 },
  ])
    it(sentence, () => {
      const edited = editYaml(text, { document: 0, path, value: 5 })
      ok('refused' in edited, JSON.stringify(edited))
      match(edited.refused, refused)
      equal(edited.line, line)
    })

  it('changes an anchored value that nobody takes', () => {
    const edited = editYaml('a: &a { b: 1 }\n', { document: 0, path: ['a', 'b'], value: 2 })
    deepEqual(edited, { text: 'a: &a { b: 2 }\n' })
  })

  it('reads what it wrote as its own reader does', () => {
    const edited = editYaml(texts['odd keys and values'] ?? '', {
      document: 0,
      path: ['services', 'web.1', 'nothing', 'x'],
      value: 'a: b',
    })
    ok('text' in edited, JSON.stringify(edited))
    const [document] = parseDocuments(edited.text, 'a.yaml').documents
    const services = (document?.value as { services: Record<string, { nothing: unknown }> }).services
    deepEqual(services['web.1']?.nothing, { x: 'a: b' })
  })
})
