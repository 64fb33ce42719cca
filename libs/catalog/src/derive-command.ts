import type { Launch } from './launch';
import type { ServerInput } from './manifest';
import { isSecret } from './secret-names';
import type { Argument, InputJson, KeyValue, Package } from './server-json';

/** What a package's arguments and variables come to. */
export interface Command {
  /** Arguments, in order. */
  readonly arguments: readonly string[];
  /** Environment variables by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables first, then arguments, each in the order of server.json. */
  readonly inputs: readonly ServerInput[];
}

/**
 * Arguments and variables of a package.
 *
 * @param fixed what arguments and variables are that the package's url names: the router's `{host}` and `{port}`, say.
 */
export function deriveCommand(pkg: Package, launch: Launch, fixed: ReadonlyMap<string, string>): Command {
  const builder = new CommandBuilder(fixed);
  for (const variable of [...(pkg.environmentVariables ?? []), ...launch.variables])
    builder.addVariable(variable);
  for (const argument of launch.arguments) builder.addArgument(argument);
  return builder.done();
}

type Variables = KeyValue['variables'];

class CommandBuilder {
  private readonly args: string[] = [];
  private readonly variables: Record<string, string> = {};
  private readonly variableInputs: ServerInput[] = [];
  private readonly argumentInputs: ServerInput[] = [];
  /** Names in use, with the definition they were taken for. */
  private readonly taken = new Map<string, string>();

  constructor(private readonly fixed: ReadonlyMap<string, string>) {}

  addVariable(entry: KeyValue): void {
    const { name, value } = entry;
    if (this.taken.has(name)) return;
    this.taken.set(name, `variable ${name}`);
    const fixed = this.fixed.get(name);
    if (fixed !== undefined) this.variables[name] = fixed;
    else if (value === undefined) this.variableInputs.push(toInput(name, 'variable', entry));
    else {
      const only = onlyVariable(value, entry.variables);
      // A variable that is nothing but one input is asked for by its own name, which the server's documents use.
      if (only) this.variableInputs.push(toInput(name, 'variable', merged(entry, only)));
      else this.variables[name] = this.substitute(value, entry.variables);
    }
  }

  addArgument(argument: Argument): void {
    const key = argument.type === 'named' ? argument.name : (argument.valueHint ?? '');
    const text =
      this.fixed.get(key) ??
      (argument.value === undefined
        ? `{input:${this.addArgumentInput(key, argument)}}`
        : this.substitute(argument.value, argument.variables));
    if (argument.type === 'positional') this.args.push(text);
    else this.args.push(...namedItems(argument, text));
  }

  done(): Command {
    const { args, variables, variableInputs, argumentInputs } = this;
    return { arguments: args, variables, inputs: [...variableInputs, ...argumentInputs] };
  }

  /** Names in braces become inputs, or their fixed values; those that `variables` lacks stay as they are. */
  private substitute(value: string, variables: Variables): string {
    return value.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = variables?.[name];
      if (!variable) return whole;
      return this.fixed.get(name) ?? variable.value ?? `{input:${this.addArgumentInput(name, variable)}}`;
    });
  }

  /** Two inputs of one name are the same one where their definitions are; otherwise the later one is numbered. */
  private addArgumentInput(base: string, definition: InputJson): string {
    const text = JSON.stringify(definition);
    let name = base;
    for (let n = 2; this.taken.has(name) && this.taken.get(name) !== text; n += 1) name = `${base}-${n}`;
    if (!this.taken.has(name)) {
      this.taken.set(name, text);
      this.argumentInputs.push(toInput(name, 'argument', definition));
    }
    return name;
  }
}

/**
 * One item, `--flag=value`, as the format says: an item without a value can be left out whole. A single letter takes
 * two, since most programs read `-p=1` as the value `=1`; only an optional input, which may be left out, stays one.
 */
function namedItems(argument: Argument & { type: 'named' }, text: string): string[] {
  if (text === '') return [argument.name];
  const always = argument.value !== undefined || argument.isRequired === true || hasDefault(argument);
  return /^-[A-Za-z]$/.test(argument.name) && always ? [argument.name, text] : [`${argument.name}=${text}`];
}

function onlyVariable(value: string, variables: Variables): InputJson | undefined {
  const name = /^\{([^{}]+)\}$/.exec(value)?.[1];
  const variable = name === undefined ? undefined : variables?.[name];
  return variable?.value === undefined ? variable : undefined;
}

function merged(outer: InputJson, inner: InputJson): InputJson {
  return {
    ...inner,
    description: inner.description ?? outer.description,
    isRequired: (inner.isRequired ?? false) || (outer.isRequired ?? false),
    isSecret: inner.isSecret || (outer.isSecret ?? inner.isSecret),
  };
}

function hasDefault(definition: InputJson): boolean {
  return definition.default !== undefined && definition.default !== '';
}

function toInput(name: string, kind: ServerInput['kind'], from: InputJson): ServerInput {
  const known = hasDefault(from);
  return {
    name,
    kind,
    ...(from.description !== undefined && { description: from.description }),
    required: from.isRequired === true && !known,
    secret: isSecret(name, from),
    ...(known && { default: from.default }),
    ...(from.choices?.length && { choices: from.choices }),
    format: from.format ?? 'string',
    ...(from.placeholder && { placeholder: from.placeholder }),
  };
}
