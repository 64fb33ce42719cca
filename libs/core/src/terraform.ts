/**
 * A text as Terraform must get it to keep it as it is: `${` and `%{` begin templates in Terraform's strings, so
 * what a user writes in a setting would otherwise be evaluated. Never pass cdktf tokens through this.
 */
export function literal(text: string): string {
  // Functions, because `$$` means `$` in a replacement text.
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}

/** A text without what only Terraform knows: what it will be has at least these characters. */
export function knownPart(text: string): string {
  return text.replace(/(?<!\$)\$\{[^}]*\}/g, '');
}

/** Whether a value is a cdktf token or a Terraform expression, so that it cannot be compared at synth. */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'string') return /(?<!\$)\$\{/.test(value);
  // cdktf encodes number tokens as huge negative numbers.
  return typeof value === 'number' && value < -1e280;
}
