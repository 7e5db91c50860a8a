import { spawnSync } from 'node:child_process'

/**
 * Switches the keyboard to raw mode: each key, ^C included, goes to the reader of standard input and is not echoed. Returns a function that
 * restores the terminal; the end of the process restores it as well.
 */
export function typeRaw(): () => void {
  const { stdin } = process
  const restore = () => {
    stdin.setRawMode(false)
    process.off(ENDING, end)
  }
  const end = () => {
    restore()
    process.kill(process.pid, ENDING)
  }
  process.on(ENDING, end)
  stdin.setRawMode(true)
  // Node keeps translating LF to CR LF on output, which garbles full-screen programs. Node's restore undoes this change, too.
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
  return restore
}

/** The signal that ends a process by default, and neither we nor Node restore the terminal at. */
const ENDING = 'SIGQUIT'
