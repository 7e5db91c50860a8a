import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import type { ManifestRequest } from '../../../../api/v1/installation/requests.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { withSideFiles } from '../../../../cli/local/request/side-files.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'
import { aCore, all } from '../local-core.ts'

const TEXT = `name: shop
services:
  web: { image: "nginx:\${TAG}", env_file: [web.env, { path: no.env, required: false }] }
`

describe('manifests of another machine', () => {
  let dir = ''
  let request: ManifestRequest
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'far-'))
    request = { sources: [{ file: join(dir, 'compose.yaml'), text: TEXT }], cwd: dir }
    writeFileSync(join(dir, '.env'), 'TAG=1.27\n')
    writeFileSync(join(dir, 'web.env'), 'A=${WORD}\n')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('are sent with all that they are read with, and that is all that counts', () => {
    const sent = withSideFiles(request, { WORD: 'far', OTHER: 'not asked for' })
    deepEqual(Object.keys(sent.sideFiles ?? {}).sort(), ['.env', 'no.env', 'web.env'].map(inDir))
    equal(sent.sideFiles?.[inDir('no.env')], null)
    deepEqual([sent.variables?.['WORD'], sent.variables?.['OTHER']], ['far', undefined])
    rmSync(dir, { recursive: true })
    mkdirSync(dir)
    writeFileSync(join(dir, 'web.env'), 'A=near\n')
    const reading = readRequest(sent)
    if (reading.needs) throw new Error(reading.needs.join())
    deepEqual(reading.errors, [])
    const services = reading.files.flatMap(({ manifests }) => manifests.map(({ object }) => object as V1Service))
    const images = services.flatMap(({ kind, spec }) => (kind === 'Service' ? spec.template.image : []))
    deepEqual(images.sort(), ['nginx:1.27'])
  })

  it('are wrong where a file was not sent, whatever lies here', () => {
    const sent = withSideFiles(request, {})
    const { [inDir('web.env')]: _, ...rest } = sent.sideFiles ?? {}
    const reading = readRequest({ ...sent, sideFiles: rest })
    match(
      reading.needs ? '' : reading.errors.map(formatManifestError).join(),
      /compose\.yaml:3:\d+: .*web\.env can't be read: it was not sent along: .* differ in version/,
    )
  })

  it('are not sent where a file of theirs can not be read', () => {
    rmSync(join(dir, 'web.env'))
    mkdirSync(join(dir, 'web.env'))
    throws(() => withSideFiles(request, {}), /reading .*web\.env: .* is a directory/)
  })

  it('are sent where .env is a directory, which nothing is read of', () => {
    rmSync(join(dir, '.env'))
    mkdirSync(join(dir, '.env'))
    equal(withSideFiles(request, { TAG: '1' }).sideFiles?.[inDir('.env')], null)
  })

  it('are read with the same files by whoever starts without the state', async () => {
    const home = join(dir, 'home')
    const text = 'name: shop\nservices:\n  web: { image: nginx, env_file: web.env }\n'
    const sent = withSideFiles({ ...request, sources: [{ file: inDir('a.yaml'), text }] }, { WORD: 'far' })
    const { signal } = new AbortController()
    const events = await all(apply(aCore(home), { ...sent, wait: false, signal }))
    deepEqual(events.at(-1), { ...events.at(-1), type: 'outcome', exit: 0 })
    writeFileSync(join(dir, 'web.env'), 'A=near\n')
    const after = aCore(home)
    await restoreApplied(after, () => undefined)
    deepEqual(after.store.get('Service', 'shop/web')?.spec.template.env, [{ name: 'A', value: 'far' }])
  })

  it('are known as such, also to who starts without the state, until they are applied here', async () => {
    const home = join(dir, 'home')
    const { signal } = new AbortController()
    const core = aCore(home)
    const sent = { ...withSideFiles(request, { WORD: 'far' }), wait: false, signal }
    await all(apply(core, sent))
    const restored = aCore(home)
    await restoreApplied(restored, () => undefined)
    const isSent = ({ store }: Core) => originIn(store, 'Service/shop/web')?.sent
    deepEqual([isSent(core), isSent(restored)], [true, true])
    const { sideFiles: _, ...here } = sent
    await all(apply(core, here))
    equal(isSent(core), undefined)
  })

  const inDir = (name: string) => join(dir, name)
})
