import { equal, match, notEqual } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { processMarks } from '../../../../cli/local/open/process-mark.ts'

const MODULE = new URL('../../../../cli/local/open/process-mark.ts', import.meta.url).href

/** A process that prints its own mark, and runs until it is killed. */
async function aProcess() {
  const script = `import { processMarks } from '${MODULE}'; console.log(processMarks('m').own); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [mark] = await once(child.stdout, 'data')
  return { child, mark: String(mark).trim() }
}

describe('the mark of a process', () => {
  const { own = '', hasEnded } = processMarks('m')
  const [where = '', pid = '', start = ''] = own.split(' ')

  it('says where it is, its pid, and when it was started', () => {
    match(own, /^[0-9a-f]{16} \d+ \d+$/)
    equal(Number(pid), process.pid)
    equal(processMarks('m').own, own)
    notEqual(processMarks('other').own?.split(' ')[0], where)
  })

  it('tells one that was killed from one that runs', async () => {
    const { child, mark } = await aProcess()
    equal(hasEnded(mark), false)
    child.kill('SIGKILL')
    await once(child, 'close')
    equal(hasEnded(mark), true)
  })

  it('tells one from the next that has its pid', () => {
    equal(hasEnded(own), false)
    equal(hasEnded(`${where} ${pid} ${Number(start) + 1}`), true)
  })

  for (const [what, mark] of [
    ['one of another machine, boot or container', `${'0'.repeat(16)} 999999999 1`],
    ['no mark', 'here'],
    ['a pid that is none', `${where} 0 1`],
    ['nothing', ''],
  ])
    it(`never tells of ${what} that it has ended`, () => equal(hasEnded(mark ?? ''), false))
})
