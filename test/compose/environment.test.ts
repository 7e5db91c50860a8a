import assert from 'node:assert/strict'
import type { Surroundings } from './load-text.ts'
import { loadRight, loadText, serviceIn, shown, webWith } from './load-text.ts'

function envOf(lines: string, surroundings?: Surroundings): Record<string, string | undefined> {
  const { env = [] } = serviceIn(loadRight(webWith(lines), surroundings), 'web').spec.template
  return Object.fromEntries(env.map(({ name, value }) => [name, value]))
}

describe('the environment of a service', () => {
  const files = {
    '/srv/shop/a.env': 'A=file-a\nBOTH=a\nOUT\nREF=$BOTH-$SET-$OWN\n',
    '/srv/shop/b.env': 'BOTH=b\nQ="quoted # $SET"\n',
    '/srv/shop/raw.env': 'A="$SET"\n',
    '/srv/shop/labels': 'a=file\nb=file\n',
  }
  const variables = { SET: 'set', OUT: 'outside' }

  it('is a map or a list, and numbers look as Compose prints them', () => {
    const expected = {
      A: '1',
      B: 'true',
      C: '1e+06',
      D: '1000000',
      E: 'yes',
      F: '0.1',
      G: '',
      H: '1000000',
      I: '1e+06',
    }
    assert.deepEqual(
      envOf('environment: {A: 1, B: true, C: 1e6, D: 1000000, E: yes, F: 0.10, G: "", H: 1_000_000, I: 1_000_000.0}'),
      expected,
    )
    assert.deepEqual(
      envOf('environment: [A=1, B=true, "C=1e+06", D=1000000, E=yes, F=0.1, G=, H=1000000, I=1e+06]'),
      expected,
    )
  })

  it('has a float that is too large for a whole number as Compose prints it, and whole ones with all digits', () => {
    assert.deepEqual(
      envOf(
        'environment: {A: 1e20, B: 1E+21, C: -100000000000000000000.5, D: 99999999999999999999, E: "1e20", F: $SET}',
        {
          variables: { SET: '1e20' },
        },
      ),
      { A: '1e+20', B: '1e+21', C: '-1e+20', D: '99999999999999999999', E: '1e20', F: '1e20' },
    )
  })

  it('has text that looks like such a float as it is, however it is said to be text', () => {
    for (const written of ['"1e20"', '!!str 1e20', '!!str &a 1e20', '|-\n    1e20', '>-\n    1e20'])
      assert.deepEqual(envOf(`environment:\n  A: ${written}`), { A: '1e20' })
    for (const written of ['&a 1e20', '\n    1e20', '1e20 # a note'])
      assert.deepEqual(envOf(`environment:\n  A: ${written}`), { A: '1e+20' })
  })

  it("takes from outside what has no value, and takes the image's away where that has none", () => {
    const expected = { NOPE: undefined, SET: 'set' }
    assert.deepEqual(envOf('environment: {SET: , NOPE: }', { variables }), expected)
    assert.deepEqual(envOf('environment: [SET, NOPE]', { variables }), expected)
    const web = serviceIn(loadRight(webWith('environment: [NOPE]')), 'web')
    assert.deepEqual(web.spec.template.env, [{ name: 'NOPE' }])
  })

  it('does the same for a hook', () => {
    const loaded = loadRight(webWith('post_start: [{command: a, environment: [SET, NOPE]}]'), { variables })
    const [hook] = serviceIn(loaded, 'web').spec.template.hooks?.postStart ?? []
    assert.deepEqual(hook?.env, [{ name: 'NOPE' }, { name: 'SET', value: 'set' }])
  })

  it('has env files below it, a later one over an earlier one', () => {
    const lines = 'env_file: [a.env, ./b.env]\nenvironment: {OWN: own, A: here}'
    assert.deepEqual(envOf(lines, { files, variables }), {
      A: 'here',
      BOTH: 'b',
      OUT: 'outside',
      REF: 'a-set-own',
      Q: 'quoted # set',
      OWN: 'own',
    })
  })

  it('takes a variable of a file away when it names it and nobody sets it', () => {
    assert.deepEqual(envOf('env_file: b.env\nenvironment: [BOTH, Q=1]', { files }), { BOTH: undefined, Q: '1' })
  })

  it('leaves to the image what only an env file names', () => {
    assert.deepEqual(envOf('env_file: a.env\nenvironment: [A=1]', { files }), { A: '1', BOTH: 'a', REF: 'a--' })
  })

  it('reads raw env files as they stand, and does without optional ones', () => {
    const lines = 'env_file: [{path: raw.env, format: raw}, {path: none.env, required: false}]'
    assert.deepEqual(envOf(lines, { files, variables }), { A: '"$SET"' })
  })

  it('names an env file that is not there, with what to do, beside all else that is wrong', () => {
    const { errors, filesRead } = loadText(webWith('env_file: none.env'))
    assert.deepEqual(errors.map(shown), [
      '4:15 services.web.env_file: /srv/shop/none.env is not there: make it, or write { path: none.env, required: false }',
    ])
    assert.deepEqual(filesRead, ['/srv/shop/none.env'])
    const more = 'env_file:\n  - path: none.env\nprts: []\nlabel_file: labels'
    const both = loadText(`${webWith(more).trimEnd()}\n  db:\n    env_file: db.env\n    scale: 2\n`).errors.map(shown)
    assert.deepEqual(both, [
      '6:11 services.web.prts: no attribute has this name here: did you mean ports?',
      '5:9 services.web.env_file[0]: /srv/shop/none.env is not there: make it, or write required: false beside its path',
      '7:17 services.web.label_file: /srv/shop/labels is not there: make it, or take it out',
      '9:15 services.db.env_file: /srv/shop/db.env is not there: make it, or write { path: db.env, required: false }',
      '8:3 services.db: needs image or build',
    ])
  })

  it('names an env file that can not be read, in words', () => {
    const readFile = () => Object.assign(new Error('EACCES: no'), { code: 'EACCES' })
    const { errors } = loadText(webWith('env_file: x.env'), { readFile })
    assert.match(errors.map(shown).join(), /x\.env can't be read: permission denied: let this user read it$/)
  })

  it('names the line of an env file that is wrong', () => {
    const [error] = loadText(webWith('env_file: x.env'), { files: { '/srv/shop/x.env': 'A=1\nB C\n' } }).errors
    assert.equal(error?.place.file, '/srv/shop/x.env')
    assert.equal(error?.place.line, 2)
  })

  it('is written where it is written, also in an env file', () => {
    const lines = 'env_file: a.env\nenvironment:\n  X: ${SET}\n  Y: $GONE\n  Z: 1'
    const loaded = loadRight(webWith(lines), { files, variables })
    const { provenance } = loaded.manifests.find(({ object }) => object.kind === 'Service') ?? {}
    const { env = [] } = serviceIn(loaded, 'web').spec.template
    const places = env.map(({ name }, index) => {
      const { file, line, origin, unset } = provenance?.placeOf(['spec', 'template', 'env', index, 'value']) ?? {}
      return [name, file?.slice(10), line, origin, unset]
    })
    assert.deepEqual(places, [
      ['A', 'a.env', 1, 'literal', undefined],
      ['BOTH', 'a.env', 2, 'literal', undefined],
      ['OUT', 'a.env', 3, 'literal', undefined],
      ['REF', 'a.env', 4, 'interpolated', ['OWN']],
      ['X', 'compose.yaml', 6, 'interpolated', undefined],
      ['Y', 'compose.yaml', 7, 'interpolated', ['GONE']],
      ['Z', 'compose.yaml', 8, 'literal', undefined],
    ])
  })

  it('tells which variables it could need, and which files it read', () => {
    const lines = 'env_file: a.env\nenvironment: {X: "${SET:-${DEFAULT}}", OUT: }\nimage: "a:${TAG?}"'.replace(
      'image',
      'hostname',
    )
    const { variablesAsked, filesRead } = loadText(webWith(lines), { files, variables: { ...variables, TAG: '1' } })
    const always = ['COMPOSE_PROFILES', 'COMPOSE_PROJECT_NAME']
    assert.deepEqual(variablesAsked, ['BOTH', ...always, 'DEFAULT', 'OUT', 'OWN', 'SET', 'TAG'])
    assert.deepEqual(filesRead, ['/srv/shop/a.env'])
  })

  it('warns of a list item with a colon where = is meant', () => {
    const items = ['"A: b"', '"B:c"', '"C: d=e"', '"D=e: f"', '"E=f:g"', 'F']
    const lines = `environment: [${items.join(', ')}]\nlabels: ["x.y: true", "a:b=c"]`
    const remedy = 'is read as NAME=value, and its colon is part of the name: write = in the place of the colon'
    assert.deepEqual(
      loadRight(webWith(lines)).warnings.map(({ path, message }) => `${path} ${message}`),
      ['environment[0]', 'environment[1]', 'environment[2]', 'labels[0]'].map((at) => `services.web.${at} ${remedy}`),
    )
  })

  it('has labels from label_file below labels', () => {
    const { labels } = serviceIn(loadRight(webWith('label_file: labels\nlabels: {b: here}'), { files }), 'web').spec
      .template
    assert.deepEqual(labels, { a: 'file', b: 'here' })
  })
})
