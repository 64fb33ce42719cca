/** What a user can put right; its message is one line. */
export class ScanError extends Error {}
