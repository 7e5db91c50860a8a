import { deepEqual } from 'node:assert/strict'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { givenVariable, withVariables } from '../../../cli/arguments/variables.ts'
import { variableOf } from '../../../cli/local/open/variable-of.ts'
import { readRequest } from '../../../cli/local/request/read-request.ts'
import { surroundingsMoved, surroundingsOf } from '../../../cli/plan/plan-surroundings.ts'
import { servicesIn } from '../../../store/source/reading/reading.ts'

describe('a variable of a command line', () => {
  for (const [given, is] of [
    ['A=b=c', ['A=b=c']],
    ['A=', ['A=']],
    ['SET', ['SET=here']],
    ['EMPTY', ['EMPTY=']],
    // One without a value would take the place of the default of a build, and take it out of a task.
    ['UNSET', []],
  ] as const)
    it(`${given} is ${is.join(' ') || 'none'}`, () => deepEqual(givenVariable(given, { SET: 'here', EMPTY: '' }), is))
})

/** What a plain object inherits is no variable (S12). */
describe('a variable of the name of a member of every object', () => {
  const request: ManifestRequest = { sources: [], cwd: '/srv/shop', sideFiles: { '/srv/shop/.env': null } }
  const marked = (env: Record<string, string>, name: string) =>
    surroundingsOf({ env }, { needs: [name], planned: {} }, 'salt')

  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    it(`${name} is set where it is set alone`, () => {
      const own = Object.fromEntries([[name, 'x']])
      deepEqual([givenVariable(name, {}), givenVariable(name, own)], [[], [`${name}=x`]])
      const sent = (env: Record<string, string>) =>
        new Map(Object.entries(withVariables(request, [name], env).variables ?? {})).get(name)
      deepEqual([sent({}), sent(own)], [null, 'x'])
      deepEqual([variableOf({})(name), variableOf(own)(name)], [undefined, 'x'])
      deepEqual(surroundingsMoved(marked({}, name), { environment: {} }), [])
      deepEqual(surroundingsMoved(marked(own, name), marked({}, name)), [
        `variable ${name} is unset here, and was set when the plan was made`,
      ])
    })

  it('stands for nothing in a file', () => {
    const text = 'services: {web: {image: x, environment: {A: "x${constructor}y", B: "${toString:-none}"}}}\n'
    const sources = [{ file: '/srv/shop/compose.yaml', text }]
    const reading = readRequest(withVariables({ ...request, sources }, ['constructor', 'toString'], {}))
    deepEqual(servicesIn(reading.needs ? [] : reading.files)[0]?.spec.template.env, [
      { name: 'A', value: 'xy' },
      { name: 'B', value: 'none' },
    ])
  })
})
