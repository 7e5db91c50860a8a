import { deepEqual, equal, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Node } from '../../../api/v1/generated/types.ts'
import { aNode } from '../../support/builders.ts'
import { takeBackup } from '../../../cli/local/backup.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { readBackup } from '../../../store/backup/tar.ts'
import { putHome } from '../../../store/backup/put-home.ts'
import { keptEntries } from '../../../store/objects/kept.ts'
import { readStorage } from '../../../store/storage/load.ts'
import { all, aCore, aRequest } from './local-core.ts'

const VERSION = '/store/resourceVersion'

describe('a backup of a running installation', () => {
  let home = ''
  let core: Core
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'backing-'))
    core = aCore(join(home, 'one'))
    mkdirSync(join(core.home, 'secrets'), { recursive: true })
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const restored = async (name: string) => {
    const other = join(home, name)
    await putHome(await readBackup(takeBackup(core)), { home: other })
    return { other, entries: await readStorage({ dir: join(other, 'state') }) }
  }

  it('has what the state keeps, what was applied and what is secret; versions go on from beyond', async () => {
    const text = 'services:\n  web: { image: nginx, secrets: [token] }\nsecrets:\n  token: { environment: TOKEN }\n'
    const request = { ...aRequest(home, text, undefined), stack: 'shop' }
    const [asked] = await all(apply(core, request))
    const names = asked?.type === 'needs' ? asked.variables : []
    const variables = Object.fromEntries(names.map((name) => [name, name === 'TOKEN' ? 'hunter2' : null]))
    await all(apply(core, { ...request, variables }))
    const { other, entries } = await restored('other')
    const [had, has] = [keptEntries(core.store), new Map(entries)]
    ok(had.has('/objects/Service/shop/web'))
    ok(Number(has.get(VERSION)) > Number(had.get(VERSION)))
    for (const each of [had, has]) each.delete(VERSION)
    had.set('/facts/meta/tookOver', true).set('/facts/meta/lastRollout', 0)
    deepEqual(has, had)
    equal(readFileSync(join(other, 'secrets/shop/token'), 'utf8'), 'hunter2')
    ok(readFileSync(join(other, 'desired/shop/context.json')).length > 0)
  })

  it('has of no node that it has answered: what came to one since is asked of it first', async () => {
    const status = { engineID: 'E', engine: { host: 'tcp://b:2375' } }
    core.store.create('Node', { ...aNode('b', {}, {}), status })
    const { entries } = await restored('other')
    const kept = entries.get('/objects/Node/b') as unknown as V1Node
    deepEqual([kept.status, core.store.get('Node', 'b')?.status], [{ engineID: 'E' }, status])
  })

  it('is of one moment, whatever is written meanwhile', async () => {
    let writing = true
    const write = async () => {
      for (let round = 1; writing; round++) {
        core.store.putFact('meta', 'round', round)
        writeFileSync(join(core.home, 'secrets/round'), String(round))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const written = write()
    const rounds: unknown[] = []
    for (let each = 0; each < 5; each++) {
      const { other, entries } = await restored(`of-${each}`)
      rounds.push(entries.get('/facts/meta/round'))
      equal(Number(readFileSync(join(other, 'secrets/round'), 'utf8')), rounds.at(-1))
    }
    writing = false
    await written
    ok(new Set(rounds).size > 1, `nothing was written meanwhile: ${rounds.join()}`)
  })
})
