import { exits } from '../../api/v1/installation/installation-error.ts'

/** The meaning of each exit code in a few words. */
export const exitMeanings: Readonly<Record<number, string>> = {
  [exits.converged]: 'converged',
  [exits.failed]: 'failed',
  [exits.usage]: 'usage or invalid manifest',
  [exits.changes]: 'plan --exit-code found changes',
  [exits.deadline]: 'deadline',
  [exits.unreachable]: 'host unreachable',
  [exits.approval]: 'waits for approval',
  [exits.interrupted]: 'interrupted',
}

/** These codes with their meanings, on one line. */
export function exitLine(codes: readonly number[]): string {
  return codes.map((code) => `${code} ${exitMeanings[code]}`).join(', ')
}
