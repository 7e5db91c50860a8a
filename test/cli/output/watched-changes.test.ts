import { deepEqual, rejects } from 'node:assert/strict'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { WatchEvent } from '../../../api/v1/installation/answers.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { changesSince, type Said, watchedChanges } from '../../../cli/output/watched-changes.ts'
import { aService } from '../../support/builders.ts'
import { all } from '../local/local-core.ts'

const { signal } = new AbortController()

function named(name: string, version: number, replicas = version): V1Service {
  const service = aService({ replicas })
  return { ...service, metadata: { ...service.metadata, name, resourceVersion: String(version) } }
}

function event(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, version: number): WatchEvent {
  return { type, object: named(name, version) }
}

const listed: WatchEvent = { type: 'BOOKMARK', resourceVersion: '9', initialEnd: true }
const expired: WatchEvent = { type: 'EXPIRED', message: 'the watcher is more than 10000 changes behind; list again' }

/** What is said of one watch after the other. */
async function said(...watches: readonly (readonly WatchEvent[])[]): Promise<readonly string[]> {
  const left = [...watches]
  const watch = async function* () {
    yield* left.shift() ?? []
  }
  const installation: Pick<Installation, 'watch'> = { watch }
  const changes = await all(watchedChanges({ installation, kind: 'Service', query: { signal } }))
  return changes
    .flat()
    .map(
      ({ object: { metadata }, deleted }) =>
        `${metadata.name} ${deleted ? 'deleted' : (metadata.resourceVersion ?? '')}`,
    )
}

describe('what is told of a watch', () => {
  it('is what there is, then each change', async () => {
    const events = [event('ADDED', 'web', 1), listed, event('MODIFIED', 'web', 2), event('DELETED', 'web', 3)]
    deepEqual(await said(events), ['web 1', 'web 2', 'web deleted'])
  })

  it('is what there is at once, to be printed as one table', async () => {
    const watch = async function* () {
      yield* [event('ADDED', 'web', 1), event('ADDED', 'db', 2), listed, event('MODIFIED', 'web', 3)]
    }
    const told = await all(watchedChanges({ installation: { watch }, kind: 'Service', query: { signal } }))
    deepEqual(
      told.map((changes) => changes.map(({ object: { metadata } }) => metadata.name)),
      [['web', 'db'], ['web']],
    )
  })

  it('is, where changes were missed, what is otherwise than was told', async () => {
    const first = [event('ADDED', 'web', 1), event('ADDED', 'db', 2), event('ADDED', 'old', 3), listed, expired]
    const again = [event('ADDED', 'web', 1), event('ADDED', 'db', 7), event('ADDED', 'new', 8), listed]
    deepEqual(await said(first, [...again, event('MODIFIED', 'new', 9)]), [
      ...['web 1', 'db 2', 'old 3'],
      ...['db 7', 'new 8', 'old deleted', 'new 9'],
    ])
  })

  it('is nothing of what the next serve tells as it was, with versions of its own', async () => {
    const again: WatchEvent = { type: 'ADDED', object: named('web', 1, 7) }
    deepEqual(await said([event('ADDED', 'web', 7), listed, expired], [again, listed]), ['web 7'])
  })

  it('takes nothing for gone where it was missed before the list was whole', async () => {
    const first = [event('ADDED', 'web', 1), event('ADDED', 'db', 2), expired]
    deepEqual(await said(first, [event('ADDED', 'web', 1), expired], [event('ADDED', 'web', 1), listed]), [
      ...['web 1', 'db 2'],
      'db deleted',
    ])
  })

  it('is an error where nothing is told at all, and not the same question for ever', async () => {
    await rejects(said([expired]), /10000 changes behind; list again; start the watch again/)
  })
})

describe('what is told of several looks, each at what a process of its own made of the hosts', () => {
  it('is what changed between them, and what is gone', async () => {
    const said: Said = new Map()
    const look = async (...names: readonly (readonly [string, replicas: number, version: number])[]) => {
      const added = names.map(([name, replicas, version]): WatchEvent => {
        const service = aService({ replicas })
        return {
          type: 'ADDED',
          object: { ...service, metadata: { ...service.metadata, name, resourceVersion: `${version}` } },
        }
      })
      const watch = async function* () {
        yield* [...added, listed, event('ADDED', 'later', 1)]
      }
      const changes = await all(changesSince(said, { installation: { watch }, kind: 'Service', query: { signal } }))
      return changes.flat().map(({ object: { metadata }, deleted }) => `${metadata.name}${deleted ? ' deleted' : ''}`)
    }
    deepEqual(await look(['web', 1, 1], ['db', 1, 2]), ['web', 'db'])
    deepEqual(await look(['web', 1, 11], ['db', 1, 12]), [], 'versions and times are of each process')
    deepEqual(await look(['web', 2, 21], ['new', 1, 22]), ['web', 'new', 'db deleted'])
  })
})
