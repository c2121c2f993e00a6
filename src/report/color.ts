/** Decorates text that is already escaped. Every decorated word also says what the colour says. */
export interface Paint {
  bold(text: string): string
  error(text: string): string
  warning(text: string): string
  note(text: string): string
}

export function painter(color: boolean): Paint {
  const style = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text)
  return { bold: style(1), error: style(31), warning: style(33), note: style(36) }
}
