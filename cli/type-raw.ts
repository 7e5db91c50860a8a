import { spawnSync } from 'node:child_process'

/**
 * Switches the keyboard to raw mode: each key, ^C included, goes to the reader of standard input and is not echoed. Returns a function that
 * restores the terminal; the end of the process restores it as well.
 */
export function typeRaw(): () => void {
  const { stdin } = process
  const restore = () => {
    stdin.setRawMode(false)
    for (const name of ENDING) process.off(name, end)
  }
  const end = (name: NodeJS.Signals) => {
    restore()
    process.kill(process.pid, name)
  }
  for (const name of ENDING) process.on(name, end)
  stdin.setRawMode(true)
  // Node keeps translating LF to CR LF on output, which garbles full-screen programs. Node's restore undoes this change, too.
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
  return restore
}

/** Node restores the terminal at exit, SIGINT and SIGTERM. We handle the other signals that end a process by default. */
const ENDING = ['SIGHUP', 'SIGQUIT'] as const
