import { deepEqual, equal, match } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exits } from '../../../../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../../../../api/v1/installation/progress.ts'
import { annotations } from '../../../../../api/v1/labels.ts'
import { apply } from '../../../../../cli/local/apply.ts'
import { remove } from '../../../../../cli/local/deletion/delete.ts'
import { edit } from '../../../../../cli/local/edit/edit.ts'
import { editable } from '../../../../../cli/local/edit/editable.ts'
import type { Core } from '../../../../../cli/local/open/core.ts'
import { readers } from '../../../../../cli/local/request/read-request.ts'
import { scale } from '../../../../../cli/local/scale.ts'
import type { Installation as Loops } from '../../../../../controllers/installation.ts'
import { acceptSaved } from '../../../../../store/source/apply.ts'
import { readSideFile } from '../../../../../store/source/disk/side-file.ts'
import { readText } from '../../../../../store/source/reading/read-applied.ts'
import { all, aRequest, eachHome, loopsAtRest, serviceText } from '../../local-core.ts'

const { signal } = new AbortController()
const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const refs = [ref]

describe('a command whose change somebody else overrides while it waits', () => {
  let core: Core
  eachHome((made) => {
    core = { ...made, purpose: 'serve', begin: async () => loopsAtRest() }
  })

  const applying = (text: string, wait = false) =>
    apply(core, { ...aRequest(core.home, text, {}), wait, timeoutMs: 1_000 })
  const web = (image: string, replicas = 1) =>
    serviceText('web').replace('image: nginx', `image: ${image}`).replace('spec: {', `spec: { replicas: ${replicas},`)
  const scaling = (replicas: number, wait = false) => scale(core, { refs, replicas, wait, timeoutMs: 1_000, signal })
  /** The text that an edit shows, with this in the place of that. */
  async function* editing(from: string, to: string, wait = false): AsyncGenerator<ProgressEvent> {
    const shown = await editable(core, ref)
    const text = 'text' in shown ? shown.text.replace(from, to) : ''
    yield* edit(core, { ref, text, version: shown.version, wait, timeoutMs: 1_000, signal })
  }
  const removing = () => remove(core, { refs, volumes: false, wait: false, signal })
  /** How it ends, where something else is asked for as soon as it was accepted. */
  const endOf = async (events: AsyncIterable<ProgressEvent>, meanwhile: () => AsyncIterable<ProgressEvent>) => {
    let rest = [meanwhile]
    for await (const event of events) {
      if (event.type === 'resource') for (const other of rest.splice(0)) await all(other())
      if (event.type === 'outcome') return event
    }
    throw new Error('it ended without a word')
  }
  const isOverridden = ({ exit, message, remedy = '' }: Outcome, says: RegExp) => {
    equal(exit, exits.failed)
    match(message, says)
    match(remedy, /give (this|the) command again/)
  }

  it('ends with 1, and says by what an apply was overridden', async () => {
    isOverridden(
      await endOf(applying(web('a'), true), () => applying(web('b'))),
      /^Service shop\/web: what this asked for \(generation 1\) was overridden by an apply of \/.*\/a\.yaml \(generation 2\): template\.image a → b$/,
    )
  })

  it('ends with 1 where it scaled, and somebody scales otherwise, or applies another number', async () => {
    await all(applying(web('a').replace('replicas: 1,', '')))
    isOverridden(
      await endOf(scaling(2, true), () => scaling(3)),
      /was overridden by a newer scale, .* \(generation 3\): replicas 2 → 3$/,
    )
    isOverridden(
      await endOf(scaling(4, true), () => applying(web('a', 5))),
      /was overridden by an apply of .*: replicas 4 → 5$/,
    )
  })

  it('ends with 1 where somebody scales otherwise in the file that it wrote', async () => {
    const file = join(core.home, 'compose.yaml')
    writeFileSync(file, 'name: shop\nservices:\n  web: { image: a, scale: 1 }\n')
    core.store.putFact('root', core.home, { lost: [] })
    const files = [
      readText(
        { file, text: readFileSync(file, 'utf8') },
        { variable: () => undefined, readFile: readSideFile },
        readers,
      ),
    ]
    const { store, settings, clock } = core
    equal(acceptSaved({ store, settings, now: clock.now(), files }, core.home).errors.length, 0)
    isOverridden(
      await endOf(scaling(2, true), () => scaling(3)),
      /^Service shop\/web: what this asked for was overridden by a newer change \(generation 3\): replicas 2 → 3$/,
    )
  })

  it('says by what it was overridden, whatever was asked for before', async () => {
    await all(applying(web('a')))
    core.store.update('Service', 'shop/web', (draft) => {
      const stamps = { [annotations.undone]: 'undo to revision 1, Thu 10:02', [annotations.scaled]: 'scale, Thu 10:01' }
      draft.metadata.annotations = { ...draft.metadata.annotations, ...stamps }
    })
    isOverridden(await endOf(scaling(2, true), () => scaling(3)), /by a newer scale, (?!Thu 10:01)/)
    isOverridden(
      await endOf(editing('image: a', 'image: b', true), () => editing('image: b', 'image: c')),
      /by a newer change \(generation 5\)/,
    )
  })

  it('ends with 1 where somebody edits what it added', async () => {
    await all(applying(web('a')))
    const adding = (label: string, wait = false) =>
      editing('replicas: 1', `replicas: 1\n  placement: { constraints: [${label}] }`, wait)
    const end = await endOf(adding('node.name==a', true), () => editing('node.name==a', 'node.name==b'))
    isOverridden(end, /placement\.constraints\[0\] node\.name==a → node\.name==b/)
  })

  it('says so at the deadline, too', async () => {
    const both = `${web('a')}---\n${serviceText('api')}`
    const later = applying(both.replace('image: a', 'image: b'))
    const busy = { ...loopsAtRest(), running: { at: () => ['Service/shop/api'], loops: [] } } as unknown as Loops
    core = { ...core, begin: async () => busy }
    const { exit, message, others } = await endOf(applying(both, true), () => later)
    deepEqual([exit, /Service shop\/web/.test(message)], [exits.deadline, false])
    match(others?.[0]?.message ?? '', /^Service shop\/web: what this asked for .* was overridden/)
  })

  it('ends with 1 where somebody deletes it', async () => {
    isOverridden(
      await endOf(applying(web('a'), true), removing),
      /^Service shop\/web was deleted after this was accepted$/,
    )
  })

  it('waits on where what it asked for stays', async () => {
    const unsaid = web('a').replace('replicas: 1,', '')
    const { exit } = await endOf(applying(unsaid, true), () => scaling(3))
    deepEqual(exit, exits.deadline)
    const scaled = await endOf(scaling(4, true), () => applying(unsaid.replace('image: a', 'image: b')))
    deepEqual(scaled.exit, exits.deadline)
    const same = await endOf(applying(web('c'), true), () => applying(web('c')))
    deepEqual(same.exit, exits.deadline)
    const edited = await endOf(editing('image: c', 'image: d', true), () => scaling(5))
    deepEqual(edited.exit, exits.deadline)
  }).timeout(8_000)

  it('names it beside what failed of the rest', async () => {
    const both = `${web('a')}---\n${serviceText('api')}`
    const { exit, message, others } = await endOf(applying(both, true), () => {
      core.store.putStatus('Service', 'shop/api', {
        observedGeneration: 1,
        rollout: { state: 'Stalled', message: 'it ends' },
      })
      return applying(both.replace('image: a', 'image: b'))
    })
    deepEqual([exit, message.startsWith('Service shop/api failed: it ends')], [exits.failed, true])
    match(others?.[0]?.message ?? '', /^Service shop\/web: what this asked for .* was overridden/)
  })
})
