/**
 * A number as Compose's own tools print it where text is wanted: whole numbers in full, others as Go's %v does, which
 * turns to 1e+06 from seven digits on. Whoever knows that a whole number was written as 1e6 or 1.0 says `isFloat`.
 */
export function goNumber(value: number, isFloat: boolean = !Number.isInteger(value)): string {
  if (value === 0) return '0'
  if (!isFloat) return BigInt(value).toString()
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
