/**
 * A number as text, as Compose's own tools print it: integers in full, floats as Go's %v, which switches to 1e+06 from seven digits on.
 * Pass `isFloat` for a whole number that was written as 1e6 or 1.0.
 */
export function goNumber(value: number, isFloat: boolean = !Number.isInteger(value)): string {
  if (value === 0) return '0'
  if (!isFloat) return BigInt(value).toString()
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
