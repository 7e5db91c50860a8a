import assert from 'node:assert/strict'
import { parseEnvFile, parseRawEnvFile } from '../../compose/env-file.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import { costsAtMost } from '../support/processor-time.ts'
import { loadText, shown } from './load-text.ts'

/** Short forms that expand to a lot (S12). */
describe('ranges of ports', () => {
  const range = '"1-65535:1-65535"'

  it('are counted as what they stand for, over all services of a file', async () => {
    const services = Array.from({ length: 400 }, (_, index) => `  s${index}: {image: x, ports: [${range}, ${range}]}\n`)
    const { errors } = await costsAtMost(3_000, () => loadText(`services:\n${services.join('')}`))
    assert.match(errors.map(shown).join('\n'), /^2:\d+ services\.s0\.ports\[1\]: comes to too many values/m)
  })

  it('are not expanded to be merged', async () => {
    const text = `services: {web: {image: x, ports: [${Array.from({ length: 500 }, () => range).join()}]}}\n`
    await costsAtMost(3_000, () => loadText(text, { over: [{ file: '/srv/shop/o.yaml', text }] }))
  })
})

describe('numbers of very many signs', () => {
  const digits = '1'.repeat(100_000)

  for (const lines of ['cpus', 'stop_grace_period'])
    it(`are read in one go: ${lines}`, async () => {
      const { errors } = await costsAtMost(3_000, () =>
        loadText(`services:\n  web:\n    image: x\n    ${lines}: "${digits}x"\n`),
      )
      assert.equal(errors.length, 1)
    })

  for (const number of ['1000000', '1e20'])
    it(`are read in one go behind an anchor of that length: ${number}`, async () => {
      const text = `services:\n  web:\n    image: x\n    environment:\n      A: &${'a'.repeat(150_000)} ${number}\n`
      await costsAtMost(3_000, () => assert.deepEqual(loadText(text).errors, []))
    })
})

describe('variables that double with each line', () => {
  const doubling = `A0=x\n${Array.from({ length: 40 }, (_, index) => `A${index + 1}=$A${index}$A${index}\n`).join('')}`

  it('are refused in an env file by its line', () => {
    const files = { '/srv/shop/e.env': doubling }
    const { errors } = loadText('services: {web: {image: x, env_file: e.env}}\n', { files })
    assert.match(errors.map(shown).join('\n'), /^23:1 services\.web\.env_file: A22: comes to too much text/m)
  })

  it('are refused in a file by its line, however often a large one stands in it', () => {
    const labels = Array.from({ length: 2_000 }, (_, index) => `l${index}: $X$X\n`).join('      ')
    const text = `services:\n  web:\n    image: x\n    labels:\n      ${labels}`
    const { errors } = loadText(text, { variables: { X: 'x'.repeat(1_000_000) } })
    assert.match(errors.map(shown).join('\n'), /^7:\d+ services\.web\.labels\.l2: comes to too much text/m)
  })
})

describe('steps of pre_start', () => {
  it('are counted as what each takes from its service', async () => {
    const variables = Array.from({ length: 2_000 }, (_, index) => `A${index}: b`).join(', ')
    const steps = Array.from({ length: 1_000 }, () => '      - {command: a}\n').join('')
    const { errors } = await costsAtMost(3_000, () =>
      loadText(`services:\n  web:\n    image: x\n    environment: {${variables}}\n    pre_start:\n${steps}`),
    )
    assert.deepEqual(errors.map(shown), [
      '22:9 services.web.pre_start[16]: comes to too many values with all that stands before it: name fewer',
    ])
  })
})

describe('very many marks of a merge', () => {
  const lines = (line: (index: number) => string) => Array.from({ length: 10_000 }, (_, index) => line(index)).join('')
  for (const [what, base, over] of [
    ['variables', (index: number) => `      A${index}: b\n`, (index: number) => `      A${index}: !reset null\n`],
    ['items', (index: number) => `      - A${index}=b\n`, (index: number) => `      - !reset A${index}=b\n`],
  ] as const) {
    it(`are followed once: ${what}`, async () => {
      const web = 'services:\n  web:\n    image: x\n    environment:\n'
      const more = { file: '/srv/shop/o.yaml', text: web + lines(over) }
      await costsAtMost(5_000, () => loadText(web + lines(base), { over: [more] }))
    })
  }
})

describe('an env file that each service names', () => {
  for (const [what, lines] of [
    ['with many variables', (index: number) => `A${index}=\n`],
    ['with a long comment', () => `# ${'x'.repeat(400)}\n`],
  ] as const) {
    it(`is counted each time: one ${what}`, async () => {
      const files = { '/srv/shop/e.env': Array.from({ length: 12_000 }, (_, index) => lines(index)).join('') }
      const services = Array.from({ length: 300 }, (_, index) => `  s${index}: {image: x, env_file: e.env}\n`)
      const { errors } = await costsAtMost(3_000, () => loadText(`services:\n${services.join('')}`, { files }))
      assert.match(errors.map(shown).join('\n'), /^\d+:\d+ services\.s\d\.env_file: comes to too many values/m)
    })
  }
})

describe('a seccomp profile that is named very often', () => {
  it('is counted each time, before it is parsed', async () => {
    const files = { '/srv/shop/p.json': JSON.stringify({ a: 'x'.repeat(4_800_000) }) }
    const options = Array.from({ length: 400 }, () => 'seccomp=p.json').join()
    const { errors } = await costsAtMost(2_000, () =>
      loadText(`services: {web: {image: x, security_opt: [${options}]}}\n`, { files }),
    )
    assert.match(
      errors.map(shown).join('\n'),
      /^1:\d+ services\.web\.security_opt\[4\]: comes to too many values with all that stands before it/m,
    )
  })
})

describe('very many variables', () => {
  const variables = 'A=1\n'.repeat(90_000)

  it('are refused in one file by their line', () => {
    for (const parse of [parseEnvFile, parseRawEnvFile]) {
      const { entries, errors } = parse(`${variables}${variables}`, () => undefined)
      assert.equal(entries.length, 100_000)
      assert.deepEqual(
        errors.map(({ line, message }) => `${line} ${message}`),
        ['100001 is one variable more than the 100000 that an env file may have: take some out'],
      )
      assert.equal(parse('A B=1\n'.repeat(1_000), () => undefined).errors.length, 50)
    }
  })

  it('are counted each time that a project reads them', () => {
    const { errors } = projectVariables({
      baseDirectory: '/srv/shop',
      readFile: () => variables,
      environment: (name) => (name === 'COMPOSE_ENV_FILES' ? 'a.env,b.env,c.env' : undefined),
    })
    assert.deepEqual(errors.map(shown), [
      '1:1 : comes to more than 5 MB or 100000 variables with the files before: take some out',
    ])
  })

  for (const [what, text] of [
    ['variables', variables],
    ['a long comment', `# ${'x'.repeat(1_000_000)}\n`],
  ] as const)
    it(`are counted each time that an include reads them: ${what}`, async () => {
      const files = { '/srv/shop/a.yaml': 'services: {c: {image: c}}\n', '/srv/shop/e.env': text }
      const project = `include: [{path: a.yaml, env_file: [${Array.from({ length: 40 }, () => 'e.env').join()}]}]\n`
      const { errors } = await costsAtMost(2_500, () => loadText(`${project}services: {w: {image: i}}\n`, { files }))
      assert.match(errors.map(shown).join('\n'), /^1:\d+ include\[0\]: comes to too (much text|many values) with all/m)
    })
})
