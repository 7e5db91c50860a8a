import { olderIn } from '../../../controllers/volume/older.ts'

/**
 * What a person may do where something waits for a decision, as its message says why; it is called this on the command line. Of a volume
 * whose older copy another node has each choice with what it costs: an approval alone would look like the only one.
 */
export function lossRemedy(subject: string, message: string): string {
  const approve = `\`reconcile approve ${subject}\``
  const older = olderIn(message)
  if (!older) return `${approve}, if that is meant`
  const before = older.refusal === undefined ? '' : `${older.refusal}: once that is changed, `
  return `restore it; ${before}${older.restart} goes on with what ${older.node} has, without what was written since; ${approve} makes an empty one`
}
