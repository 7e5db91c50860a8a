export type StringMap = Record<string, string>
