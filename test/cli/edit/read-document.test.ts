import { equal, throws } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDocument } from '../../../cli/edit/read-document.ts'
import { bytesHash } from '../../../store/source/reading/reading.ts'

const TEXT = 'kind: Service\n---\nkind: Volume\n'

describe('the document of a watched file that is edited', () => {
  let dir = ''
  let file = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'document-'))
    file = join(dir, 'shop.yaml')
    writeFileSync(file, TEXT)
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const found = (version = bytesHash(Buffer.from(TEXT))) => ({ file, document: 1, version })

  for (const server of [undefined, 'ssh://far'])
    it(`is read where its file is as it was accepted, ${server ?? 'by the serve of this machine'}`, () =>
      equal(readDocument(found(), server).trim(), 'kind: Volume'))

  for (const { server, message, remedy } of [
    { server: undefined, message: /shop\.yaml was changed, and is not accepted/, remedy: /^wait until serve/ },
    {
      ...{ server: 'ssh://far', remedy: /^edit it where serve runs; if that is here, wait/ },
      message: /shop\.yaml of this machine is not what ssh:\/\/far has accepted: it is another file/,
    },
  ])
    it(`is refused where its file is another one, ${server ?? 'by the serve of this machine'}`, () =>
      throws(() => readDocument(found('another'), server), { exit: 2, message, remedy }))

  it('is refused where its file is not here', () => {
    rmSync(file)
    throws(() => readDocument(found(), 'ssh://far'), { exit: 2, message: /can't be read here: ENOENT/ })
  })
})
