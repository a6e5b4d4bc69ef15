/**
 * The text, at most so many UTF-16 units of it and so never more characters than the API server counts. It never ends in half a
 * character: the server would store something else for it, and every pass would find a difference to write.
 */
export function cut(text: string, longest: number): string {
  return text.slice(0, longest).toWellFormed();
}
