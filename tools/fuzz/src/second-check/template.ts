/** A piece of a text of Terraform: as it stands, or an expression that Terraform evaluates. */
export type Piece = { readonly text: string } | { readonly expression: string };

/**
 * Takes a text of Terraform's JSON apart as Terraform does: `${…}` is an expression, `$${` and `%%{` are those
 * characters themselves.
 *
 * @throws Error for a `%{…}` directive, or an expression that does not end: neither is ever written on purpose.
 */
export function pieces(template: string): Piece[] {
  const found: Piece[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    const three = template.slice(at, at + 3);
    if (three === '$${' || three === '%%{') {
      text += three.slice(1);
      at += 3;
    } else if (three.startsWith('%{')) {
      throw new Error('it has a directive of Terraform: %{');
    } else if (three.startsWith('${')) {
      const end = endOf(template, at + 2);
      if (text !== '') found.push({ text });
      text = '';
      found.push({ expression: template.slice(at + 2, end).trim() });
      at = end + 1;
    } else {
      text += template[at] ?? '';
      at += 1;
    }
  }
  return text === '' ? found : [...found, { text }];
}

/** Where the expression that begins at a place ends. Braces nest; those in its quotes do not count. */
function endOf(template: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < template.length; at += 1) {
    const char = template[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '{') depth += 1;
    else if (!quoted && char === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('it has an expression of Terraform that does not end: ${');
}
