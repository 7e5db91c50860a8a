/** The commit that a checkout is at, with `.dirty` where tracked files differ from it. Empty where there is none. */
export declare function commitOf(root: string): string
