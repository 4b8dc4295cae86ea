export type Token =
  | { kind: 'literal'; value: string | number; at: number }
  | { kind: 'name'; text: string; at: number }
  | { kind: 'operator'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number }

/** Why an expression was refused; the caller adds which function and which option it stands in. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

const PATTERN =
  /\s*(?:(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[<>!+\-()[\].,]))/y

/** Cuts an expression into tokens. Throws ExpressionError at a character that can start none. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  const end = source.trimEnd().length
  PATTERN.lastIndex = 0
  while (PATTERN.lastIndex < end) {
    const at = PATTERN.lastIndex
    const match = PATTERN.exec(source)
    if (match === null) throw new ExpressionError(`cannot read "${source.slice(at).trim()}"`)
    const [, number, text, name, operator] = match
    if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number), at })
    else if (text !== undefined) tokens.push({ kind: 'literal', value: unquote(text), at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator, at })
  }
  tokens.push({ kind: 'end', text: '', at: end })
  return tokens
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
