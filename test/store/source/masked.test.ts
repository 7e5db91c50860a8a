import assert from 'node:assert/strict'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { acceptApply } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { createWorld, service } from './world.ts'

const TOKEN = `ghp_${'a'.repeat(36)}`
const withNote = (note: string, image = 'busybox:1') =>
  service('web', { image }).replace('    image:', `    labels: { note: '${note}', other: '*** up' }\n    image:`)
const ERROR =
  'was hidden where it was printed (***), and is not applied in the place of the value that is there: write the value itself, as `--show-values` prints it'

describe('S9: what is accepted, as it was printed', () => {
  it('is not applied: *** would be the value', () => {
    const { store, settings, clock } = createWorld()
    const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
    const apply = (text: string) =>
      acceptApply({ store, settings, now: clock.now(), files: [readText({ file: '/a.yaml', text }, context, [])] })
    assert.deepEqual(apply(withNote(`runner:${TOKEN}`)).created, ['Service/shop/web'])
    const shown = redactObject(store.get('Service', 'shop/web') ?? assert.fail()).spec.template.labels
    assert.deepEqual(shown, { note: 'runner:***', other: '*** up' })
    const { errors, changed } = apply(withNote('runner:***', 'busybox:2'))
    assert.deepEqual(
      [errors.map(({ place, path, message }) => [place.line, path, message]), changed],
      [[[9, 'spec.template.labels.note', ERROR]], []],
    )
    // Stars of its own.
    assert.deepEqual(apply(withNote('masked:***')).changed, ['Service/shop/web'])
    assert.deepEqual(apply(withNote('masked:***', 'busybox:2')).changed, ['Service/shop/web'])
  })

  it('is not what has stars of its own: a script with a banner can be changed', async () => {
    const script = (last: string) =>
      service('web')
        .replace(/kind.*/, 'kind: Config')
        .replace(/spec:[^]*/, `spec:\n  content: |\n    echo "*** begin ***"\n    ${last}\n`)
    const world = createWorld()
    world.files.write('/srv/web.yaml', script('sleep 1'))
    world.start()
    await world.pass(1_000)
    world.files.write('/srv/web.yaml', script('sleep 2'))
    await world.pass(60_000)
    assert.equal(world.store.get('Config', 'shop/web')?.spec.content, 'echo "*** begin ***"\nsleep 2\n')
  })

  it('is not taken up of a watched directory either, which keeps what it had (S1)', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', withNote(`runner:${TOKEN}`))
    world.start()
    await world.pass(1_000)
    world.files.write('/srv/web.yaml', withNote('runner:***', 'busybox:2'))
    await world.pass(60_000)
    assert.deepEqual([world.image('shop/web'), world.holds()], ['busybox:1', []])
    assert.equal(
      world.lines.some((line) => line.includes(ERROR)),
      true,
      world.lines.join('\n'),
    )
    world.files.write('/srv/web.yaml', withNote(`runner:${TOKEN}`, 'busybox:2'))
    await world.pass(1_000)
    assert.equal(world.image('shop/web'), 'busybox:2')
  })
})
