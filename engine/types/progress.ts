/** The progress of a pull or build; `done` and `total` in bytes or steps, absent while unknown. */
export interface Progress {
  readonly step: string
  readonly done?: number
  readonly total?: number
}
