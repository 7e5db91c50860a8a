import { deepEqual, equal, ok } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import { composeReader } from '../../compose/compose-reader.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { nginx: RUNS, 'nginx:2': RUNS }

/** Applies a Compose file of one service, and lets it come up. */
async function apply(world: TestWorld, lines: readonly string[]): Promise<void> {
  const text = ['name: shop', 'services:', '  web:', ...lines.map((line) => `    ${line}`), ''].join('\n')
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const files = [readText({ file: '/shop/compose.yaml', text }, context, [composeReader])]
  const { store } = world.life().ports
  const { errors } = acceptApply({ store, settings: defaultSettings, now: world.world.clock.now(), files })
  deepEqual(errors, [])
  await world.settle()
}

function revisions(world: TestWorld) {
  const all = [...world.life().ports.store.list('Revision').values()]
  return all.sort((a, b) => a.spec.number - b.spec.number)
}

describe('a revision', () => {
  it('keeps the text that its service was written in, comments and all, over a restart', async () => {
    const world = aWorld({ images })
    await apply(world, ['image: nginx # the front', 'environment: {LEVEL: 1}'])
    await apply(world, ['image: nginx:2'])
    await world.restart()
    deepEqual(
      revisions(world).map(({ spec }) => spec.sourceText?.trimEnd()),
      ['web:\n    image: nginx # the front\n    environment: {LEVEL: 1}', 'web:\n    image: nginx:2'],
    )
  })

  it('keeps the last text that its service was written in, where what is beside the template changes', async () => {
    const world = aWorld({ images })
    await apply(world, ['image: nginx'])
    await apply(world, ['image: nginx # the front', 'deploy: {update_config: {order: start-first}}'])
    await apply(world, ['image: nginx:2'])
    deepEqual(
      revisions(world).map(({ spec }) => spec.sourceText?.trimEnd()),
      [
        'web:\n    image: nginx # the front\n    deploy: {update_config: {order: start-first}}',
        'web:\n    image: nginx:2',
      ],
    )
  })

  it('shows it without what looks secret (S9)', async () => {
    const world = aWorld({ images })
    await apply(world, ['image: nginx', 'environment: {DB_PASSWORD: hunter2}'])
    const [revision] = revisions(world)
    ok(revision)
    equal(
      redactObject(revision).spec.sourceText?.trimEnd(),
      'web:\n    image: nginx\n    environment: {DB_PASSWORD: "***"}',
    )
    equal(JSON.stringify(redactObject(revision)).includes('hunter2'), false)
  })

  it('keeps no text that is longer than its bound: half of it could not be written back (S12)', async () => {
    const world = aWorld({ images })
    await apply(world, ['image: nginx', `# ${'x'.repeat(1_048_576)}`, 'environment: {A: b}'])
    equal(revisions(world).length, 1)
    equal(revisions(world)[0]?.spec.sourceText, undefined)
  })
})
