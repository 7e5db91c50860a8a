import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Editable } from '../../../../api/v1/installation/answers.ts'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../../../api/v1/metadata.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { edit } from '../../../../cli/local/edit/edit.ts'
import { editable } from '../../../../cli/local/edit/editable.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { documentSpan } from '../../../../store/writer/document-span.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

const { signal } = new AbortController()
const web: ObjectRef = { kind: 'Service', namespace: 'shop', name: 'web' }
const HEAD = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'

describe('editing', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const saved = async ({ version }: Editable, text: string, ref = web) =>
    await all(edit(core, { ref, text, version, wait: false, signal }))
  const refusal = async (asked: Editable, text: string, ref = web) =>
    await saved(asked, text, ref).then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )

  describe('what was applied', () => {
    const SPEC = 'spec:\n  replicas: 1\n  template: { image: nginx, env: [{ name: DB_PASSWORD, value: geheim }] }\n'
    const shown = async () => {
      await all(apply(core, aRequest(home, `${HEAD}${SPEC}`, {})))
      const found = await editable(core, web)
      if (!('text' in found)) throw new Error('it is in no file')
      return found
    }

    it('shows it as a manifest without what the loops say of it, secrets hidden (S9)', async () => {
      const { text } = await shown()
      ok(text.startsWith('apiVersion: reconcile.dev/v1\nkind: Service\nmetadata:\n  name: web\n'), text)
      match(text, /value: "?\*\*\*/)
      for (const word of ['geheim', 'uid', 'resourceVersion', 'status']) equal(text.includes(word), false, word)
    })

    it('declares it anew, and keeps what was hidden', async () => {
      const found = await shown()
      const [first] = await saved(found, found.text.replace('image: nginx', 'image: nginx:2'))
      deepEqual(first, {
        ...{ type: 'resource', object: 'Service/shop/web', change: 'configured' },
        details: ['template.image nginx → nginx:2'],
      })
      const { template } = core.store.get('Service', 'shop/web')?.spec ?? {}
      equal(template?.env?.[0]?.value, 'geheim')
    })

    for (const { it: sentence, change, says } of [
      {
        it: 'what no schema knows',
        change: (text: string) => text.replace('replicas:', 'repilcas:'),
        says: /repilcas/,
      },
      {
        it: 'another name',
        change: (text: string) => text.replace('name: web', 'name: wob'),
        says: /must be those of the path/,
      },
      {
        it: 'what is no YAML',
        change: (text: string) => `${text}a: [`,
        says: /^Service shop\/web:\d+:\d+: the \[ before this is not closed/,
      },
      { it: 'two objects', change: (text: string) => `${text}---\n${text}`, says: /it has 2 documents/ },
    ])
      it(`refuses ${sentence}, to be mended`, async () => {
        const found = await shown()
        const error = await refusal(found, change(found.text))
        match(error?.message ?? '', says)
        ok(['Invalid', 'BadRequest'].includes(error?.reason ?? ''), error?.reason)
        equal(core.store.get('Service', 'shop/web')?.spec.replicas, 1)
      })

    it('refuses what was made of something that changed meanwhile', async () => {
      const found = await shown()
      await all(apply(core, aRequest(home, `${HEAD}${SPEC.replace('replicas: 1', 'replicas: 2')}`, {})))
      const error = await refusal(found, found.text.replace('nginx', 'other'))
      equal(error?.reason, 'Conflict')
      match(error?.message ?? '', /was changed by somebody else meanwhile/)
    })

    it('refuses it where that changes while it is accepted', async () => {
      const found = await shown()
      const saving = refusal(found, found.text.replace('nginx', 'other'))
      core.store.update('Service', 'shop/web', ({ spec }) => void (spec.template.user = '5'))
      match((await saving)?.message ?? '', /was changed by somebody else meanwhile/)
      const { image, user } = core.store.get('Service', 'shop/web')?.spec.template ?? {}
      deepEqual([image, user], ['nginx', '5'])
    })
  })

  describe('a file of a watched directory', () => {
    const OTHER = 'apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: { name: data, namespace: shop }\nspec: {}\n'
    const TEXT = `# volumes first\n${OTHER}---\n# the shop\n${HEAD}spec:\n  replicas: 1 # one\n  template: { image: a }\n`
    const watched = (text = TEXT) => {
      const file = join(home, 'shop.yaml')
      writeFileSync(file, text)
      core.store.putFact('root', home, { lost: [] })
      const files = [readText({ file, text }, { variable: () => undefined, readFile: readSideFile }, readers)]
      const { store, settings, clock } = core
      equal(acceptSaved({ store, settings, now: clock.now(), files }, home).errors.length, 0)
      return file
    }
    const shown = async (file: string) => {
      const found = await editable(core, web)
      if (!('file' in found)) throw new Error('it is in a file')
      equal(found.file, file)
      const whole = readFileSync(file, 'utf8')
      const span = documentSpan(whole, found.document)
      return { ...found, text: whole.slice(span?.from, span?.to) }
    }

    it('is edited by its document, whose bytes are not sent (S9)', async () => {
      const { document, text } = await shown(watched())
      equal(document, 1)
      ok(text.startsWith('# the shop\n'))
      equal('text' in (await editable(core, web)), false)
    })

    it('has the edit, and all else as it was', async () => {
      const file = watched()
      const found = await shown(file)
      const edited = found.text
        .replace('replicas: 1 # one', 'replicas: 3 # three, for now')
        .replace('image: a', 'image: b')
      const [first] = await saved(found, edited)
      equal(readFileSync(file, 'utf8'), TEXT.replace(found.text, edited))
      deepEqual(first, {
        ...{ type: 'resource', object: 'Service/shop/web', change: 'configured' },
        details: ['replicas 1 → 3', 'template.image a → b', `in ${file}:8`],
      })
      equal(core.store.get('Service', 'shop/web')?.spec.replicas, 3)
    })

    it('may be a Compose file, edited as a whole', async () => {
      const text = 'name: shop\nservices:\n  web:\n    image: a # first\n  db:\n    image: b\n'
      const file = watched(text)
      const found = await shown(file)
      equal(found.text, text)
      await saved(found, text.replace('a # first', 'c # first'))
      equal(readFileSync(file, 'utf8'), text.replace('a # first', 'c # first'))
      equal(core.store.get('Service', 'shop/web')?.spec.template.image, 'c')
    })

    for (const { it: sentence, change, says } of [
      {
        it: 'what no schema knows',
        change: (text: string) => text.replace('replicas:', 'repilcas:'),
        says: /shop\.yaml:12:\d+: spec\.repilcas/,
      },
      {
        it: 'another name',
        change: (text: string) => text.replace('name: web', 'name: wob'),
        says: /web is not in it any more.*\n.*wob was not in it before/,
      },
      {
        it: 'what breaks a rule between fields',
        change: (text: string) => text.replace('replicas: 1', 'containerName: x\n  replicas: 2'),
        says: /containerName/,
      },
    ])
      it(`refuses ${sentence}, to be mended; the file is as it was`, async () => {
        const file = watched()
        const found = await shown(file)
        const error = await refusal(found, change(found.text))
        match(error?.message ?? '', says)
        equal(error?.reason, 'Invalid')
        equal(readFileSync(file, 'utf8'), TEXT)
      })

    for (const { it: sentence, before } of [
      { it: 'that changed since it was shown', before: () => watched(TEXT.replace('# one', '# uno')) },
      { it: 'that is not accepted as it is', before: (file: string) => writeFileSync(file, `${TEXT}# more\n`) },
    ])
      it(`is not written where it is one ${sentence}`, async () => {
        const file = watched()
        const found = await shown(file)
        before(file)
        const now = readFileSync(file, 'utf8')
        const error = await refusal(found, found.text.replace('image: a', 'image: b'))
        equal(error?.reason, 'Conflict')
        equal(readFileSync(file, 'utf8'), now)
      })
  })

  it('is not for what nobody declares', async () => {
    const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
    const error = await editable(core, ref).then(
      () => undefined,
      (caught: unknown) => caught as InstallationError,
    )
    match(error?.message ?? '', /a Task is made by reconcile/)
  })
})
