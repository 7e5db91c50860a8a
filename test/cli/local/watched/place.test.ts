import { equal, match } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeObject } from '../../../../cli/local/look.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { placeWords } from '../../../../cli/local/watched/place.ts'
import { formatPath } from '../../../../api/v1/validation/validation-error.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { describeLines } from '../../../../cli/output/describe.ts'
import { paint } from '../../../../cli/output/paint.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { eachHome } from '../local-core.ts'
import { NOW } from '../../../support/builders.ts'

const PROJECT = `name: shop
include: [cache/compose.yaml]
services:
  web:
    extends: { file: common.yaml, service: base }
    env_file: web.env
    command: serve
    sysctls:
      net.core.somaxconn: 1024
      kernel.msgmax: 65536
`
const FILES = {
  'compose.yaml': PROJECT,
  'cache/compose.yaml': '# of the cache team\nservices:\n  cache:\n    image: redis\n',
  'common.yaml': 'services:\n  base:\n    image: nginx\n',
  'web.env': '# variables\nA=1\n',
}

describe('the places that describe names', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const described = (name: string): string => {
    const found = describeObject(core, { kind: 'Service', namespace: 'shop', name }, [])
    if (!found) throw new Error(`there is no ${name}`)
    return describeLines(found, { now: NOW, paint: paint(false), since: true }).join('\n')
  }
  const declare = (...merged: readonly string[]) => {
    mkdirSync(join(home, 'cache'))
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(home, name), text)
    core.store.putFact('root', home, { lost: [] })
    const context = { variable: () => undefined, readFile: readSideFile }
    const over = merged.map((text, index) => ({ file: join(home, `over-${index}.yaml`), text }))
    for (const { file, text } of over) writeFileSync(file, text)
    const source = { file: join(home, 'compose.yaml'), text: PROJECT }
    const files = [readText(over.length > 0 ? { ...source, over } : source, context, readers)]
    const { store, settings, clock } = core
    equal(acceptSaved({ store, settings, now: clock.now(), files }, home).errors.length, 0)
  }

  it('are lines of the file that declares it, and other files by their names', () => {
    declare()
    const text = described('web')
    match(text, new RegExp(`^Declared in: +${home}/compose\\.yaml:4$`, 'm'))
    match(text, /^ +args: \[serve\] {3}\(line 7\)$/m)
    match(text, new RegExp(`^ +image: nginx {3}\\(${home}/common\\.yaml:3\\)$`, 'm'))
    match(text, new RegExp(`^ +value: 1 {3}\\(${home}/web\\.env:2\\)$`, 'm'))
  })

  it('are of the line of a key with dots in it, wherever they are told', () => {
    declare()
    match(described('web'), /^ +net\.core\.somaxconn: "?1024"? {3}\(line 9\)$/m)
    const field = formatPath(['spec', 'template', 'sysctls', 'kernel.msgmax'])
    equal(placeWords(core, 'Service/shop/web', field), ` (${home}/compose.yaml:10)`)
  })

  it('are of the files that were merged over it', () => {
    declare('services:\n  web:\n    environment: { B: 2 }\n', '# of this site\nservices:\n  own: { image: redis }\n')
    const text = described('web')
    match(text, new RegExp(`^ +value: 1 {3}\\(${home}/web\\.env:2\\)$`, 'm'))
    match(text, new RegExp(`^ +value: "?2"? {3}\\(${home}/over-0\\.yaml:3\\)$`, 'm'))
    match(described('own'), new RegExp(`^Declared in: +${home}/over-1\\.yaml:3$`, 'm'))
    writeFileSync(join(home, 'over-0.yaml'), 'services:\n  web:\n    environment: { B: 3 }\n')
    match(described('web'), /^ +value: "?2"?$/m)
  })

  it('are of the included file that declares it', () => {
    declare()
    const text = described('cache')
    match(text, new RegExp(`^Declared in: +${home}/cache/compose\\.yaml:3$`, 'm'))
    match(text, /^ +image: redis {3}\(line 4\)$/m)
  })
})
