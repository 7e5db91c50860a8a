import { equal, match, notEqual } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { processMarks } from '../../cli/process-mark.ts'

const MODULE = new URL('../../cli/process-mark.ts', import.meta.url).href

/** A process that prints its own mark, and runs until it is killed. */
async function aProcess() {
  const script = `import { processMarks } from '${MODULE}'; console.log(processMarks('m').markOf(process.pid)); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [mark] = await once(child.stdout, 'data')
  return { child, mark: String(mark).trim() }
}

describe('the mark of a process', () => {
  const { markOf, stateOf } = processMarks('m')
  const own = markOf(process.pid) ?? ''
  const [where = '', pid = '', start = ''] = own.split(' ')

  it('says where it is, its pid, and when it was started', () => {
    match(own, /^[0-9a-f]{16} \d+ \d+$/)
    equal(Number(pid), process.pid)
    equal(processMarks('m').markOf(process.pid), own)
    notEqual(processMarks('other').markOf(process.pid)?.split(' ')[0], where)
  })

  it('tells one that was killed from one that runs', async () => {
    const { child, mark } = await aProcess()
    equal(stateOf(mark), 'runs')
    child.kill('SIGKILL')
    await once(child, 'close')
    equal(stateOf(mark), 'ended')
  })

  it('tells one from the next that has its pid', () => {
    equal(stateOf(own), 'runs')
    equal(stateOf(`${where} ${pid} ${Number(start) + 1}`), 'ended')
  })

  for (const [what, mark] of [
    ['one of another machine, boot or container', `${'0'.repeat(16)} 999999999 1`],
    ['no mark', 'here'],
    ['a pid that is none', `${where} 0 1`],
    ['nothing', ''],
  ])
    it(`never tells of ${what} that it has ended`, () => equal(stateOf(mark ?? ''), 'elsewhere'))
})
