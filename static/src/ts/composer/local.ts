// What is not on the server yet stands in this browser, so that neither a cut line nor a closed
// window loses a word. Signing out clears it.

/** What a form held, and which version of its draft it had read. */
export interface Copy {
  by: string; // the member's number: another who uses this browser is not shown it
  key: string; // of the form
  fields: string; // as a form sends them
  draft: string;
  seq: string;
  turn: number;
}

const prefix = "draft/";
const keptFor = 7 * 24 * 60 * 60 * 1000; // milliseconds: what the server will not have is not kept for ever

function nameOf({ by, key }: Copy): string {
  return `${prefix}${by}/${key}`;
}

/** Keeps a copy, in place of an older one of the same form; tells whether there was room. */
export function putCopy(copy: Copy): boolean {
  try {
    localStorage.setItem(nameOf(copy), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

/** Throws a copy away, unless there are newer words of the same form. */
export function dropCopy(copy: Copy): void {
  const now = read(nameOf(copy));
  if (!now || now.turn > copy.turn) return;
  try {
    localStorage.removeItem(nameOf(copy));
  } catch {
    // It is sent again, which changes nothing.
  }
}

/** Gives what a member wrote in this browser and the server may not have. */
export function copiesOf(by: string): Copy[] {
  const copies: Copy[] = [];
  for (const name of names()) {
    const copy = name.startsWith(`${prefix}${by}/`) ? read(name) : undefined;
    if (copy && Date.now() - copy.turn < keptFor) copies.push(copy);
    else if (copy) dropCopy(copy);
  }
  return copies;
}

function names(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(name: string): Copy | undefined {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
