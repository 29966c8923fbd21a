import { quoteText } from './quoting.js';
import type { Command, Expression, Pipeline, TemplateStatement, VariableExpression } from './template-tree.js';

/** An expression as Go's messages write it, whatever its white space in the file. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(expression.value);
    case 'number':
    case 'string':
      return expression.text;
    case 'function':
      return expression.name;
    case 'field':
      return pathText(expression.fields);
    case 'variable':
      return variableText(expression);
    case 'chain':
      return operandText(expression.operand) + pathText(expression.fields);
    case 'pipeline':
      return pipelineText(expression);
  }
}

/** A command with its operands. */
export function commandText({ operands }: Command): string {
  return operands.map(operandText).join(' ');
}

/** A `{{ template }}` action. */
export function templateStatementText({ name, pipeline }: TemplateStatement): string {
  return `{{template ${quoteText(name.value)}${pipeline === undefined ? '' : ` ${pipelineText(pipeline)}`}}}`;
}

function pipelineText({ variables, isAssignment, commands }: Pipeline): string {
  const declared = variables.length === 0 ? '' : `${variables.map(variableText).join(', ')} ${isAssignment ? '=' : ':='} `;
  return declared + commands.map(commandText).join(' | ');
}

function operandText(operand: Expression): string {
  return operand.kind === 'pipeline' ? `(${pipelineText(operand)})` : expressionText(operand);
}

function variableText({ name, fields }: VariableExpression): string {
  return name + pathText(fields);
}

function pathText(fields: readonly { readonly name: string }[]): string {
  return fields.map(({ name }) => `.${name}`).join('');
}
