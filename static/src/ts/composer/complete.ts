// Names after an @ and tags after a #, while one writes. The element finds the place and walks the
// list; we ask the server, and say to those who hear the page how much there is.

import "@github/text-expander-element";
import type { TextExpanderChangeEvent, TextExpanderResult } from "@github/text-expander-element";
import { statusLine } from "../made";

interface Completion {
  text: string;
  more?: string;
  value: string;
}

const sources: Record<string, string> = { "@": "/complete/members", "#": "/complete/tags" };
const most = 40; // characters: a longer word is none of ours

/** Completes names and tags in the words of a composer. */
export function completeNames(composer: HTMLElement, area: HTMLTextAreaElement): void {
  const expander = composer.querySelector("text-expander");
  if (!expander) return;
  const status = statusLine();
  expander.after(status);

  let asking: AbortController | undefined;
  expander.addEventListener("text-expander-change", (event) => {
    const { key, text, provide } = (event as TextExpanderChangeEvent).detail ?? {};
    if (!key || !provide) return;
    asking?.abort();
    asking = new AbortController();
    provide(found(key, text ?? "", asking.signal));
  });
  expander.addEventListener("text-expander-value", (event) => {
    const { detail } = event as CustomEvent<{ item: HTMLElement; value: string | null }>;
    detail.value = detail.item.dataset["value"] ?? null;
  });
  // The words were changed by a script: what counts and keeps them is told.
  expander.addEventListener("text-expander-committed", () => area.dispatchEvent(new Event("input", { bubbles: true })));
  expander.addEventListener("text-expander-activate", () => {
    const n = expander.querySelectorAll("[role=option]").length;
    status.textContent = n === 1 ? "1 suggestion" : `${n} suggestions`;
    // A text of many lines is no combobox to ARIA; a text box may have a list just as well.
    queueMicrotask(() => {
      area.removeAttribute("role");
      area.removeAttribute("aria-expanded");
    });
  });
  expander.addEventListener("text-expander-deactivate", () => (status.textContent = ""));
}

async function found(key: string, text: string, signal: AbortSignal): Promise<TextExpanderResult> {
  const source = sources[key];
  if (!source || text === "" || text.length > most || text.includes("\n")) return { matched: false };
  try {
    const answer = await fetch(`${source}?q=${encodeURIComponent(text)}`, { signal });
    const list: Completion[] = answer.ok ? await answer.json() : [];
    return list.length > 0 ? { matched: true, fragment: menu(list) } : { matched: false };
  } catch {
    return { matched: false }; // overtaken by the next key, or no line
  }
}

let menus = 0;

function menu(list: Completion[]): HTMLElement {
  const made = document.createElement("ul");
  made.id = `complete-${++menus}`;
  made.className = "app-suggest app-complete";
  made.setAttribute("role", "listbox");
  made.setAttribute("aria-label", "Suggestions");
  made.append(...list.map((one, n) => option(one, `${made.id}-${n}`)));
  return made;
}

function option(one: Completion, id: string): HTMLElement {
  const made = document.createElement("li");
  made.id = id;
  made.className = "app-suggest__option";
  made.setAttribute("role", "option");
  made.dataset["value"] = one.value;
  made.append(one.text);
  if (one.more) {
    const more = document.createElement("span");
    more.className = "app-suggest__more";
    more.textContent = one.more;
    made.append(" ", more);
  }
  return made;
}
