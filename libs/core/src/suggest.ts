import { distance } from 'fastest-levenshtein';
import type { FleetErrorDetails } from './errors';

/** The known word that the given one most likely means; undefined where none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best ?? sharesBeginning(word, known) ?? sharesParts(word, known);
}

/** `memory` for `memoryMiB`: near in meaning although many letters apart. */
function sharesBeginning(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length < 3) return undefined;
  return [...known].find((k) => k.toLowerCase().startsWith(wanted) || wanted.startsWith(k.toLowerCase()));
}

/** `GITLAB_URL` for `GITLAB_API_URL`: all its parts are there, in their order; of several, the one with the fewest more. */
function sharesParts(word: string, known: Iterable<string>): string | undefined {
  const wanted = partsOf(word);
  if (wanted.length < 2) return undefined;
  const holds = (candidate: string) => {
    let found = 0;
    for (const part of partsOf(candidate)) if (part === wanted[found]) found += 1;
    return found === wanted.length;
  };
  return [...known].filter(holds).sort((a, b) => partsOf(a).length - partsOf(b).length)[0];
}

function partsOf(word: string): string[] {
  return word.toLowerCase().split(/[_-]/).filter(Boolean);
}

/** Fix for an unknown word: the nearest known one, or what there is to choose from. */
export function didYouMean(word: string, known: Iterable<string>): string {
  return suggestion(word, known).fix;
}

/** {@link didYouMean} as the fields of an error: the sentence, and beside it the word that it suggests. */
export function suggestion(word: string, known: Iterable<string>): Pick<FleetErrorDetails, 'fix' | 'meant'> {
  const all = [...known];
  const meant = nearest(word, all);
  if (meant !== undefined) return { fix: `did you mean "${meant}"?`, meant };
  return { fix: all.length > 0 ? `use one of: ${list(all)}` : 'remove it: nothing is known here' };
}

/** Words as a list for a sentence, sorted and without doubles. */
export function list(words: Iterable<string>): string {
  return [...new Set(words)].sort().join(', ');
}
