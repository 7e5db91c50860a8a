import { deepEqual, doesNotMatch } from 'node:assert/strict'
import { liveProgress } from '../../../cli/output/progress-live.ts'
import type { Progress } from '../../../cli/output/progress.ts'
import type { Terminal } from '../../../cli/terminal.ts'

const WEB = 'Service/shop/web'

describe('the live tree', () => {
  let progress: Progress
  let screen: Screen
  beforeEach(() => {
    screen = new Screen(40)
    progress = liveProgress(screen.terminal, () => 0)
    progress.show({ type: 'state', object: WEB, state: 'Progressing', message: 'one of two', at: 0 })
    screen.told.resize()
  })
  afterEach(() => progress.end({ type: 'outcome', exit: 0, message: 'converged' }))

  it('is drawn anew below what the shell wrote while the process was stopped', () => {
    const before = screen.lines()
    screen.write('^Z\n[1]+ Stopped\n$ fg\n')
    screen.told.continued()
    deepEqual(screen.lines(), [...before, '^Z', '[1]+ Stopped', '$ fg', ...before])
  })

  it('leaves nothing of a longer line or of more lines', () => {
    progress.show({ type: 'state', object: WEB, state: 'Ready', at: 0 })
    progress.show({ type: 'resource', object: 'Network/shop/default', change: 'created' })
    screen.told.resize()
    const [line, ...tree] = screen.lines()
    deepEqual([line, tree.length, tree[0]?.includes('one of two')], ['Network/shop/default created', 1, false])
  })

  it('keeps the last character of a line that fills its row', () => {
    const object = `Network/shop/${'n'.repeat(40 - 'Network/shop/ created'.length)}`
    progress.show({ type: 'resource', object, change: 'created' })
    screen.told.resize()
    deepEqual(screen.lines()[0], `${object} created`)
  })

  it('clears nothing from above what it writes, as tmux keeps that in its history', () => {
    screen.columns = 20
    screen.told.resize()
    doesNotMatch(screen.written.at(-1) ?? '', /\u001b\[J./s)
  })
})

/** As much of a terminal as the tree uses. */
class Screen {
  readonly written: string[] = []
  readonly told = { resize: () => {}, continued: () => {} }
  readonly terminal: Terminal
  columns: number
  private rows: string[] = ['']
  private at = { row: 0, column: 0 }

  constructor(columns: number) {
    this.columns = columns
    const write = (text: string | Uint8Array) => this.write(String(text))
    this.terminal = {
      ...{ live: true, color: false, errorColor: false, keyboard: false, write, writeError: write },
      print: (...lines) => write(lines.map((line) => `${line}\n`).join('')),
      complain: () => {},
      size: () => ({ columns: this.columns, rows: 24 }),
      width: () => this.columns,
      onResize: (told) => ((this.told.resize = told), () => {}),
      onContinue: (told) => ((this.told.continued = told), () => {}),
      async *stdin() {},
    }
  }

  lines(): readonly string[] {
    return this.rows.map((row) => row.trimEnd()).filter((row) => row !== '')
  }

  write(text: string): void {
    this.written.push(text)
    for (const [part, up] of text.matchAll(/\u001b\[(?:(\d+)A|[JK])|./gs)) {
      const { at } = this
      if (up !== undefined) at.row -= Number(up)
      else if (part === '\r') at.column = 0
      else if (part === '\n') this.at = { row: at.row + 1, column: 0 }
      else if (part.startsWith('\u001b')) this.clear(part.endsWith('J'))
      else this.put(part)
      while (this.rows.length <= this.at.row) this.rows.push('')
    }
  }

  /** The cursor waits behind the last character of a full row, on its last column. */
  private clear(below: boolean): void {
    const column = Math.min(this.at.column, this.columns - 1)
    this.rows[this.at.row] = (this.rows[this.at.row] ?? '').slice(0, column)
    if (below) this.rows.length = this.at.row + 1
  }

  private put(character: string): void {
    if (this.at.column >= this.columns) this.at = { row: this.at.row + 1, column: 0 }
    const row = this.rows[this.at.row] ?? ''
    this.rows[this.at.row] =
      row.slice(0, this.at.column).padEnd(this.at.column) + character + row.slice(++this.at.column)
  }
}
