import assert from 'node:assert/strict'
import { loadText, shown } from './load-text.ts'

/** What is short to write and long to read (S12). */
describe('ranges of ports', () => {
  const range = '"1-65535:1-65535"'

  it('are counted as what they stand for, over all services of a file', () => {
    const services = Array.from({ length: 400 }, (_, index) => `  s${index}: {image: x, ports: [${range}, ${range}]}\n`)
    const begun = process.cpuUsage()
    const { errors } = loadText(`services:\n${services.join('')}`)
    const seconds = process.cpuUsage(begun).user / 1e6
    assert.match(errors.map(shown).join('\n'), /^2:\d+ services\.s0\.ports\[1\]: comes to too many values/m)
    assert.ok(seconds < 3, `${seconds} s`)
  })

  it('are not expanded to be merged', () => {
    const text = `services: {web: {image: x, ports: [${Array.from({ length: 500 }, () => range).join()}]}}\n`
    const begun = process.cpuUsage()
    loadText(text, { over: [{ file: '/srv/shop/o.yaml', text }] })
    assert.ok(process.cpuUsage(begun).user / 1e6 < 3)
  })
})
