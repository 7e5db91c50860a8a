import { deepEqual, match } from 'node:assert/strict'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import type { Store } from '../../../store/objects/store.ts'
import { allPending } from '../../../store/source/facts/pending-facts.ts'
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

/** A command deletes a stack. */
function remove(store: Store, stack: string): void {
  for (const id of [...store.facts('source').keys()].filter((key) => key.includes(`/${stack}/`))) withdraw(store, id)
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
    remove(store, 'two')
    await pass(1_000)
    match(
      message(),
      /^5 of 10 .*, which had 5 when the first.*until it is approved, and stack three runs on: Network\/three\/default, [^.]*\. To allow it/,
    )
  })

  it('does not wait for its time any more once it is deleted', async () => {
    const { store, pass, files } = await renamed('one')
    files.write('/srv/compose.yaml', project('two'))
    await pass(1_000)
    deepEqual(allPending(store).length, 1)
    remove(store, 'one')
    await pass(1_000)
    deepEqual(allPending(store), [])
  })

  it('is one of a few that are named, of many', async () => {
    const { files, pass, message } = await renamed('one')
    for (let index = 10; index < 30; index += 1) files.write(`/srv/s${index}/compose.yaml`, project(`s${index}`))
    await pass(1_000)
    for (let index = 10; index < 30; index += 1) files.remove(`/srv/s${index}/compose.yaml`)
    await pass(7_000)
    match(message(), /and stacks s10, [^.]*, s19 and 10 more run on \(`reconcile delete --stack s10` ends/)
  })
})
