import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Settings } from '../../../api/v1/settings.ts'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { realRandom } from '../../../clock/random.ts'
import { realClock } from '../../../clock/real.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { treeEqualsHead } from '../../../store/source/disk/git-clean.ts'
import { startSource } from '../../../store/source/source.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'

/** Short times, and a resync so far away that only hints can have woken the source. */
const settings: Settings = {
  ...defaultSettings,
  quietMs: 30,
  deletionWaitMs: 200,
  stackHoldMs: 60_000,
  resyncMs: 3_600_000,
}

/** A watched directory on the disk. */
export async function createDiskWorld(changed: Partial<Settings> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'reconcile-source-'))
  const root = join(home, 'root')
  await mkdir(root)
  const random = realRandom
  const store = createStore({
    clock: realClock,
    random,
    storage: memoryStorage({ clock: realClock, random }),
    state: new Map(),
  })
  const lines: string[] = []
  const start = (...more: readonly string[]) =>
    startSource({
      roots: [root, ...more],
      store,
      clock: realClock,
      files: diskFiles,
      settings: { ...settings, ...changed },
      readers: [composeReader],
      variable: () => undefined,
      treeEqualsHead,
      hostsReady: Promise.resolve(),
      log: (line) => lines.push(line),
    })
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const swapIn = async (path: string, text: string) => {
    await writeFile(join(home, 'next'), text)
    await rename(join(home, 'next'), join(root, path))
  }
  return {
    home,
    root,
    store,
    lines,
    start,
    write,
    swapIn,
    services: () => [...store.list('Service').keys()].sort(),
    replicas: (key: string) => store.get('Service', key)?.spec.replicas,
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
