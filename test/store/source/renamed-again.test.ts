import { deepEqual, match } from 'node:assert/strict'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { createWorld } from './world.ts'

const project = (name: string) =>
  `name: ${name}\nservices:\n${['db', 'web', 'api']
    .map((service) => `  ${service}: {image: "b:1", volumes: ["data:/d"]}\n`)
    .join('')}volumes: {data: {}}\n`

/** A project that was renamed so often, one after the other. */
async function renamed(...names: readonly string[]) {
  const world = createWorld()
  world.start()
  for (const name of names) {
    world.files.write('/srv/compose.yaml', project(name))
    await world.pass(40_000)
  }
  const said = (words: RegExp) => world.lines.flatMap((line) => words.exec(line)?.[0] ?? [])
  const message = () => allHolds(world.store)[0]?.message ?? ''
  return { ...world, said, message }
}

describe('a stack that is renamed again and again', () => {
  it('is told each time, with the data of the one before it', async () => {
    const { said } = await renamed('one', 'two', 'three', 'four')
    deepEqual(said(/stack \w+ is new, and its services are those of \w+: .*stays behind in \w+,/), [
      'stack two is new, and its services are those of one: if it was renamed, its data stays behind in one_data,',
      'stack three is new, and its services are those of two: if it was renamed, its data stays behind in two_data,',
      'stack four is new, and its services are those of three: if it was renamed, its data stays behind in three_data,',
    ])
  })

  it('says which of the old ones run on, until that is approved or one of them is deleted', async () => {
    const { message, store, pass } = await renamed('one', 'two', 'three', 'four')
    match(
      message(),
      /; nothing is deleted until it is approved, and stacks two, three run on \(`reconcile delete --stack two` ends that one alone\): /,
    )
    for (const id of [...store.facts('source').keys()].filter((key) => key.includes('/two/'))) withdraw(store, id)
    await pass(1_000)
    match(
      message(),
      /^5 of 5 .*until it is approved, and stack three runs on: Network\/three\/default, [^.]*\. To allow it/,
    )
  })
})
