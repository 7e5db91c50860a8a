import { deepEqual } from 'node:assert/strict'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { warningsIn } from '../../../../store/source/reading/warnings.ts'

describe('an optional dependency on a service that its file does not declare', () => {
  const read = (file: string, services: string, stack = 'shop') =>
    readText(
      { file, text: `name: ${stack}\nservices: ${services}\n` },
      { variable: () => undefined, readFile: readSideFile },
      readers,
    )
  const web = read('/srv/web.yaml', '{ web: { image: x, depends_on: { db: { required: false } } } }')
  const warned = ['waits for nothing: no service is named db']
  for (const [what, beside, wants] of [
    ['is warned of', [], warned],
    ['is warned of where only another stack has it', [read('/srv/b.yaml', '{ db: { image: x } }', 'other')], warned],
    ['is right where another file of the stack does', [read('/srv/b.yaml', '{ db: { image: x } }')], []],
    ['is right where a profile leaves it out', [read('/srv/b.yaml', '{ db: { image: x, profiles: [dev] } }')], []],
    ['is not warned of where another file can not be read', [read('/srv/b.yaml', '{ db: { image: 5 } }')], []],
  ] as const)
    it(what, () =>
      deepEqual(
        warningsIn([web, ...beside]).map(({ message }) => message),
        wants,
      ),
    )
})
