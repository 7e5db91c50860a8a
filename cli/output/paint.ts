/** Colours for states. Never the only sign: a word always says the same. */
export interface Paint {
  good(text: string): string
  busy(text: string): string
  bad(text: string): string
  faint(text: string): string
  strong(text: string): string
}

const ESC = '\u001b['

/** Returns the colours, or functions that change nothing. */
export function paint(color: boolean): Paint {
  const wrap = (open: number, close: number) => (text: string) =>
    color ? `${ESC}${open}m${text}${ESC}${close}m` : text
  return { good: wrap(32, 39), busy: wrap(33, 39), bad: wrap(31, 39), faint: wrap(2, 22), strong: wrap(1, 22) }
}

const GOOD = new Set(['Running', 'Completed', 'Ready', 'Present', 'Delivered', 'Gone', 'None'])
const BAD = new Set([
  ...['Failed', 'Stalled', 'RolledBack', 'RollingBack', 'Held', 'Unknown', 'Unreachable'],
  ...['Failing', 'Silent', 'ApprovalNeeded'],
])

/** The colour of a state. */
export function paintState(state: string, { good, bad, busy }: Paint): (text: string) => string {
  if (GOOD.has(state)) return good
  return BAD.has(state) ? bad : busy
}
