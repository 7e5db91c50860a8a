import { deepEqual, equal, ok } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditedCall, AuditedChange, AuditRecord } from '../../../api/v1/installation/audit-record.ts'
import { seededRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { auditPart, type AuditFiles, realAuditFiles } from '../../../store/audit/audit-files.ts'
import { type AuditLog, createAuditLog } from '../../../store/audit/audit-log.ts'
import { readAudit } from '../../../store/audit/read-audit.ts'

describe('audit log', () => {
  let dir: string
  const said: string[] = []
  const unread: string[] = []
  const open = (bytes = 1_000_000, files: AuditFiles = realAuditFiles): AuditLog =>
    createAuditLog({ dir: join(dir, 'audit'), clock: realClock, files, bytes, say: (line) => said.push(line) })
  const read = async (): Promise<AuditRecord[]> => {
    const found: AuditRecord[] = []
    unread.length = 0
    for await (const record of readAudit(join(dir, 'audit'), (words) => unread.push(words))) found.push(record)
    return found
  }
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'audit-'))
    said.length = 0
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('keeps records in their order, across processes, for its owner alone', async () => {
    for (const round of [1, 2]) {
      const log = open()
      for (const step of [1, 2, 3]) log.record(call(`${round}.${step}`))
      await log.close()
    }
    deepEqual(namesOf(await read()), ['1.1', '1.2', '1.3', '2.1', '2.2', '2.3'])
    equal(statSync(auditPart(join(dir, 'audit'), 0)).mode & 0o777, 0o600)
    equal(statSync(join(dir, 'audit')).mode & 0o777, 0o700)
  })

  it('has at most so many bytes, and the newest records', async () => {
    const bytes = 20_000
    const log = open(bytes)
    for (let index = 0; index < 1_000; index++) log.record(call(String(index)))
    await log.close()
    const sizes = readdirSync(join(dir, 'audit')).map((name) => statSync(join(dir, 'audit', name)).size)
    ok(sizes.reduce((sum, size) => sum + size, 0) <= bytes, `${sizes.join(' + ')} bytes are more than ${bytes}`)
    equal(sizes.length, 10)
    const names = namesOf(await read())
    equal(names.at(-1), '999')
    deepEqual(
      names,
      [...Array(names.length).keys()].map((index) => String(1_000 - names.length + index)),
    )
  })

  it('keeps no more than so much of a verb, an object and a message that somebody chose', async () => {
    const log = open()
    const long = 'a'.repeat(15_000)
    log.record({ type: 'refused', by: { kind: 'socket' }, verb: long, object: `Config/shop/${long}`, message: long })
    await log.close()
    const [size = 0] = readdirSync(join(dir, 'audit')).map((name) => statSync(join(dir, 'audit', name)).size)
    ok(size < 2_500, `${size} bytes`)
  })

  it('hides what looks secret, in paths, reasons, answers and details', async () => {
    const log = open()
    log.record({ ...call('a'), path: '/build?buildargs={"DB_PASSWORD":"hunter2"}&t=x', reason: 'TOKEN=hunter2 is new' })
    log.record({ ...call('b'), message: 'mount: password=hunter2 is wrong' })
    log.record({ ...change, details: ['url redis://me:hunter2@db → (none)'] })
    log.record({ type: 'refused', by: change.by, verb: 'apply', message: 'API_KEY=hunter2' })
    await log.close()
    const text = readFileSync(auditPart(join(dir, 'audit'), 0), 'utf8')
    ok(!text.includes('hunter2'), text)
    equal((await read()).length, 4)
  })

  it('goes on after a writer that was killed within a line', async () => {
    const first = open()
    first.record(call('whole'))
    await first.close()
    appendFileSync(auditPart(join(dir, 'audit'), 0), '{"time":"2026-')
    const next = open()
    next.record(call('next'))
    await next.close()
    deepEqual(namesOf(await read()), ['whole', 'next'])
    const path = auditPart(join(dir, 'audit'), 0)
    deepEqual(unread, [`${path}:2: this line is no record, as where the power was cut, and not shown`])
  })

  it('is read around what is no record, and no file, and tells where', async () => {
    const log = open()
    log.record(call('1'))
    await log.close()
    const path = auditPart(join(dir, 'audit'), 0)
    const time = '2026-01-01T00:00:00Z'
    const odd = [
      ...[{ type: 'change', verb: 'apply' }, { type: 'later' }, { type: 'constructor' }, { ...change, object: 7 }],
      { ...change, details: {} },
    ].map((each) => JSON.stringify({ time, ...each }))
    appendFileSync(path, ['null', '7', '\0\xff', ...odd, JSON.stringify({ ...call('2'), time }), ''].join('\n'))
    execFileSync('mkfifo', [auditPart(join(dir, 'audit'), 1)])
    mkdirSync(auditPart(join(dir, 'audit'), 2))
    deepEqual(namesOf(await read()), ['1', '2'])
    deepEqual(unread, [
      ...[1, 2].map((index) => `${auditPart(join(dir, 'audit'), index)} is no file, and not shown`),
      `${path}:2: this line, with 7 more after it, is no record, as where the power was cut, and not shown`,
    ])
  })

  for (const { what, put, words } of [
    {
      what: 'through a link',
      put: (path: string) => symlinkSync(join(dir, 'elsewhere'), path),
      words: 'a symbolic link',
    },
    { what: 'into a pipe', put: (path: string) => execFileSync('mkfifo', [path]), words: 'no file' },
  ])
    it(`is not written ${what}: that is named, and once it is gone the log goes on with the gap`, async () => {
      writeFileSync(join(dir, 'elsewhere'), 'theirs')
      const path = auditPart(join(dir, 'audit'), 0)
      mkdirSync(join(dir, 'audit'))
      put(path)
      const log = open()
      log.record(call('1'))
      await sleep(realClock, 300)
      deepEqual(said, [
        `the audit log in ${join(dir, 'audit')} has gaps from now on: ${path} is ${words}, and is not written to: remove it`,
      ])
      equal(readFileSync(join(dir, 'elsewhere'), 'utf8'), 'theirs')
      rmSync(path)
      log.record(call('2'))
      await log.close()
      deepEqual(namesOf(await read()), ['lost 1', '2'])
    })

  it('counts what a full disk does not take, says it once, and writes the gap down when there is room', async () => {
    const disk = aDisk()
    const log = open(1_000_000, disk.files)
    disk.isFull = true
    for (const name of ['1', '2']) {
      const refused = disk.nextWrite()
      log.record(call(name))
      await refused
    }
    equal(said.length, 1, said.join('\n'))
    ok(said[0]?.includes('ENOSPC'), said[0])
    disk.isFull = false
    log.record(call('3'))
    await log.close()
    deepEqual(namesOf(await read()), ['lost 2', '3'])
    equal(said.length, 2)
    ok(said[1]?.includes('2 records are missing'), said[1])
  })

  it('counts of what it writes together only what a disk did not take', async () => {
    const disk = aDisk()
    // Two at once are more than half a file.
    const log = open(8_000, disk.files)
    const long = { message: 'a'.repeat(700) }
    for (const name of ['1', '2', '3']) log.record({ ...call(name), ...long })
    await disk.nextWrite()
    disk.isFull = true
    await disk.nextWrite()
    disk.isFull = false
    await log.close()
    const names = namesOf(await read())
    deepEqual([names[0], names.at(-1)], ['1', 'lost 2'])
  })

  it('takes no more than its bound while nothing is written', async () => {
    const log = open(100_000_000)
    for (let index = 0; index < 10_050; index++) log.record(call(String(index)))
    await log.close()
    equal((await read()).filter(({ type }) => type === 'call').length, 10_000)
    equal(said.length, 2, said.join('\n'))
    ok(said[1]?.includes('50 records are missing'), said[1])
  })

  it('holds up no end for a disk that does not answer, and says so', async () => {
    const clock = virtualClock({ random: seededRandom(1), start: 0 })
    const files: AuditFiles = { ...realAuditFiles, open: () => new Promise(() => {}) }
    const log = createAuditLog({ dir, clock, files, bytes: 1_000_000, say: (line) => said.push(line) })
    log.record(call('a'))
    const closed = log.close()
    await clock.runUntilQuiet({ until: clock.now() + 60_000, steps: 1_000 })
    await closed
    deepEqual(said, [
      `the audit log in ${dir} is not closed: the disk did not answer within 5 s, what was recorded last may be missing`,
    ])
  })

  it('takes no more than its bound while a disk does not answer, however long', async () => {
    const clock = virtualClock({ random: seededRandom(1), start: 0 })
    let answer = () => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const files: AuditFiles = { ...realAuditFiles, open: (at) => answered.then(() => realAuditFiles.open(at)) }
    const say = (line: string) => said.push(line)
    const log = createAuditLog({ dir: join(dir, 'audit'), clock, files, bytes: 100_000_000, say })
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 6_000; index++) log.record(call(`${round}.${index}`))
      clock.after(1_000, () => {})
      await clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 1_000 })
    }
    answer()
    await log.close()
    const names = namesOf(await read())
    deepEqual([names.length, names.filter((name) => name.startsWith('lost'))], [16_001, ['lost 14000']])
    equal(said.length, 2, said.join('\n'))
  })

  it('keeps nothing where no byte is allowed', async () => {
    const log = open(0)
    log.record(call('1'))
    await log.close()
    deepEqual(readdirSync(dir), [])
  })
})

const change: AuditedChange = {
  type: 'change',
  by: { kind: 'token', name: 'ci', role: 'edit' },
  verb: 'apply',
  object: 'Service/shop/web',
  change: 'configured',
}

function call(name: string): AuditedCall {
  const request = { node: 'local', method: 'POST', path: `/containers/${name}/start` }
  return { type: 'call', ...request, object: `Task/shop/${name}`, reason: 'it is to run', answer: 'ok', ms: 3 }
}

function namesOf(records: readonly AuditRecord[]): string[] {
  return records.map((record) =>
    record.type === 'lost' ? `lost ${record.count}` : (record.object ?? '').replace('Task/shop/', ''),
  )
}

/** A disk that takes half of a write, and no more, while it is full. */
function aDisk() {
  let written = () => {}
  const disk = {
    isFull: false,
    nextWrite: () => new Promise<void>((resolve) => (written = resolve)),
    files: {
      ...realAuditFiles,
      async open(dir) {
        const part = await realAuditFiles.open(dir)
        return {
          ...part,
          async append(text) {
            await part.append(disk.isFull ? text.slice(0, 20) : text)
            setImmediate(written)
            if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
          },
        }
      },
    } satisfies AuditFiles as AuditFiles,
  }
  return disk
}
