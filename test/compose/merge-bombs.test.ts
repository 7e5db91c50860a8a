import assert from 'node:assert/strict'
import { loadRight, loadText, serviceIn, shown } from './load-text.ts'
import { loadCompose } from '../../compose/load.ts'

const services = 3_000
const large = `services:\n${many((index) => `  s${index}:\n    image: busybox:1.36\n    command: [sleep, "${index}"]\n`)}`

function many(line: (index: number) => string, count = services): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('')
}

/** Loads a project that may read these files; returns its errors and the number of its resources. */
function load(text: string, files: Readonly<Record<string, string>> = {}) {
  const loaded = loadCompose({
    ...{ file: '/srv/shop/compose.yaml', text, baseDirectory: '/srv/shop', variables: () => undefined },
    readFile: (path) => files[path.slice('/srv/shop/'.length)] ?? Object.assign(new Error('none'), { code: 'ENOENT' }),
  })
  return { errors: loaded.errors.map(shown), count: loaded.manifests.length }
}

/** A file that others include again and again (S12). */
describe('a large file', () => {
  it('that is included often in the same way is taken once', () => {
    const { errors, count } = load(`include:\n${many(() => '- large.yaml\n', 490)}`, { 'large.yaml': large })
    assert.deepEqual([errors, count > services], [[], true])
  })

  it('that is included often, each time in another way, is refused by file and line', () => {
    const entry = (index: number) => `- {path: large.yaml, project_directory: d${index}}\n`
    const { errors } = load(`include:\n${many(entry, 490)}`, { 'large.yaml': large })
    assert.equal(errors.length, 1)
    assert.match(errors.join(), /^15:3 include\[\d+\]: comes to too many values/)
  })

  it('whose services are extended one by one is read once', () => {
    const line = (index: number) => `  t${index}: {extends: {file: large.yaml, service: s${index}}}\n`
    const { errors, count } = load(`services:\n${many(line)}`, { 'large.yaml': large })
    assert.deepEqual([errors, count > services], [[], true])
  })

  it('whose services extend each other is read, or refused by file and line', () => {
    const star = `services:\n  base: {image: x}\n${many((index) => `  s${index}: {extends: base, user: u}\n`)}`
    assert.deepEqual(load(star).errors, [])
    const trees = `services:\n  s0: {image: x}\n${many((index) => `  s${index + 1}: {extends: s${index - (index % 50)}}\n`, 2_000)}`
    assert.deepEqual(load(trees).errors, [])
    for (const order of [0, 1]) {
      const line = (index: number) => {
        const at = order === 0 ? index : services - 1 - index
        return `  s${at + 1}: {extends: s${at}}\n`
      }
      assert.match(load(`services:\n  s0: {image: x}\n${many(line)}`).errors.join(), /extends through more than 50/)
    }
  })

  it('whose services each change much of one is refused by file and line', () => {
    const base = `  base: {image: x, environment: {${many((index) => `A${index}: b, `)}}}\n`
    const line = (index: number) => `  s${index}: {extends: base, environment: {C: d}}\n`
    assert.match(
      load(`services:\n${base}${many(line)}`).errors.join(),
      /^\d+:18 services\.s\d+\.extends: comes to too many values/,
    )
  })
})

/** Looking up a key among the known attributes must not find properties of Object.prototype (S12). */
describe('a key that is also a word of every object', () => {
  for (const key of Object.getOwnPropertyNames(Object.prototype)) {
    it(`${key} is refused by file and line where two files have it, and is a name where names stand`, () => {
      const more = (value: string) => ({ file: `/srv/shop/${value}.yaml`, text: `${key}: ${value}\n` })
      const refused = loadText('services: {web: {image: x}}\n', { over: [more('{a: 1}'), more('{b: 2}')] })
      assert.match(refused.errors.map(shown).join(), new RegExp(`^1:\\d+ .*${key}`))
      if (key === '__proto__') return
      const text = `services: {${key}: {image: x, labels: {${key}: a}}}\n`
      assert.equal(loadRight(text, { over: [{ file: '/srv/shop/o.yaml', text }] }).manifests.length, 2)
      const labelled = 'services: {web: {image: x, label_file: l}}\n'
      const loaded = loadRight(labelled, { files: { '/srv/shop/l': `A=\${${key}:-none}\n` } })
      assert.deepEqual(serviceIn(loaded, 'web').spec.template.labels, { A: 'none' })
    })
  }
})
