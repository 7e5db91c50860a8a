/** Matches a size as Docker's programs read it: 64m, 1.5 GiB, .5g. Its groups are the number and the letter of the unit. */
export const SIZE_TEXT = /^(\d+\.?\d*|\.\d+) ?([kmgtp])?i?b?$/i
