import { equal, ok } from 'node:assert/strict'
import { redactText } from '../../../api/v1/redact/text.ts'

const SECRET = 'hunter2'

describe('the text of a manifest, shown', () => {
  const rows: readonly { readonly it: string; readonly text: string; readonly shown: string }[] = [
    {
      it: 'is as it was written where nothing is secret, comments and all',
      text: 'web: # the front\n    image: nginx\n    environment: {LEVEL: 3}\n',
      shown: 'web: # the front\n    image: nginx\n    environment: {LEVEL: 3}\n',
    },
    {
      it: 'hides a variable of a map',
      text: 'web:\n    environment:\n        DB_PASSWORD: hunter2 # old\n        A: b\n',
      shown: 'web:\n    environment:\n        DB_PASSWORD: "***" # old\n        A: b\n',
    },
    {
      it: 'hides a variable of a list, quoted or not',
      text: 'web:\n  environment: [ "TOKEN=hunter2", DB_PASSWORD=hunter2, A=b ]',
      shown: 'web:\n  environment: [ "TOKEN=***", "DB_PASSWORD=***", A=b ]',
    },
    {
      it: 'hides the value beside a name, in either order',
      text: 'env:\n- name: TOKEN\n  value: hunter2\n- { value: hunter2, name: API_KEY }\n- { name: A, value: b }\n',
      shown: 'env:\n- name: TOKEN\n  value: "***"\n- { value: "***", name: API_KEY }\n- { name: A, value: b }\n',
    },
    {
      it: 'hides text over several lines',
      text: 'env:\n  PRIVATE_KEY: |\n    hunter2\n    hunter2\n  TOKEN: "hunter2\n    hunter2"\n  A: b\n',
      shown: 'env:\n  PRIVATE_KEY: "***"\n  TOKEN: "***"\n  A: b\n',
    },
    {
      it: 'hides a URL with a password, wherever it stands',
      text: 'web:\n  command: [serve, "postgres://me:hunter2@db/x"]\n',
      shown: 'web:\n  command: [serve, "***"]\n',
    },
    {
      it: 'hides what options and commands set',
      text: 'o: "username=me,password=hunter2"\ncommand: [serve, --token, hunter2]\ntest: [sh, "A=b KEY=hunter2 x"]\n',
      shown: 'o: "username=me,password=***"\ncommand: [serve, --token, "***"]\ntest: [sh, "A=b KEY=*** x"]\n',
    },
    {
      it: 'hides what is given in case a variable is not set',
      text: 'web: {environment: {DB_PASSWORD: "${PW:-hunter2}"}}',
      shown: 'web: {environment: {DB_PASSWORD: "***"}}',
    },
    {
      it: 'hides what was commented out',
      text: 'web:\n  image: a\n  # DB_PASSWORD: hunter2\n  # why it is so\n',
      shown: 'web:\n  image: a\n  # ***\n  # why it is so\n',
    },
    {
      it: 'reads the piece of a list, whose first line has lost its indentation',
      text: 'kind: Service\n    spec:\n      template:\n        env: [{name: TOKEN, value: hunter2}]\n',
      shown: 'kind: Service\n    spec:\n      template:\n        env: [{name: TOKEN, value: "***"}]\n',
    },
    {
      it: 'reads JSON',
      text: '{"env": [{"name": "TOKEN", "value": "hunter2"}]}',
      shown: '{"env": [{"name": "TOKEN", "value": "***"}]}',
    },
  ]
  for (const { it: sentence, text, shown } of rows)
    it(sentence, () => {
      equal(redactText(text), shown)
      ok(!redactText(text)?.includes(SECRET))
    })

  it('takes no longer for a long word in a comment than for many short ones', () => {
    const comment = `# ${'a'.repeat(300_000)} TOKEN=hunter2`
    equal(redactText(`web: {}\n${comment}\n`), 'web: {}\n# ***\n')
  }).timeout(2_000)

  it('is nothing where it can not be read', () => equal(redactText('a: [b: TOKEN=hunter2'), undefined))
})
