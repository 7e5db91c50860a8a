import { deepEqual, match } from 'node:assert/strict'
import { allHolds, approve } from '../../../store/source/facts/hold-facts.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { acceptApply } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { createWorld, service } from './world.ts'

const names = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${prefix}${from + index}`)

function rename({ files }: ReturnType<typeof createWorld>): void {
  for (const name of names('s', 0, 7)) files.remove(`/srv/${name}.yaml`)
  for (const name of names('n', 0, 7)) files.write(`/srv/${name}.yaml`, service(name))
}

/** A watched tree of twenty services, of which seven come under another name: a third of what there was. */
async function renamed() {
  const world = createWorld()
  for (const name of names('s', 0, 20)) world.files.write(`/srv/${name}.yaml`, service(name))
  const source = world.start()
  await world.pass(1_000)
  rename(world)
  await world.pass(1_000)
  const standing = () => [world.services().length, world.holds().length]
  deepEqual(standing(), [27, 1])
  return { ...world, source, standing }
}

describe('S3: what came while something was missing', () => {
  it('makes no smaller part of it, however often it is read', async () => {
    const { pass, standing, store } = await renamed()
    await pass(600_000)
    deepEqual(standing(), [27, 1])
    match(
      allHolds(store)[0]?.message ?? '',
      /^7 of 27 resources of \/srv are gone from its files, which had 20 when the first of them went; /,
    )
  })

  it('makes no smaller part of it after a restart', async () => {
    const { pass, standing, source, start } = await renamed()
    const closed = source.close()
    await pass(10)
    await closed
    start()
    await pass(600_000)
    deepEqual(standing(), [27, 1])
  })

  it('makes no smaller part of what went while nothing ran, though no host is listed yet as it is read first', async () => {
    const world = createWorld()
    const { files, clock, pass, start } = world
    for (const name of names('s', 0, 20)) files.write(`/srv/${name}.yaml`, service(name))
    const source = start()
    await pass(1_000)
    const closed = source.close()
    await pass(10)
    await closed
    rename(world)
    start(['/srv'], { hostsReady: new Promise((resolve) => clock.after(3_000, resolve)) })
    await pass(600_000)
    deepEqual([world.services().length, world.holds().length], [27, 1])
  })

  it('counts as declared once nothing is missing any more', async () => {
    const { files, pass, standing } = await renamed()
    for (const name of names('s', 0, 7)) files.write(`/srv/${name}.yaml`, service(name))
    await pass(1_000)
    for (const name of names('s', 0, 7)) files.remove(`/srv/${name}.yaml`)
    await pass(10_000)
    deepEqual(standing(), [20, 0])
  })

  it('counts as declared once what was missing went as approved', async () => {
    const { files, pass, standing, store, clock, holds } = await renamed()
    approve(store, holds()[0] ?? '', clock.now())
    await pass(1_000)
    for (const name of names('s', 7, 13)) files.remove(`/srv/${name}.yaml`)
    await pass(10_000)
    deepEqual(standing(), [14, 0])
  })

  it('makes no smaller part of what is missing from an apply that is given again, after one of another stack', () => {
    const { store, settings, clock, services } = createWorld()
    const context = { variable: () => undefined, readFile: () => new Error('none') }
    const apply = (...texts: readonly string[]) => {
      const files = texts.map((text, index) => readText({ file: `/a${index}.yaml`, text }, context, []))
      return acceptApply({ store, settings, now: clock.now(), files })
    }
    apply(...names('s', 0, 20).map((name) => service(name)))
    const next = [...names('s', 7, 20), ...names('n', 0, 7)].map((name) => service(name))
    apply(...next)
    apply(service('other', { namespace: 'blog' }))
    const { holds } = apply(...next)
    deepEqual([services().length, holds.length], [28, 1])
  })

  /** Of twelve services and two stacks of four, these are gone from the files. */
  async function twoStacksGone() {
    const world = createWorld()
    const { files, pass, start } = world
    for (const name of names('s', 0, 12)) files.write(`/srv/${name}.yaml`, service(name))
    for (const namespace of ['one', 'two'])
      for (const name of names('s', 0, 4)) files.write(`/srv/${namespace}-${name}.yaml`, service(name, { namespace }))
    const source = start()
    await pass(1_000)
    for (const namespace of ['one', 'two'])
      for (const name of names('s', 0, 4)) files.remove(`/srv/${namespace}-${name}.yaml`)
    await pass(1_000)
    return { ...world, source }
  }

  it('waits still where the process ends between that command and its next reading', async () => {
    const { pass, start, store, services, holds, source, clock } = await twoStacksGone()
    const closed = source.close()
    await pass(10)
    await closed
    for (const name of names('s', 0, 4)) withdraw(store, `Service/one/${name}`)
    const hostsReady = new Promise<void>((resolve) => clock.after(3_000, resolve))
    start(['/srv'], { hostsReady })
    await pass(600_000)
    deepEqual([services().length, holds().length], [16, 1])
    match(allHolds(store)[0]?.message ?? '', /^4 of 16 resources of \/srv are gone .*, after 4 within 10 min;/)
  })

  it('waits still where a command deletes one of the stacks alone, though the rest is little', async () => {
    const { pass, store, services, holds } = await twoStacksGone()
    for (const name of names('s', 0, 4)) withdraw(store, `Service/one/${name}`)
    await pass(600_000)
    deepEqual([services().length, holds().length], [16, 1])
    match(allHolds(store)[0]?.message ?? '', /^4 of 16 resources of \/srv are gone .*, after 4 within 10 min;/)
    approve(store, holds()[0] ?? '', 0)
    await pass(10_000)
    deepEqual([services().length, holds().length], [12, 0])
  })
})
