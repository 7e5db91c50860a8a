import { deepEqual } from 'node:assert/strict'
import { checkTogether } from '../../../../cli/local/request/check-together.ts'
import { composeReader } from '../../../../compose/compose-reader.ts'
import { fileReading } from '../../../../store/source/reading/reading.ts'

const read = (file: string, text: string) => {
  const readFile = () => Object.assign(new Error('no such file'), { code: 'ENOENT' })
  const parsed = composeReader.read({ file, text }, { variable: () => undefined, readFile })
  return fileReading(file, Buffer.from(text), { ...parsed, foreign: false })
}

const project = (name: string, more = '') => `name: shop\nservices:\n  ${name}:\n    image: busybox\n${more}`

describe('the files that are validated together', () => {
  const said = (...files: readonly (readonly [string, string])[]) =>
    checkTogether(files.map(([file, text]) => read(file, text))).map(({ place, message }) => `${place.line} ${message}`)

  it('may be two of one project, which have its default network in common', () => {
    deepEqual(said(['/srv/a.yaml', project('a')], ['/srv/b.yaml', project('b')]), [])
  })

  it('may not both write the same thing', () => {
    const network = 'networks: {default: {internal: true}}\n'
    deepEqual(said(['/srv/a.yaml', project('a', network)], ['/srv/b.yaml', project('b', network)]), [
      '5 Network/shop/default is declared again in /srv/b.yaml:5: keep one of them',
      '5 Network shop/default is declared twice: keep one (is "default")',
    ])
  })
})
