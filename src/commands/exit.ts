export type SetExit = (code: number) => void

/** A command cannot do what was asked: the message says what was expected, what was found and what to do. Exit code 2. */
export class Refusal extends Error {}
