import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { ours, type Project, withProject } from './project-on-disk.ts'

/** Docker Compose 2.40 warns of the same; we add the place and the remedy. */
describe('a variable that is not set, in a file of variables', () => {
  const cutOff = (name: string, variable: string) =>
    `${name}: the variable ${variable} is not set and stands for nothing: set it, or where a dollar sign is meant, write $$ or put the whole value in single quotes`

  const cases: readonly (readonly [what: string, files: Project['files'], warnings: readonly string[]])[] = [
    [
      'of .env',
      {
        '.env': 'OK=1\nPW=ab$cd\n',
        'compose.yaml': 'services: {web: {image: nginx, environment: {PW: "$PW"}}}\n',
      },
      [`.env:2:1 ${cutOff('PW', 'cd')}`],
    ],
    [
      'of an env_file of two services',
      {
        'e.env': 'A=$UNSET2\n',
        'compose.yaml': 'services: {web: {image: nginx, env_file: e.env}, db: {image: nginx, env_file: [e.env]}}\n',
      },
      [`e.env:1:1 ${cutOff('A', 'UNSET2')}`],
    ],
    [
      'of a .env that is an env_file too',
      { '.env': 'PW=ab$cd\n', 'compose.yaml': 'services: {web: {image: nginx, env_file: .env}}\n' },
      [`.env:1:1 ${cutOff('PW', 'cd')}`],
    ],
    [
      'of the .env of an included file',
      {
        'compose.yaml': 'include: [part/compose.yaml]\n',
        'part/.env': '\nPW=ab$cd\n',
        'part/compose.yaml': 'services: {web: {image: nginx, environment: {PW: "$PW"}}}\n',
      },
      [`.env:2:1 ${cutOff('PW', 'cd')}`],
    ],
    [
      'that is written as a dollar sign',
      {
        '.env': "PW=ab$$cd\nQ='ab$cd'\n",
        'e.env': 'A=x$$y\n',
        'compose.yaml': 'services: {web: {image: nginx, env_file: e.env, environment: {PW: "$PW$Q"}}}\n',
      },
      [],
    ],
  ]
  for (const [what, files, expected] of cases)
    it(`${what} is ${expected.length === 0 ? 'no warning' : 'one warning'}`, () => {
      const { errors, warnings } = withProject({ files }, (directory) => ours(directory, { files }))
      assert.deepEqual(errors, [])
      assert.deepEqual(
        warnings.map(({ place, message }) => `${basename(place.file)}:${place.line}:${place.column} ${message}`),
        expected,
      )
    })
})
