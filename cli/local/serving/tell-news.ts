import type { Log } from '../../../api/v1/installation/log.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Source } from '../../../store/source/source.ts'
import { startNotices } from '../../notices/start.ts'
import type { Webhook } from '../../notices/webhook.ts'
import { logEvent } from './event-log.ts'
import { sweepAll } from '../one-off/sweep.ts'
import type { Core } from '../open/core.ts'
import { undeclaredStacks } from '../request/undeclared.ts'
import { unkeptStateLog } from './unkept-state-log.ts'
import { hostsTold } from '../waiting/hosts-told.ts'
import { newsOnly } from '../waiting/news.ts'

/** What to report and where. */
interface Told {
  readonly loops: Loops
  readonly source: Source
  readonly log: Log
  readonly webhook: Webhook | undefined
}

/** Reports new events to the log and the webhook until unsubscribed. */
export function tellNews(core: Core, told: Told): { unsubscribe(): void } {
  const { loops, log, webhook } = told
  const isNews = newsOnly()
  void tellUndeclared(core, told)
  const notices = startNotices(core, webhook, log)
  const tell = logEvent(core.store, log)
  const endUnread = tellUnread(core, log)
  const unkept = unkeptStateLog(core.store, core.clock, log)
  const events = loops.recorder.watch().subscribe((event) => {
    if (!unkept.takes(event) && isNews(event)) tell(event)
  })
  events.add(() => notices?.close())
  events.add(unkept.close)
  events.add(endUnread)
  return events
}

/** How long reading the directories may take before the log says what waits for it, ms. */
const UNREAD_MS = 5_000

/** Warns if the directories are long in being read, as nothing is carried out meanwhile. Returns what ends it. */
function tellUnread({ clock, unread }: Core, log: Log): () => void {
  const words = 'the watched directories were not all read yet: nothing is started, stopped or changed before'
  return clock.after(UNREAD_MS, () => void (unread?.value && log(words, { level: 'warning' })), 'periodic')
}

/** Warns of undeclared stacks once all hosts and files were read, and removes leftover one-off containers. */
async function tellUndeclared(core: Core, { loops, source, log }: Told): Promise<void> {
  await Promise.all([hostsTold(loops.inventory), source.firstReadingDone])
  for (const line of undeclaredStacks(loops.inventory, core)) log(line)
  await sweepAll(core, log)
}
