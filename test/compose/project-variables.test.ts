import assert from 'node:assert/strict'
import { projectVariables } from '../../compose/project-variables.ts'

/** As Docker Compose 2.40 has it. */
describe('the variables of a project', () => {
  const read = (value: string) =>
    projectVariables({
      baseDirectory: '/srv/shop',
      readFile: () => 'A=x\n',
      environment: (name) => (name === 'COMPOSE_DISABLE_ENV_FILE' ? value : undefined),
    })

  for (const [value, expected] of [
    ...['true', 'True', 'TRUE', '1', 't', 'T'].map((value) => [value, undefined] as const),
    ...['false', '0', 'F'].map((value) => [value, 'x'] as const),
  ]) {
    it(`are ${expected ?? 'not'} those of .env where COMPOSE_DISABLE_ENV_FILE is ${value}`, () => {
      const { lookup, errors } = read(value)
      assert.deepEqual([lookup('A'), errors], [expected, []])
    })
  }

  it('are an error where COMPOSE_DISABLE_ENV_FILE is neither true nor false', () => {
    const { errors } = read('yes')
    assert.equal(errors.length, 1)
    assert.match(errors[0]?.message ?? '', /COMPOSE_DISABLE_ENV_FILE says, which is "yes": set it to true or false/)
  })
})
