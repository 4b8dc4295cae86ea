import { ExpressionError, type Token, tokenize } from './lexer'

export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'path'; root: 'event' | 'async'; keys: (string | number)[] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'not'; operand: Expression }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'has'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }

export type BinaryOperator = keyof typeof PRECEDENCE

const PRECEDENCE = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  in: 3,
  '+': 4,
  '-': 4,
} as const

/**
 * Parses the part of the Common Expression Language that functions may use: paths under `event` and `async`,
 * literals, lists, comparison, logic, `in`, + and -, and has(). Anything else is refused by name.
 */
export function parseExpression(source: string): Expression {
  const reader = new Reader(tokenize(source))
  const expression = parseBinary(reader, 1)
  reader.expectEnd()
  return expression
}

class Reader {
  private position = 0
  constructor(private readonly tokens: readonly Token[]) {}

  peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', text: '', at: 0 }
  }
  next(): Token {
    const token = this.peek()
    this.position++
    return token
  }
  take(operator: string): boolean {
    const token = this.peek()
    const isTaken = token.kind === 'operator' && token.text === operator
    if (isTaken) this.position++
    return isTaken
  }
  expect(operator: string): void {
    if (!this.take(operator))
      throw new ExpressionError(`"${operator}" expected at character ${this.peek().at}`)
  }
  expectEnd(): void {
    if (this.peek().kind !== 'end')
      throw new ExpressionError(`unexpected text at character ${this.peek().at}`)
  }
}

const binaryOperator = (token: Token): BinaryOperator | null => {
  if (token.kind !== 'operator' && token.kind !== 'name') return null
  return Object.hasOwn(PRECEDENCE, token.text) ? (token.text as BinaryOperator) : null
}

function parseBinary(reader: Reader, minimum: number): Expression {
  let left = parseUnary(reader)
  for (;;) {
    const operator = binaryOperator(reader.peek())
    if (operator === null || PRECEDENCE[operator] < minimum) return left
    reader.next()
    left = { kind: 'binary', operator, left, right: parseBinary(reader, PRECEDENCE[operator] + 1) }
  }
}

function parseUnary(reader: Reader): Expression {
  if (reader.take('!')) return { kind: 'not', operand: parseUnary(reader) }
  if (reader.take('-')) return { kind: 'negate', operand: parseUnary(reader) }
  if (reader.take('(')) {
    const inner = parseBinary(reader, 1)
    reader.expect(')')
    return inner
  }
  if (reader.take('[')) return { kind: 'list', items: parseItems(reader, ']') }
  const token = reader.next()
  if (token.kind === 'literal') return { kind: 'literal', value: token.value }
  if (token.kind === 'name') return parseNamed(reader, token.text)
  throw new ExpressionError(`a value is missing at character ${token.at}`)
}

function parseItems(reader: Reader, close: string): Expression[] {
  const items: Expression[] = []
  while (!reader.take(close)) {
    if (items.length > 0) reader.expect(',')
    items.push(parseBinary(reader, 1))
  }
  return items
}

function parseNamed(reader: Reader, name: string): Expression {
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
  if (name === 'null') return { kind: 'literal', value: null }
  if (reader.take('(')) {
    const [operand, ...more] = parseItems(reader, ')')
    if (name !== 'has') throw new ExpressionError(`function ${name}() is not supported`)
    if (operand?.kind !== 'path' || more.length > 0) throw new ExpressionError('has() takes one path')
    return { kind: 'has', operand }
  }
  if (name !== 'event' && name !== 'async') throw new ExpressionError(`unknown name "${name}"`)
  return { kind: 'path', root: name, keys: parseKeys(reader) }
}

function parseKeys(reader: Reader): (string | number)[] {
  const keys: (string | number)[] = []
  for (;;) {
    if (reader.take('.')) {
      const token = reader.next()
      if (token.kind !== 'name') throw new ExpressionError(`a field name is missing at character ${token.at}`)
      const following = reader.peek()
      if (following.kind === 'operator' && following.text === '(')
        throw new ExpressionError(`function ${token.text}() is not supported`)
      keys.push(token.text)
    } else if (reader.take('[')) {
      const token = reader.next()
      if (token.kind !== 'literal') throw new ExpressionError('an index must be a literal')
      reader.expect(']')
      keys.push(token.value)
    } else return keys
  }
}
