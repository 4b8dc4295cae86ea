import type { BinaryOperator, Expression } from './parse'

/** What an expression can see: the event that started a run and, when matching, the event that came later. */
export interface Scope {
  event: unknown
  async?: unknown
}

/**
 * The value of an expression. Like the server, and unlike the language's own rules, a missing field is null
 * and never an error; comparing the order of different types is false.
 */
export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'path':
      return readPath(scope[expression.root], expression.keys)
    case 'list':
      return expression.items.map((item) => evaluate(item, scope))
    case 'not':
      return evaluate(expression.operand, scope) !== true
    case 'negate': {
      const value = evaluate(expression.operand, scope)
      return typeof value === 'number' ? -value : null
    }
    case 'has':
      return evaluate(expression.operand, scope) !== null
    case 'binary':
      return evaluateBinary(expression.operator, expression.left, expression.right, scope)
  }
}

/** Whether an expression holds: only `true` does. */
export const holds = (expression: Expression, scope: Scope): boolean => evaluate(expression, scope) === true

/** The field at the end of a path, or null where any part of it is missing. */
export function readPath(root: unknown, keys: readonly (string | number)[]): unknown {
  let value = root
  for (const key of keys) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return null
    value = (value as Record<string | number, unknown>)[key]
  }
  return value ?? null
}

function evaluateBinary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): unknown {
  if (operator === '&&') return holds(left, scope) && holds(right, scope)
  if (operator === '||') return holds(left, scope) || holds(right, scope)
  const a = evaluate(left, scope)
  const b = evaluate(right, scope)
  switch (operator) {
    case '==':
      return isEqual(a, b)
    case '!=':
      return !isEqual(a, b)
    case 'in':
      return Array.isArray(b) && b.some((item) => isEqual(a, item))
    case '+':
      return add(a, b)
    case '-':
      return typeof a === 'number' && typeof b === 'number' ? a - b : null
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrdered(operator, a, b)
  }
}

const isEqual = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && typeof b === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' || typeof b === 'string') return `${a ?? ''}${b ?? ''}`
  return null
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', a: unknown, b: unknown): boolean {
  const isComparable =
    (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')
  if (!isComparable) return false
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}
