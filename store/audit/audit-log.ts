import { type Audit, type AuditEntry, missingWords } from '../../api/v1/installation/audit-record.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { AUDIT_PARTS, type AuditFiles, type AuditPart } from './audit-files.ts'
import { auditLine } from './audit-line.ts'

export interface AuditLogOptions {
  readonly dir: string
  readonly clock: Clock
  readonly files: AuditFiles
  /** Of all files together; 0: nothing is kept. */
  readonly bytes: number
  /** Told once when it can't be written, and once when it can again. */
  readonly say: (line: string) => void
}

/** The audit log of a process that has the state's lock. */
export interface AuditLog extends Audit {
  /** Writes what is left, and closes the file; says what a disk does not take within seconds, and waits no longer. */
  close(): Promise<void>
}

/** Records are written this long after the first of them, together: a deploy of hundreds of tasks makes a handful of writes. */
const GATHER_MS = 100
/** More than these do not wait for a disk that is slow, or does not answer; they are counted. */
const MOST_WAITING = 10_000

/** The end of a process waits so long for a disk. */
const CLOSE_MS = 5_000

interface Waiting {
  readonly at: number
  readonly entry: AuditEntry
}

/**
 * Appends records to files that are bounded together. It never fails whoever records and never has it wait: what the disk does
 * not take is counted, said once, and stands in the log as a line of its own once there is room again.
 */
export function createAuditLog(options: AuditLogOptions): AuditLog {
  const { clock } = options
  const writer = createWriter(options)
  let waiting: Waiting[] = []
  let cancel: Cancel | undefined
  let writing: Promise<void> | undefined
  const write = async () => {
    cancel = undefined
    const gathered = waiting
    waiting = []
    await writer.write(gathered)
    writing = undefined
    if (waiting.length > 0) gather()
  }
  const gather = () => {
    if (writing) return
    cancel ??= clock.after(GATHER_MS, () => void (writing = write()), 'periodic')
  }
  return {
    record(entry) {
      if (options.bytes === 0) return
      if (waiting.length >= MOST_WAITING) return writer.lose(1, 'they came faster than they can be written')
      waiting.push({ at: clock.now(), entry })
      gather()
    },
    async close() {
      const finish = async () => {
        await writing
        cancel?.()
        await write()
        await writer.close()
      }
      if (await endsWithin(finish(), clock)) return
      const words = `the disk did not answer within ${CLOSE_MS / 1000} s, what was recorded last may be missing`
      options.say(`the audit log in ${options.dir} is not closed: ${words}`)
    },
  }
}

function endsWithin(work: Promise<void>, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(CLOSE_MS, () => resolve(false))
    work.then(() => resolve(true), reject).finally(cancel)
  })
}

interface Writer {
  /** Never rejects. */
  write(records: readonly Waiting[]): Promise<void>
  lose(count: number, because: string): void
  close(): Promise<void>
}

function createWriter({ dir, files, clock, bytes, say }: AuditLogOptions): Writer {
  const partBytes = Math.max(1, Math.floor(bytes / AUDIT_PARTS))
  let part: AuditPart | undefined
  let size = 0
  let lost = 0
  let why = ''

  const lose = (count: number, because: string) => {
    if (lost === 0) say(`the audit log in ${dir} has gaps from now on: ${because}`)
    lost += count
    why = because
  }

  async function opened(): Promise<AuditPart> {
    if (part) return part
    part = await files.open(dir)
    size = part.size
    if (part.isTorn) await append(part, '\n')
    return part
  }

  async function append(to: AuditPart, text: string): Promise<void> {
    await to.append(text)
    size += Buffer.byteLength(text)
  }

  async function closePart(): Promise<void> {
    const closing = part
    part = undefined
    await closing?.close()
  }

  /** A file that would grow beyond its share becomes one of those before. */
  async function put(text: string): Promise<void> {
    const now = await opened()
    if (size === 0 || size + Buffer.byteLength(text) <= partBytes) return await append(now, text)
    await closePart()
    await files.shift(dir)
    await append(await opened(), text)
  }

  async function putAll(records: readonly Waiting[]): Promise<void> {
    let left = records.length
    try {
      await putGap()
      for (const { text, count } of gathered(records, partBytes / 2)) {
        await put(text)
        left -= count
      }
    } catch (error) {
      // What was written of it stays, and may be half a line: the file is opened anew, and looked at.
      await closePart().catch(() => undefined)
      lose(left, errorText(error))
    }
  }

  async function putGap(): Promise<void> {
    const gap = lost
    if (gap === 0) return
    await put(auditLine(clock.now(), { type: 'lost', count: gap, message: why }))
    lost -= gap
    say(`the audit log in ${dir} is written again; ${missingWords(gap)}`)
  }

  return {
    lose,
    async write(records) {
      if (records.length > 0 || lost > 0) await putAll(records)
    },
    close: () => closePart().catch(() => undefined),
  }
}

/** Lines that are written together, at most so many bytes. */
function* gathered(
  records: readonly Waiting[],
  most: number,
): Generator<{ readonly text: string; readonly count: number }> {
  let text = ''
  let count = 0
  let bytes = 0
  for (const { at, entry } of records) {
    const line = auditLine(at, entry)
    const size = Buffer.byteLength(line)
    if (text !== '' && bytes + size > most) {
      yield { text, count }
      text = ''
      count = 0
      bytes = 0
    }
    text += line
    count += 1
    bytes += size
  }
  if (count > 0) yield { text, count }
}
