import { errorCode } from './caught-error.ts'

/** Whether a process with this id runs on this machine, under any user. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
