import assert from 'node:assert/strict'
import { projectVariables } from '../../compose/project-variables.ts'

/** The rules are those of Docker Compose 2.40. */
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

  it('are those of the environment in the value of another, then of the same file, then of the files before', () => {
    const texts: Readonly<Record<string, string>> = {
      '/srv/shop/a.env': 'A=a\nB=a\nC=a\n',
      '/srv/shop/b.env': 'A=b\nB=b\nALL=$A-$B-$C\n',
    }
    const { fromFiles } = projectVariables({
      baseDirectory: '/srv/shop',
      readFile: (path) => texts[path] ?? new Error(path),
      environment: (name) => ({ COMPOSE_ENV_FILES: 'a.env,b.env', A: 'outside' })[name],
    })
    assert.equal(fromFiles.get('ALL'), 'outside-b-a')
  })

  const failing = (code: string, named?: string) =>
    projectVariables({
      baseDirectory: '/srv/shop',
      readFile: () => Object.assign(new Error(code), { code }),
      environment: (name) => (name === 'COMPOSE_ENV_FILES' ? named : undefined),
    }).errors.map(({ place, message }) => `${place.file} ${message}`)

  for (const [what, code, named, wrong] of [
    ['is not there', 'ENOENT', undefined, []],
    ['is a directory', 'EISDIR', undefined, []],
    ['is a pipe', 'EINVAL', undefined, [/^\/srv\/shop\/\.env can't be read: is no regular file/]],
    ['is not ours to read', 'EACCES', undefined, [/^\/srv\/shop\/\.env can't be read: permission denied/]],
    ['is named and a directory', 'EISDIR', '.env', [/\.env can't be read: is a directory: put a file there/]],
    ['is named and not there', 'ENOENT', '.env', [/\.env is not there: make it/]],
  ] as const)
    it(`are ${wrong.length === 0 ? 'without an error' : 'an error'} where .env ${what}`, () => {
      const errors = failing(code, named)
      assert.equal(errors.length, wrong.length)
      for (const [at, pattern] of wrong.entries()) assert.match(errors[at] ?? '', pattern)
    })
})
