import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputFile, writeWhole } from '../../cli/output-file.ts'

describe('a file that a user names for output', () => {
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'reconcile-output-'))))
  afterEach(() => rmSync(dir, { recursive: true }))
  const target = (name: string) => outputFile(dir, name, 'name another')

  it('is where a link leads to, there or not, over links and out of directories that are links', () => {
    mkdirSync(join(dir, 'real/sub'), { recursive: true })
    writeFileSync(join(dir, 'real/file'), 'before')
    symlinkSync('real/sub', join(dir, 'sub'))
    symlinkSync('../file', join(dir, 'sub/up'))
    symlinkSync('sub/up', join(dir, 'to-file'))
    symlinkSync('real/new', join(dir, 'to-new'))
    equal(target('file'), join(dir, 'file'))
    equal(target('to-file'), join(dir, 'real/file'))
    equal(target('to-new'), join(dir, 'real/new'))
  })

  it('is replaced whole, for its owner alone, and stays as it is where that breaks off', async () => {
    writeFileSync(join(dir, 'file'), 'before', { mode: 0o644 })
    symlinkSync('file', join(dir, 'link'))
    await writeWhole(target('link'), ['af', 'ter'])
    equal(readFileSync(join(dir, 'file'), 'utf8'), 'after')
    equal(statSync(join(dir, 'file')).mode & 0o777, 0o600)
    const broken = async function* () {
      yield Buffer.from('half')
      throw new Error('broke off')
    }
    await rejects(writeWhole(target('link'), broken()), /broke off/)
    equal(readFileSync(join(dir, 'file'), 'utf8'), 'after')
    deepEqual(readdirSync(dir).sort(), ['file', 'link'])
  })

  it('is no pipe, socket, device or circle', async () => {
    execFileSync('mkfifo', [join(dir, 'pipe')])
    symlinkSync('pipe', join(dir, 'to-pipe'))
    symlinkSync('circle', join(dir, 'circle'))
    const server = createServer().listen(join(dir, 'socket'))
    await once(server, 'listening')
    for (const name of ['pipe', 'to-pipe', 'socket', '/dev/null'])
      throws(() => target(name), { message: `${name}: that is no regular file, and is not replaced by one` })
    throws(() => target('circle'), /^InstallationError: circle: a link that leads back to itself/)
    server.close()
  })
})
