import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { Adopting, ManifestRequest } from '../../../../api/v1/installation/requests.ts'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import { refuseOtherStack } from '../../../../cli/local/request/other-stack.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'

const { signal } = new AbortController()
const PROJECT = 'name: prod\nservices: {web: {image: app}}\n'
const NAMELESS = 'services: {web: {image: app}}\n'
const OBJECT = `apiVersion: ${API_VERSION}\nkind: Service\nmetadata: {name: web, namespace: prod}\nspec: {template: {image: app}}\n`
const NODE = `apiVersion: ${API_VERSION}\nkind: Node\nmetadata: {name: a}\nspec: {engine: {host: 'tcp://a:2375'}}\n`

interface Row {
  readonly it: string
  readonly text: string
  readonly stack?: string
  /** The stack that an adoption names. */
  readonly project?: string
  /** COMPOSE_PROJECT_NAME. */
  readonly variable?: string
  readonly inDirectory?: true
}

function read({ text, stack, project, variable = '', inDirectory }: Row, isTaken = false) {
  const file = '/srv/prod/compose.yaml'
  const request: ManifestRequest & Pick<Adopting, 'project'> = {
    sources: [inDirectory ? { file, text, inDirectory } : { file, text }],
    ...(stack === undefined ? {} : { stack }),
    ...(project === undefined ? {} : { project }),
    ...{ directories: [], cwd: '/srv', signal },
  }
  const how = { isTaken, readFile: () => Object.assign(new Error('none'), { code: 'ENOENT' }) }
  const { needs = [] } = readRequest(request, how)
  const reading = readRequest(withVariables(request, needs, { COMPOSE_PROJECT_NAME: variable }), how)
  if (reading.needs) throw new Error(`it needs ${reading.needs.join(', ')}`)
  const stacks = reading.files.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.namespace))
  const warnings = reading.files.flatMap(({ warnings: all }) => all.map(({ message }) => message))
  const places = reading.errors.map(({ place, path }) => `${place.line}:${place.column} ${path}`)
  return { errors: reading.errors.map(({ message }) => message), stacks: [...new Set(stacks)], warnings, places }
}

const refused: readonly (Row & { readonly words: RegExp })[] = [
  {
    it: 'a project by -n',
    text: PROJECT,
    stack: 'staging',
    words:
      /the project has a name of its own, prod, and -n staging was given: write `name: \$\{COMPOSE_PROJECT_NAME:-prod\}`/,
  },
  {
    it: 'a project by COMPOSE_PROJECT_NAME',
    text: PROJECT,
    variable: 'staging',
    words: /the project has a name of its own, prod, and COMPOSE_PROJECT_NAME is staging: .*or unset the variable$/,
  },
  {
    it: 'a project by the name that is to be adopted',
    text: PROJECT,
    ...{ stack: 'staging', project: 'staging' },
    words: /the project has a name of its own, prod, and staging is to be adopted: .*, or adopt that one$/,
  },
  {
    it: 'an object by -n',
    text: OBJECT,
    stack: 'staging',
    words: /it is of the stack prod, and -n staging was given: correct metadata\.namespace, or leave -n out$/,
  },
  {
    it: 'an object that was found in a directory by -n',
    text: OBJECT,
    stack: 'staging',
    inDirectory: true,
    words: /it is of the stack prod/,
  },
]

const taken: readonly (Row & { readonly of: readonly (string | undefined)[] })[] = [
  { it: 'a project of that name', text: PROJECT, stack: 'prod', of: ['prod'] },
  { it: 'a project without a name', text: NAMELESS, stack: 'staging', of: ['staging'] },
  {
    it: 'a project that takes the variable for its name',
    text: `name: \${COMPOSE_PROJECT_NAME:-prod}\n${NAMELESS}`,
    variable: 'staging',
    of: ['staging'],
  },
  {
    it: 'a project of that name, as one is made of it',
    text: 'name: My_App\nservices: {web: {image: app}}\n',
    variable: 'My_App',
    of: ['my_app'],
  },
  { it: 'an object of that stack', text: OBJECT, stack: 'prod', of: ['prod'] },
  { it: 'an object, whatever the name of a project', text: OBJECT, variable: 'staging', of: ['prod'] },
  { it: 'an object of no stack', text: NODE, stack: 'staging', of: [undefined] },
  {
    it: 'a project of several in a directory, whatever the variable',
    text: PROJECT,
    variable: 'staging',
    inDirectory: true,
    of: ['prod'],
  },
]

describe('a command that names a stack for a file that names its own', () => {
  for (const { words, ...row } of refused)
    it(`refuses ${row.it} of another one`, () => {
      const { errors } = read(row)
      equal(errors.length, 1, errors.join('\n'))
      match(errors[0] ?? '', words)
    })

  for (const { of, ...row } of taken)
    it(`takes ${row.it}`, () => {
      const { errors, stacks } = read(row)
      deepEqual([errors, stacks], [[], of])
    })

  it('says so once, where the file has its name', () => {
    const { places, warnings } = read({ it: '', text: PROJECT, variable: 'staging' })
    deepEqual([places, warnings], [['1:7 name'], []])
  })

  it('reads what was taken once as it was', () => {
    const { errors, stacks } = read({ it: '', text: PROJECT, stack: 'staging' }, true)
    deepEqual([errors, stacks], [[], ['prod']])
  })

  it('refuses the one project that it prints', () => {
    throws(() => refuseOtherStack('prod', { stack: 'staging', variable: undefined }), /a name of its own, prod, and -n/)
    throws(() => refuseOtherStack('prod', { stack: undefined, variable: 'staging' }), /COMPOSE_PROJECT_NAME is staging/)
    refuseOtherStack('prod', { stack: undefined, variable: '' })
    refuseOtherStack('prod', { stack: 'prod', variable: 'staging' })
  })
})
