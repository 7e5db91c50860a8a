import { deepEqual } from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MODULE = new URL('../../cli/end-process.ts', import.meta.url).href

/** How a process ends that reads `path` meanwhile, and leaves its own handler of SIGTERM in place. */
async function endOf(path: string, end: 'endProcess' | 'endProcessNow') {
  const script = `
    import { readFile } from 'node:fs'
    import { ${end} } from ${JSON.stringify(MODULE)}
    process.on('SIGTERM', () => {})
    readFile(${JSON.stringify(path)}, () => {})
    await ${end}(3)`
  const options = ['--import', 'tsx', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, options, { stdio: 'inherit', timeout: 20_000, killSignal: 'SIGKILL' })
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return code ?? signal
}

describe('the end of a process', () => {
  it('has its code where files answer', async () => {
    deepEqual(await endOf('/proc/self/status', 'endProcess'), 3)
  })

  it('comes where a file system hangs, too, be it without the code', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'reconcile-end-'))
    try {
      // Nobody writes to it: its opening waits for that in a thread, as any call to a file system that hangs.
      const path = join(directory, 'pipe')
      execFileSync('mkfifo', [path])
      deepEqual([await endOf(path, 'endProcess'), await endOf(path, 'endProcessNow')], ['SIGTERM', 'SIGTERM'])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
