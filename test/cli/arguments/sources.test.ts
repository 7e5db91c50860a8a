import { deepEqual, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSources } from '../../../cli/arguments/sources.ts'
import type { Context } from '../../../cli/context.ts'

describe('the manifests of a directory', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sources-'))
    writeFileSync(join(dir, 'web.yaml'), 'kind: Service')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const read = () => readSources([dir], { cwd: '/' } as Context)
  const names = async () => (await read()).map(({ file }) => file.slice(dir.length + 1))

  it('are those in it and below, and what links lead to', async () => {
    mkdirSync(join(dir, 'below'))
    writeFileSync(join(dir, 'below', 'db.yaml'), 'kind: Service')
    writeFileSync(join(dir, 'notes.txt'), 'no manifest')
    symlinkSync('web.yaml', join(dir, 'also.yaml'))
    symlinkSync('/nowhere', join(dir, 'notes'))
    deepEqual(await names(), ['also.yaml', 'below/db.yaml', 'web.yaml'])
  })

  it('are none without the one that a link leads nowhere for: what it declared is not gone (S1)', async () => {
    symlinkSync('/nowhere/db.yaml', join(dir, 'db.yaml'))
    await rejects(read, /db\.yaml: there is no such file/)
  })

  it('are none without one that is no regular file', async () => {
    execFileSync('mkfifo', [join(dir, 'db.yaml')])
    await rejects(read, /db\.yaml: .*no regular file/)
  })
})
