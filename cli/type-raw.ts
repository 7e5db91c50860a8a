import { spawnSync } from 'node:child_process'

/**
 * Hands each key of the keyboard to who reads standard input, ^C too, and echoes nothing: until the answer is called, or the process
 * ends.
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
  // Node leaves LF to be shown as CR LF, which breaks what draws a whole screen; what it restores is as it was before both.
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
  return restore
}

/** Node gives the terminal back at its own end and at SIGINT and SIGTERM; what else ends a process by default is ours. */
const ENDING = ['SIGHUP', 'SIGQUIT'] as const
